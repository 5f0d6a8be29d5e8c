"""What the agency has settled about its leads: where they come from, how soon and by whom they are answered, when
they are qualified, why they are rejected."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.sales import lead_door
from keepstep.web import act
from keepstep.web.lead_settings.forms import DoorForm
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

MOST = 200


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    return page(request)


@managed
@require_http_methods(["GET", "POST"])
def doors(request: StaffRequest) -> HttpResponse:
    form = DoorForm(request.POST or None, desk=request.desk)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("People we do not know"), submit=_("Save"), back=reverse("lead_settings")
        )
    with transaction.atomic():
        for channel in lead_door.DOORS:
            lead_door.open_to(channel, form.cleaned_data[channel], by=request.person, at=timezone.now())
    return act.done(request, _("Saved."), back=reverse("lead_settings"))


def page(request: StaffRequest) -> HttpResponse:
    request.desk.sources()  # an agency that has none yet gets the usual ones
    request.desk.reject_reasons()
    request.desk.criteria()
    context = {
        "sources": request.desk.sources_ever().order_by("closed_at", "name")[:MOST],
        "criteria": request.desk.criteria_ever().order_by("closed_at", "id")[:MOST],
        "doors": [(channel.label, lead_door.leads_to(channel)) for channel in lead_door.DOORS],
        "own_about": _("Asked of every lead beside the usual facts. A deal takes over what it asks by the same name."),
        "own_fields": request.desk.lead_fields_ever().order_by("closed_at", "place", "pk")[:MOST],
        "reasons": request.desk.reject_reasons_ever().order_by("closed_at", "id")[:MOST],
    }
    return render(request, f"web/lead_settings/index.html{'#page' if act.is_fragment(request) else ''}", context)
