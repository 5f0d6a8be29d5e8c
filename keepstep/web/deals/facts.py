"""What is known of a deal: entered by hand or taken over from a lead, corrected, noted."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import deal_record, deal_task, wish
from keepstep.domain.sales.deal import FACTS, Deal
from keepstep.domain.sales.sorting import SortedAlready
from keepstep.round import run
from keepstep.web import act
from keepstep.web.deals.forms import DealForm, NewDealForm, NoteForm
from keepstep.web.deals.views import address, deal_of, done
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    at = timezone.now()
    form = NewDealForm(request.POST or None, desk=request.desk, initial=_usual(request, at))
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("New deal"), submit=_("Begin"), back=reverse("deals"))
    said = form.cleaned_data
    with transaction.atomic():
        made = deals.begin(
            said["pipeline"], **form.facts, own=form.own, person=said["person"], by=request.person, at=at
        )
        _plan(made, form, request, at)
    run.look_again_at_deal(made, at=at)
    return act.gone_to(request, address(made))


@seated
@require_http_methods(["GET", "POST"])
def of_lead(request: StaffRequest, lead_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.leads().select_related("source", "account"), pk=lead_id)
    at, back = timezone.now(), reverse("lead", args=[lead_id])
    known = {**_usual(request, at), **deals.known_of(found), "title": wish.of(found.message)}
    form = NewDealForm(request.POST or None, desk=request.desk, initial=known)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Make a deal"), submit=_("Begin"), back=back, note=found.message[:300]
        )  # fmt: skip
    said = form.cleaned_data
    try:
        with transaction.atomic():
            made = deals.make_of(
                found, along=said["pipeline"], **form.facts, own=form.own, person=said["person"], by=request.person,
                at=at,
            )  # fmt: skip
            _plan(made, form, request, at)
    except SortedAlready as why:
        return act.refused(request, why, back=back)
    run.look_again_at(found, at=at)
    return act.gone_to(request, address(made))


def _usual(request: StaffRequest, at: datetime) -> dict[str, Any]:
    return {
        "currency": request.desk.agency.currency,
        "person": request.person.pk,
        "task": _("Call and ask what they need"),
        "due": _tomorrow(request, at),
    }


def _tomorrow(request: StaffRequest, at: datetime) -> date:
    """The next working day."""
    time = request.desk.working_time
    return time.add_days(time.local_day(at), 1)


def _plan(made: Deal, form: NewDealForm, request: StaffRequest, at: datetime) -> None:
    said = form.cleaned_data
    deal_task.plan(made, title=said["task"], due=said["due"], by=request.person, at=at)


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    found = deal_of(request, deal_id)
    known = {name: getattr(found, name) for name in (*FACTS, "own")}
    form = DealForm(request.POST or None, desk=request.desk, known=found, initial=known)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("Facts about the deal"), submit=_("Save"), back=address(found))
    deals.amend(found, **form.facts, own=form.own, by=request.person, at=timezone.now())
    return done(request, found, _("Saved."))


@seated
@require_http_methods(["GET", "POST"])
def note(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    found = deal_of(request, deal_id)
    form = NoteForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("Note"), submit=_("Log"), back=address(found), about=found.title)
    deal_record.note(found, **form.cleaned_data, by=request.person, at=timezone.now())
    return done(request, found, _("Logged."))
