"""What the agency has settled about its leads: where they come from, how soon and by whom they are answered, when
they are qualified, why they are rejected."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from keepstep.web import act
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

MOST = 200


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    return page(request)


def page(request: StaffRequest) -> HttpResponse:
    request.desk.sources()  # an agency that has none yet gets the usual ones
    request.desk.reject_reasons()
    request.desk.criteria()
    context = {
        "sources": request.desk.sources_ever().order_by("closed_at", "name")[:MOST],
        "criteria": request.desk.criteria_ever().order_by("closed_at", "id")[:MOST],
        "reasons": request.desk.reject_reasons_ever().order_by("closed_at", "id")[:MOST],
    }
    return render(request, f"web/lead_settings/index.html{'#page' if act.is_fragment(request) else ''}", context)
