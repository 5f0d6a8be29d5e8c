"""What the agency has settled about its deals: pipelines, their stages with norms, why deals are lost."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
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
    request.desk.pipelines()  # an agency that has none yet gets the usual ones
    request.desk.loss_reasons()
    context = {
        "pipelines": request.desk.pipelines_ever().prefetch_related("stages").order_by("closed_at", "pk")[:MOST],
        "own_about": _("Asked of every deal beside the usual facts. What a lead says by the same name comes along."),
        "own_fields": request.desk.deal_fields_ever().order_by("closed_at", "place", "pk")[:MOST],
        "reasons": request.desk.loss_reasons_ever().order_by("closed_at", "pk")[:MOST],
    }
    return render(request, f"web/deal_settings/index.html{'#page' if act.is_fragment(request) else ''}", context)


def done(request: StaffRequest, said: act.Words, *, undo: str = "") -> HttpResponse:
    return act.done(request, said, back=reverse("deal_settings"), show=lambda: page(request), undo=undo)


def refused(request: StaffRequest, why: Exception) -> HttpResponse:
    return act.refused(request, why, back=reverse("deal_settings"), show=lambda: page(request))
