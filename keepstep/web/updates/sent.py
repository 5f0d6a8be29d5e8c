"""An update that was sent, and a letter: read again, and the update taken back while it waits."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from keepstep.domain.talk import update
from keepstep.domain.talk.sending import UNDO_LIFE, Sending, TooLate
from keepstep.domain.talk.update import Update
from keepstep.outlet.letter import Letter, letter, signature
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.updates import desk
from keepstep.web.updates.enclosing import address


class Told(NamedTuple):
    """An update or a correction as it was sent, and what became of it; while all of it `waits` it can be taken back."""

    update: Update
    papers: list[Letter]
    sendings: list[Sending]

    @property
    def waits(self) -> bool:
        return all(one.taken_at is None for one in self.sendings)


@seated
@require_GET
def show(request: StaffRequest, update_id: UUID) -> HttpResponse:
    """An update and what corrected it stand together, whichever of them was asked for."""
    asked = _update(request, update_id)
    first = asked.corrects_id or asked.pk
    both = request.desk.updates().filter(Q(pk=first) | Q(corrects=first)).order_by("written_at", "pk")
    found = list(both.select_related("account__calendar", "by", "agency").prefetch_related("enclosures"))
    sendings = list(request.desk.sendings().filter(update__in=found).select_related("contact"))
    told = [
        Told(
            one,
            desk.sent(one, enclosed=list(one.enclosures.all())),
            [its for its in sendings if its.update_id == one.pk],
        )
        for one in found
    ]
    context = {
        "update": found[0],
        "told": told,
        "has_reached": any(one.taken_at and not one.failed_at for one in told[0].sendings),
        "later": timezone.now() + UNDO_LIFE,
    }
    return render(request, f"web/updates/show.html{'#letter' if act.is_fragment(request) else ''}", context)


@seated
@require_POST
def withdraw(request: StaffRequest, update_id: UUID) -> HttpResponse:
    found = _update(request, update_id)
    back = reverse("update", args=[found.corrects_id]) if found.corrects_id else reverse("today")
    try:
        update.withdraw(found, by=request.person, at=timezone.now())
    except TooLate as why:
        return act.refused(request, why, back=back)
    return act.done(request, _("Taken back: nothing has left. Your text is kept."), back=back)


@seated
@require_GET
def letter_as_sent(request: StaffRequest, message_id: UUID) -> HttpResponse:
    found = get_object_or_404(
        request.desk.messages().select_related("account", "contact", "by", "agency"), pk=message_id
    )
    context = {
        "message": found,
        "letter": letter(
            subject=found.subject,
            body=found.body,
            signed=signature(found.by, found.agency.name),
            language=found.language,
            enclosed=list(request.desk.enclosures().filter(letter=found)),
            address=address,
        ),
        "sendings": request.desk.sendings().filter(letter=found).select_related("contact"),
    }
    return render(request, f"web/updates/message.html{'#letter' if act.is_fragment(request) else ''}", context)


def _update(request: StaffRequest, update_id: UUID) -> Update:
    found: Update = get_object_or_404(
        request.desk.updates().select_related("account__calendar", "by", "agency", "corrects"), pk=update_id
    )
    return found
