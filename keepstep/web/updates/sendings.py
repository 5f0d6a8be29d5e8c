"""What a person decides about a letter that was refused, or of which nobody knows whether it arrived."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from keepstep.domain.talk import trouble
from keepstep.domain.talk.sending import Sending
from keepstep.outlet import jobs
from keepstep.round import run
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated


@seated
@require_POST
def arrived(request: StaffRequest, sending_id: UUID) -> HttpResponse:
    return _decide(
        request, sending_id, _("Good: it counts as delivered."),
        lambda letter: trouble.arrived(letter, by=request.person, at=timezone.now()),
    )  # fmt: skip


@seated
@require_POST
def again(request: StaffRequest, sending_id: UUID) -> HttpResponse:
    def send_again(letter: Sending) -> bool:
        if not trouble.again(letter, at=timezone.now()):
            return False
        jobs.send_soon(letter.agency_id, [letter.pk])
        return True

    return _decide(request, sending_id, _("On its way once more."), send_again)


@seated
@require_POST
def another_way(request: StaffRequest, sending_id: UUID) -> HttpResponse:
    def send_so(letter: Sending) -> bool:
        made = trouble.go_another_way(letter, by=request.person, at=timezone.now())
        jobs.send_soon(letter.agency_id, [made.pk] if made else [])
        return made is not None

    return _decide(request, sending_id, _("On its way by the other channel."), send_so)


@seated
@require_POST
def give_up(request: StaffRequest, sending_id: UUID) -> HttpResponse:
    return _decide(
        request, sending_id, _("Left at that."),
        lambda letter: trouble.give_up(letter, by=request.person, at=timezone.now()),
    )  # fmt: skip


def _decide(request: StaffRequest, sending_id: UUID, said: act.Words, verb: Callable[[Sending], bool]) -> HttpResponse:
    with_names = request.desk.sendings().select_related(
        "update__account__calendar", "update__by", "letter__account__calendar", "letter__by", "contact"
    )
    letter = get_object_or_404(with_names, pk=sending_id)
    back = reverse("today")
    if not verb(letter):
        why = _("Somebody has decided this before.")
        return act.refused(request, why, back=back)
    run.look_again(letter.said.account_id, at=timezone.now())
    return act.done(request, said, back=back)
