"""Calibration: whether health foretells who leaves — how many lost clients were green sixty days before (§5.5)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.formulas.health import Band
from keepstep.outlet.percent import percent
from keepstep.round import health_calibration
from keepstep.round.health_calibration import BEFORE, LEAST
from keepstep.web.client_health.parts import BANDS
from keepstep.web.seat import StaffRequest, seated

MOST = 80


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    lost = health_calibration.lost(request.desk.accounts(), at=timezone.now())
    known = [one for one in lost if one.score is not None]
    green = sum(one.band == Band.GREEN for one in known)
    context = {
        "days": BEFORE.days,
        "least": LEAST,
        "known": len(known),
        "green": green,
        "share": percent(green, len(known)) if len(known) >= LEAST else "",
        "rows": [(one, BANDS[one.band], one.band.value) if one.band else (one, "", "") for one in lost[:MOST]],
    }
    return render(request, "web/client_health/calibration.html", context)
