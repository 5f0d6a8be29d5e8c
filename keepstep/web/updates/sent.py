"""An update that was sent, and a letter: read again, and the update taken back while it waits."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from keepstep.domain.talk import update
from keepstep.domain.talk.sending import UNDO_LIFE, TooLate
from keepstep.domain.talk.update import Update
from keepstep.outlet.letter import letter, signature
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.updates.enclosing import address


@seated
@require_GET
def show(request: StaffRequest, update_id: UUID) -> HttpResponse:
    found = _update(request, update_id)
    signed = signature(found.by, found.agency.name)
    sendings = list(request.desk.sendings().filter(update=found).select_related("contact"))
    enclosed = list(request.desk.enclosures().filter(update=found))
    context = {
        "update": found,
        "papers": [
            letter(
                subject=text.subject,
                body=text.body,
                signed=signed,
                language=text.language,
                enclosed=enclosed,
                address=address,
            )
            for text in found.texts
        ],
        "sendings": sendings,
        "waits": all(one.taken_at is None for one in sendings),
        "later": timezone.now() + UNDO_LIFE,
    }
    return render(request, f"web/updates/show.html{'#letter' if act.is_fragment(request) else ''}", context)


@seated
@require_POST
def withdraw(request: StaffRequest, update_id: UUID) -> HttpResponse:
    found, back = _update(request, update_id), reverse("today")
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
        request.desk.updates().select_related("account__calendar", "by", "agency"), pk=update_id
    )
    return found
