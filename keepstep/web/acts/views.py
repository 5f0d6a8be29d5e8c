"""Acts of acceptance: a list, and each with its paper and what became of it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from keepstep.domain.agency import store
from keepstep.domain.money.act import Act, ActQuerySet, State
from keepstep.outlet.agreement import act as paper
from keepstep.outlet.download import download
from keepstep.outlet.pdf.agreement import as_file, name_of
from keepstep.web import act
from keepstep.web.acts.line import line
from keepstep.web.invoices.seen import of_money
from keepstep.web.papers import ALL, Kind, Row, listed
from keepstep.web.seat import StaffRequest

EMPTY = gettext_lazy(
    "When the work of an invoice is done, its page makes an act of it: of all lines or of a part, with a number "
    "without gaps. The client signs it."
)
TABS = (
    (State.SENT, pgettext_lazy("acts", "Await signing")),
    (State.MADE, pgettext_lazy("acts", "Not sent yet")),
    (State.SIGNED, pgettext_lazy("acts", "Signed")),
    (ALL, pgettext_lazy("acts", "All")),
)
NAMES = ("account", "invoice", "entity", "by", "text__template")


@of_money
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    def in_state(state: str) -> ActQuerySet:
        acts = request.desk.acts()
        found = acts.with_state() if state == ALL else acts.in_state(state)
        return found.select_related("account", "invoice")

    kind = Kind(
        title=_("Acts of acceptance"), heads=(_("Act"), _("Client"), _("Invoice")), tabs=TABS,
        up=(reverse("invoices"), _("Invoices")), empty=(_("No act is here"), EMPTY),
        empty_act=(f"{reverse('invoices')}?state=all", _("To the invoices")),
    )  # fmt: skip
    return listed(request, kind, in_state=in_state, row=_row)


def _row(one: Act) -> Row:
    said = line(one)
    return Row(
        address=address(one), number=one.number, day=one.day, whose=one.account.name,
        whose_address=reverse("account", args=[one.account_id]), about=one.invoice.number,
        about_address=reverse("invoice", args=[one.invoice_id]), tone=said["tone"], words=said["words"],
        total=one.total, currency=one.currency, is_over=one.state == State.WITHDRAWN,
    )  # fmt: skip


@of_money
@require_GET
def show(request: StaffRequest, act_id: UUID) -> HttpResponse:
    return page_of(request, act_of(request, act_id))


def page_of(request: StaffRequest, found: Act) -> HttpResponse:
    context = {
        **line(found),
        "title": paper.title(found),
        "lines": found.lines.select_related("line"),
        "marks": found.marks.select_related("by"),
    }
    return render(request, f"web/acts/show.html{'#page' if act.is_fragment(request) else ''}", context)


@of_money
@require_GET
def paper_copy(request: StaffRequest, act_id: UUID) -> HttpResponse:
    """As it was made: nothing is printed anew."""
    found = act_of(request, act_id)
    return as_file(kept(found), name=name_of(paper.title(found)))


@of_money
@require_GET
def file(request: StaffRequest, mark_id: UUID) -> HttpResponse:
    """What was signed, as it was given to us."""
    known = get_object_or_404(request.desk.act_marks(), pk=mark_id)
    if not known.digest:
        raise Http404
    return download(known.digest, agency_id=known.agency_id, name=known.file_name, kind=known.kind)


def kept(found: Act) -> bytes:
    """Its paper, as it was made. Raises Http404 where the file is not."""
    try:
        return store.read(found.digest, agency_id=found.agency_id)
    except store.NotKept as why:
        raise Http404 from why


def act_of(request: StaffRequest, act_id: UUID) -> Act:
    return get_object_or_404(request.desk.acts().with_state().select_related(*NAMES), pk=act_id)


def address(found: Act) -> str:
    return reverse("act", args=[found.pk])


def done(request: StaffRequest, found: Act, said: act.Words, *, undo: str = "") -> HttpResponse:
    return act.done(request, said, back=address(found), show=lambda: _again(request, found), undo=undo)


def refused(request: StaffRequest, found: Act, why: Exception) -> HttpResponse:
    return act.refused(request, why, back=address(found), show=lambda: _again(request, found))


def _again(request: StaffRequest, found: Act) -> HttpResponse:
    return page_of(request, act_of(request, found.pk))
