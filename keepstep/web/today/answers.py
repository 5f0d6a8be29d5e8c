"""A message of the client that needs no answer: a goodbye, a thank you (§5.3)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

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
    return act.done(request, said, back=reverse("today"))
