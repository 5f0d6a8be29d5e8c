"""Today: the list a person can finish."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.today import board


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    template = f"web/today/index.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, board.of(request.desk, at=timezone.now()))
