"""One act on several leads: given, rejected; and back again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import assignment, sorting
from keepstep.domain.sales.assignment import NotTheirsAnyMore
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.sorting import SortedAlready
from keepstep.round import run
from keepstep.web import several as of_several
from keepstep.web.leads.forms import GiveForm, RejectForm
from keepstep.web.leads.views import address
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.several import Place, Ticked

GIVE, REJECT = "give", "reject"
TITLES = {GIVE: _("Give these leads"), REJECT: _("Reject these leads")}
REFUSALS = (NotTheirsAnyMore, SortedAlready)


@seated
@require_http_methods(["GET", "POST"])
def several(request: StaffRequest) -> HttpResponse:
    said = request.POST if request.method == "POST" else request.GET
    what = said.get("act", "")
    found = _chosen(request, of_several.keys(said.getlist("lead")))
    if what not in TITLES or not found:
        return redirect("leads")
    title = TITLES[what]
    form = _form(request, what)
    if request.method == "GET" or not form.is_valid():
        return of_several.ask(request, _place(), form, act=what, title=title, found=list(map(_ticked, found)))
    outcome = _each(found, _verb(request, what, form.cleaned_data))
    return of_several.review(request, _place(), act=what, title=title, outcome=outcome)


@seated
@require_POST
def take_back(request: StaffRequest) -> HttpResponse:
    """What was done to these is undone, of each that has not gone on since."""
    what = request.POST.get("act", "")
    found = _chosen(request, of_several.keys(one.partition(":")[0] for one in request.POST.getlist("lead")))
    if what not in TITLES or not found:
        return redirect("leads")
    verb = assignment.take_back if what == GIVE else sorting.restore
    outcome = _each(found, lambda one: _acted(one, verb, by=request.person))
    return of_several.review(request, _place(), act="", title=_("Taken back"), outcome=outcome)


def _place() -> Place:
    return Place(reverse("leads_several"), reverse("leads_several_back"), reverse("leads"), "lead")


def _chosen(request: StaffRequest, keys: list[UUID]) -> list[Lead]:
    """Always in one order, so that two who sort the same ones do not wait for each other."""
    return list(request.desk.leads().filter(pk__in=keys).select_related("source", "person").order_by("pk"))


def _ticked(one: Lead) -> Ticked:
    about = (one.message[:80], one.source.name, one.person.name if one.person else "")
    return Ticked(one.pk, address(one), one.title, " · ".join(filter(None, about)))


def _form(request: StaffRequest, what: str) -> Any:
    data = request.POST if request.method == "POST" else None
    if what == REJECT:
        return RejectForm(data, desk=request.desk)
    return GiveForm(data, desk=request.desk, day=request.desk.working_time.local_day(timezone.now()))


def _each(found: list[Lead], verb: Callable[[Lead], object]) -> Any:
    return of_several.do(found, verb, told=_ticked, refusals=REFUSALS)


def _verb(request: StaffRequest, what: str, facts: dict[str, Any]) -> Callable[[Lead], object]:
    verb = assignment.give if what == GIVE else sorting.reject
    return lambda one: _acted(one, verb, **facts, by=request.person)


def _acted(one: Lead, verb: Callable[..., None], **facts: Any) -> None:
    at = timezone.now()
    verb(one, **facts, at=at)
    run.look_again_at(one, at=at)
