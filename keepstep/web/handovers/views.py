"""The list of handovers and a handover's page; what is written of it is edited there."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.sales import handover as handovers
from keepstep.domain.sales import handover_clock
from keepstep.domain.sales.deal import DealClosed
from keepstep.domain.sales.handover import AlreadyAccepted, Handover
from keepstep.round import run
from keepstep.web import act
from keepstep.web.deals.views import deal_of
from keepstep.web.deals.views import refused as refused_deal
from keepstep.web.handovers import listing, page
from keepstep.web.handovers.forms import BriefForm, ProjectForm
from keepstep.web.seat import StaffRequest, seated


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    at, after = timezone.now(), request.GET.get("after", "")[:100].replace("\0", "")
    state = listing.DONE if request.GET.get("state") == listing.DONE else listing.OPEN
    rows, cursor = listing.page(request.desk, state=state, after=after, at=at)
    here = reverse("handovers")
    context = {
        "rows": rows,
        "state": state,
        "tabs": [(name, said, f"{here}?{listing.query(name)}") for name, said in listing.TABS],
        "usual": listing.usual(request.desk, at=at),
        "next": f"{here}?{listing.query(state, after=cursor)}" if cursor else "",
        "first": f"{here}?{listing.query(state)}" if after else "",
    }
    return render(request, f"web/handovers/index.html{'#page' if act.is_fragment(request) else ''}", context)


@seated
@require_POST
def begin(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    found, at = deal_of(request, deal_id), timezone.now()
    try:
        made = handovers.begin(found, by=request.person, at=at)
    except DealClosed as why:
        return refused_deal(request, found, why)
    run.look_again_at_deal(found, at=at)
    return act.gone_to(request, address(made))


@seated
@require_GET
def show(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    return page_of(request, handover_of(request, handover_id))


@seated
@require_http_methods(["GET", "POST"])
def brief(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    found = handover_of(request, handover_id)
    form = BriefForm(request.POST or None, initial={"brief": found.brief})
    return _amended(request, found, form, title=_("What they want"))


@seated
@require_http_methods(["GET", "POST"])
def project(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    found = handover_of(request, handover_id)
    known: dict[str, Any] = {name: getattr(found, name) for name in handovers.FACTS}
    form = ProjectForm(
        request.POST or None, desk=request.desk, has_client=found.deal.account_id is not None, initial=known
    )
    return _amended(request, found, form, title=_("First project"))


def _amended(request: StaffRequest, found: Handover, form: Any, *, title: act.Words) -> HttpResponse:
    if request.method == "GET" or not form.is_valid():
        return sheet(request, found, form, title=title, submit=_("Save"))
    try:
        handovers.amend(found, **form.cleaned_data)
    except AlreadyAccepted as why:
        return refused(request, found, why)
    return done(request, found, _("Saved."))


def handover_of(request: StaffRequest, handover_id: UUID) -> Handover:
    """The handover, if it is in this person's sight; else 404."""
    known = handover_clock.with_moments(request.desk.handovers()).select_related(
        "deal__person", "deal__stage", "deal__account", "deal__lead", "manager", "producer", "account", "opened"
    )
    return get_object_or_404(known, pk=handover_id)


def page_of(request: StaffRequest, found: Handover) -> HttpResponse:
    template = f"web/handovers/show.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, page.of(found, desk=request.desk, at=timezone.now()))


def sheet(request: StaffRequest, found: Handover, form: Any, **words: Any) -> HttpResponse:
    return act.sheet(request, form, back=address(found), about=str(found), **words)


def done(request: StaffRequest, found: Handover, said: act.Words, *, undo: str = "") -> HttpResponse:
    """An act on the handover is done: whoever is to act next has it in their list."""
    at = timezone.now()
    run.look_again_at_deal(found.deal, at=at)
    return act.done(request, said, back=address(found), show=lambda: _again(request, found), undo=undo)


def refused(request: StaffRequest, found: Handover, why: Exception) -> HttpResponse:
    return act.refused(request, why, back=address(found), show=lambda: _again(request, found))


def _again(request: StaffRequest, found: Handover) -> HttpResponse:
    return page_of(request, handover_of(request, found.pk))


def address(found: Handover) -> str:
    return reverse("handover", args=[found.pk])
