"""What the agency has settled about its clients: what it wants to know of them, and why they leave."""

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
    request.desk.churn_reasons()  # an agency that has none yet gets the usual ones
    request.desk.dossier_fields()
    context = {
        "reasons": request.desk.churn_reasons_ever().order_by("closed_at", "pk")[:MOST],
        "fields": request.desk.dossier_fields_ever().order_by("closed_at", "pk")[:MOST],
    }
    return render(request, f"web/client_settings/index.html{'#page' if act.is_fragment(request) else ''}", context)
