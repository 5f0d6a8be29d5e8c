"""A message of the client that needs no answer: a goodbye, a thank you (§5.3)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from keepstep.domain.agency.undo import TooLate
from keepstep.domain.talk import touchpoint
from keepstep.round import run
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated


@seated
@require_POST
def settle(request: StaffRequest, touchpoint_id: UUID) -> HttpResponse:
    asked = get_object_or_404(request.desk.touchpoints().select_related("account"), pk=touchpoint_id)
    at = timezone.now()
    is_first = touchpoint.settle(asked, by=request.person, at=at, needs_no_answer=True)
    said = _("Noted: no answer needed.") if is_first else _("Settled before.")
    run.look_again(asked.account_id, at=at)
    undo = reverse("touchpoint_wait_again", args=[asked.pk]) if is_first else ""
    return act.done(request, said, back=reverse("today"), undo=undo)


@seated
@require_POST
def wait_again(request: StaffRequest, touchpoint_id: UUID) -> HttpResponse:
    asked = get_object_or_404(request.desk.touchpoints().select_related("account"), pk=touchpoint_id)
    at = timezone.now()
    try:
        touchpoint.wait_again(asked, at=at)
    except TooLate as why:
        return act.refused(request, why, back=reverse("today"))
    run.look_again(asked.account_id, at=at)
    return act.done(request, _("Taken back: an answer is awaited."), back=reverse("today"))
