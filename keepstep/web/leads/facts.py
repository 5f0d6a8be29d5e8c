"""Who a lead is: entered by hand, with a warning where somebody like it is known, and corrected."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.sales import lead as leads
from keepstep.domain.sales.lead import FACTS, Channel
from keepstep.round import run
from keepstep.web import act
from keepstep.web.leads.forms import LeadForm, NewLeadForm
from keepstep.web.leads.page import named
from keepstep.web.leads.views import address, done, lead_of
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = NewLeadForm(request.POST or None, desk=request.desk)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("New lead"), submit=_("Enter"), back=reverse("leads"),
            tools="web/leads/alike.html", alike=named(form.alike),
        )  # fmt: skip
    at = timezone.now()
    made = leads.arrive(
        **form.facts, own=form.own, source=form.cleaned_data["source"], channel=Channel.HAND, by=request.person, at=at
    )
    run.look_again_at(made, at=at)
    return act.gone_to(request, address(made))


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, lead_id: UUID) -> HttpResponse:
    found = lead_of(request, lead_id)
    known = {name: getattr(found, name) for name in (*FACTS, "own")}
    form = LeadForm(request.POST or None, desk=request.desk, initial=known)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("Facts about the lead"), submit=_("Save"), back=address(found))
    leads.amend(found, **form.facts, own=form.own, by=request.person, at=timezone.now())
    return done(request, found, _("Saved."))
