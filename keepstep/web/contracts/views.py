"""Contracts: a list, and each with its paper, its addenda and what became of it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from keepstep.domain.agency import store
from keepstep.domain.sales.contract import Contract, ContractQuerySet, State
from keepstep.outlet.agreement import contract as paper
from keepstep.outlet.download import download
from keepstep.outlet.pdf.agreement import as_file, name_of
from keepstep.web import act
from keepstep.web.contracts.line import line
from keepstep.web.papers import ALL, Kind, Row, listed
from keepstep.web.seat import StaffRequest, seated

EMPTY = gettext_lazy(
    "A contract is drawn up on the page of its deal: from your template, with both sides’ requisites and a number "
    "without gaps. Signed, it opens the deal’s gate."
)
TABS = (
    (State.WAITING, pgettext_lazy("contracts", "Await signing")),
    (State.SIGNED, pgettext_lazy("contracts", "Signed")),
    (State.ENDED, pgettext_lazy("contracts", "Terminated")),
    (ALL, pgettext_lazy("contracts", "All")),
)
NAMES = ("deal", "account", "entity", "by", "to", "text__template")


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    def in_state(state: str) -> ContractQuerySet:
        found = request.desk.contracts()
        found = found.with_state() if state == ALL else found.in_state(state)
        return found.select_related("deal", "account", "to")

    kind = Kind(
        title=_("Contracts"), heads=(_("Contract"), _("Client"), _("Deal")), up=(reverse("deals"), _("Deals")),
        tabs=TABS, empty=(_("No contract is here"), EMPTY), empty_act=(reverse("deals"), _("To the deals")),
    )  # fmt: skip
    return listed(request, kind, in_state=in_state, row=_row)


def _row(one: Contract) -> Row:
    said = line(one)
    return Row(
        address=address(one), number=one.number, day=one.day, badge=_("addendum") if one.to_id else "",
        whose=one.theirs.get("name", ""), about=one.deal.title, about_address=reverse("deal", args=[one.deal_id]),
        tone=said["tone"], words=said["words"], total=one.total, currency=one.currency,
        is_over=one.state in (State.WITHDRAWN, State.ENDED),
    )  # fmt: skip


@seated
@require_GET
def show(request: StaffRequest, contract_id: UUID) -> HttpResponse:
    return page_of(request, contract_of(request, contract_id))


def page_of(request: StaffRequest, found: Contract) -> HttpResponse:
    context = {
        **line(found),
        "title": paper.title(found),
        "marks": found.marks.select_related("by"),
        "addenda": [line(one) for one in found.addenda.with_state().order_by("serial")],
    }
    return render(request, f"web/contracts/show.html{'#page' if act.is_fragment(request) else ''}", context)


@seated
@require_GET
def paper_copy(request: StaffRequest, contract_id: UUID) -> HttpResponse:
    """As it was made: nothing is printed anew."""
    found = contract_of(request, contract_id)
    try:
        content = store.read(found.digest, agency_id=found.agency_id)
    except store.NotKept as why:
        raise Http404 from why
    return as_file(content, name=name_of(paper.title(found)))


@seated
@require_GET
def file(request: StaffRequest, mark_id: UUID) -> HttpResponse:
    known = get_object_or_404(request.desk.contract_marks(), pk=mark_id)
    if not known.digest:
        raise Http404
    return download(known.digest, agency_id=known.agency_id, name=known.file_name, kind=known.kind)


def contract_of(request: StaffRequest, contract_id: UUID) -> Contract:
    return get_object_or_404(request.desk.contracts().with_state().select_related(*NAMES), pk=contract_id)


def address(found: Contract) -> str:
    return reverse("contract", args=[found.pk])


def done(request: StaffRequest, found: Contract, said: act.Words, *, undo: str = "") -> HttpResponse:
    return act.done(request, said, back=address(found), show=lambda: _again(request, found), undo=undo)


def refused(request: StaffRequest, found: Contract, why: Exception) -> HttpResponse:
    return act.refused(request, why, back=address(found), show=lambda: _again(request, found))


def _again(request: StaffRequest, found: Contract) -> HttpResponse:
    return page_of(request, contract_of(request, found.pk))
