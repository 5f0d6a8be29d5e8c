"""Answer what a client wrote, in the same thread (§5.3: our answer closes what their word opened)."""

import re
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from uuid_utils.compat import uuid7

from keepstep.domain.clients.contact import Channel, Contact
from keepstep.domain.talk import incoming, message
from keepstep.domain.talk.enclosure import NotAtHand
from keepstep.domain.talk.message import AlreadySent, Kind, Unreachable
from keepstep.domain.talk.sending import UNDO_LIFE, TooLate
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from keepstep.outlet import jobs
from keepstep.outlet.letter import letter, signature
from keepstep.web import act
from keepstep.web.letters.forms import AnswerForm
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.updates.enclosing import Enclosing, address

RE = re.compile(r"^(?:(?:re|aw|ответ|отв)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
LONGEST_SUBJECT = 200


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, touchpoint_id: UUID) -> HttpResponse:
    words = request.desk.touchpoints().filter(direction=Direction.IN)
    words = words.select_related("account", "contact", "project", "ball__project")
    asked = get_object_or_404(words, pk=touchpoint_id)
    contacts = request.desk.contacts().present().filter(account=asked.account).exclude(email="")
    first = {"draft": uuid7(), "contact": asked.contact_id, "subject": subject_of(asked)}
    today = request.desk.time_of(asked.account).local_day(timezone.now())
    form = AnswerForm(
        request.POST or None, contacts=contacts, in_telegram=_there(request, asked), can_ask_back=can_ask_back(asked),
        today=today, initial=first,
    )  # fmt: skip
    chosen = Enclosing(request, asked.account)
    chosen.take()
    if request.method == "GET" or not form.is_valid() or chosen.faults:
        return _desk(request, form, asked, chosen)
    back = reverse("account", args=[asked.account_id])
    try:
        sent = message.send(
            **form.letter, kind=Kind.ANSWER, by=request.person, at=timezone.now(), project=asked.project,
            answers=asked, enclosed=chosen.files,
        )  # fmt: skip
    except (AlreadySent, Unreachable) as why:
        return act.refused(request, why, back=back)
    except NotAtHand as why:
        form.add_error(None, str(why))
        return _desk(request, form, asked, chosen)
    waiting = request.desk.sendings().filter(letter=sent).values_list("pk", flat=True)
    jobs.send_soon(request.agency.pk, waiting, after=timezone.now() + UNDO_LIFE)
    said = _("On its way to %(name)s.") % {"name": sent.contact}
    return act.done(request, said, back=back, undo=reverse("answer_withdraw", args=[sent.pk]))


@seated
@require_POST
def withdraw(request: StaffRequest, message_id: UUID) -> HttpResponse:
    sent = get_object_or_404(request.desk.messages().select_related("account__calendar"), pk=message_id)
    back = reverse("account", args=[sent.account_id])
    try:
        message.withdraw(sent, at=timezone.now())
    except TooLate as why:
        return act.refused(request, why, back=back)
    return act.done(request, _("Taken back: nothing was sent."), back=back)


def can_ask_back(asked: Touchpoint) -> bool:
    """Where what they wrote opened a ball at us, on a project that goes on."""
    return bool(asked.ball and not asked.ball.project.closed_at)


def subject_of(asked: Touchpoint) -> str:
    """Theirs with one "Re:" before it (RFC 5322 §3.6.5)."""
    theirs = incoming.answered_by(asked)
    bare = RE.sub("", theirs.subject if theirs else "").strip()
    return f"Re: {bare}"[:LONGEST_SUBJECT] if bare else ""


def _there(request: StaffRequest, asked: Touchpoint) -> Contact | None:
    """Who wrote in Telegram is answered there, while there is a way; or by mail, if one asks for that."""
    is_there = asked.form == Form.TELEGRAM and request.GET.get("by") != Channel.EMAIL
    who: Contact | None = asked.contact
    return who if is_there and who is not None and who.in_telegram and who.left_at is None else None


def _desk(request: StaffRequest, form: AnswerForm, asked: Touchpoint, chosen: Enclosing) -> HttpResponse:
    signed = signature(request.person, request.agency.name)
    subject = "" if form.in_telegram else form["subject"].value() or ""
    body = form["body"].value() or ""
    context = {
        "form": form,
        "asked": asked,
        "origin": incoming.answered_by(asked),
        "files": request.desk.attachments().filter(touchpoint=asked),
        "account": asked.account,
        "without_subject": form.in_telegram is not None,
        "action": request.get_full_path(),
        "by_mail": f"{request.path}?by={Channel.EMAIL.value}" if form.in_telegram and form.in_telegram.email else "",
        "chosen": chosen,
        "letter": letter(subject=subject, body=body, signed=signed, enclosed=chosen.files, address=address),
        "under_way": request.desk.messages().under_way().filter(answers=asked).exists(),
        "back": reverse("account", args=[asked.account_id]),
    }
    template = f"web/letters/answer.html{'#desk' if act.is_fragment(request) else ''}"
    return render(request, template, context, status=422 if form.is_bound else 200)
