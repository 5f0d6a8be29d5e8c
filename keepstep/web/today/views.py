"""Today: the list a person can finish."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.today import board
from keepstep.web.today.lines import cards


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    template = f"web/today/index.html{'#page' if act.is_fragment(request) else ''}"
    shown = board.of(request.desk, at=timezone.now())
    token = get_token(request)
    return render(request, template, {**shown, "cards": cards(shown["groups"], token=token), "csrf_token": token})
