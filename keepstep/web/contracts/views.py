"""Contracts: a list, and each with its paper, its addenda and what became of it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from keepstep.domain.agency import store
from keepstep.domain.sales.contract import Contract, State
from keepstep.outlet.agreement import contract as paper
from keepstep.outlet.download import download
from keepstep.outlet.pdf.agreement import as_file, name_of
from keepstep.web import act
from keepstep.web.contracts.line import line
from keepstep.web.seat import StaffRequest, seated

PAGE = 50
ALL = "all"
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
    asked = request.GET.get("state", "")
    state = asked if asked in {value for value, _said in TABS} else ALL
    found = request.desk.contracts()
    found = found.with_state() if state == ALL else found.in_state(state)
    page = Paginator(found.select_related("deal", "account", "to"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [line(one) for one in page],
        "state": state,
        "tabs": TABS,
        "query": f"state={state}&",
    }
    return render(request, f"web/contracts/index.html{'#page' if act.is_fragment(request) else ''}", context)


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
