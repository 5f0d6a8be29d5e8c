"""Updates as the client reads them, with what was answered and how they were marked."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from keepstep.domain.talk import answer as answers
from keepstep.domain.talk import engagement
from keepstep.domain.talk import mark as marks
from keepstep.domain.talk.answer import Answer
from keepstep.domain.talk.document import Refused
from keepstep.domain.talk.message import Message
from keepstep.domain.talk.update import Update
from keepstep.outlet.letter import Letter, letter, signature
from keepstep.portal.page import page
from keepstep.portal.seat import ClientRequest, seated
from keepstep.portal.updates.enclosures import address
from keepstep.portal.updates.forms import AnswerForm, MarkForm, facts_of
from keepstep.round import run, telling

PAGE = 20


@seated
@require_GET
def index(request: ClientRequest) -> HttpResponse:
    """By days, the newest first; an update a day makes its day the key of the page.

    New are those younger than the last one that was opened here: the rest has come by mail.
    """
    found = request.desk.updates().of_the_day().order_by("-day", "-pk")
    before = _day(request.GET.get("before", ""))
    if before:
        found = found.filter(day__lt=before)
    shown = list(found[: PAGE + 1])
    older = f"{reverse('portal_updates')}?before={shown[PAGE - 1].day}" if len(shown) > PAGE else ""
    rows = shown[:PAGE]
    last_read = request.desk.reads().filter(update__isnull=False).aggregate(day=Max("update__day"))["day"]
    corrected = set(request.desk.updates().filter(corrects__in=rows).values_list("corrects", flat=True))
    marked = {one.update_id: one for one in request.desk.marks().filter(update__in=rows)}
    language = request.contact.language
    lines = [
        {
            "update": one,
            "subject": one.in_language(language).subject,
            "is_new": one.day > last_read if last_read else one == rows[0] and not before,
            "is_corrected": one.pk in corrected,
            "mark": marked.get(one.pk),
        }
        for one in rows
    ]
    return page(request, "portal/updates/index.html", {"lines": lines, "older": older})


@seated
@require_GET
def show(request: ClientRequest, update_id: UUID) -> HttpResponse:
    """An update stands with what corrected it, whichever of them was asked for."""
    found = _update(request, update_id)
    engagement.read(found, contact=request.contact, at=timezone.now())
    if found.corrects_id and request.desk.updates().filter(pk=found.corrects_id).exists():
        return redirect(f"{reverse('portal_update', args=[found.corrects_id])}#update-{found.pk}")
    return _show(request, found)


@seated
@require_POST
def answer(request: ClientRequest, update_id: UUID) -> HttpResponse:
    found = _update(request, update_id)
    form, at = AnswerForm(request.POST, request.FILES), timezone.now()
    if not form.is_valid():
        return _show(request, found, answer_form=form)
    try:
        files = form.cleaned_data.pop("attached")
        answers.give(request.contact, **form.cleaned_data, files=files, update=found, at=at)
    except Refused as why:
        form.add_error("attached", str(why))
        return _show(request, found, answer_form=form)
    run.look_again(request.desk.account.pk, at=at)
    messages.success(request, _("Thank you, your answer has arrived."))
    return redirect("portal_update", found.pk)


@seated
@require_POST
def mark(request: ClientRequest, update_id: UUID) -> HttpResponse:
    found = _update(request, update_id)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _show(request, found, mark_form=form)
    at = timezone.now()
    telling.tell_of(marks.give(found, contact=request.contact, at=at, **form.cleaned_data), at=at)
    run.look_again(request.desk.account.pk, at=at)
    messages.success(request, _("Thank you for saying so."))
    return redirect("portal_update", found.pk)


def _update(request: ClientRequest, update_id: UUID) -> Update:
    return get_object_or_404(request.desk.updates().select_related("account", "by", "agency"), pk=update_id)


def _show(
    request: ClientRequest, found: Update, *, answer_form: AnswerForm | None = None, mark_form: MarkForm | None = None
) -> HttpResponse:
    former = request.desk.marks().filter(update=found).first()
    corrections = list(
        request.desk.updates().filter(corrects=found).select_related("by", "agency").order_by("written_at")
    )
    context = {
        "update": found,
        "letter": _letter(request, found),
        "corrections": [(one, _letter(request, one)) for one in corrections],
        "said": _said(request, found),
        "mark": former,
        "mark_form": mark_form or MarkForm(initial=facts_of(former), auto_id="mark-%s"),
        "answer_form": answer_form or AnswerForm(auto_id="answer-%s"),
    }
    return page(request, "portal/updates/show.html", context, status=422 if answer_form or mark_form else 200)


def _letter(request: ClientRequest, found: Update) -> Letter:
    text = found.in_language(request.contact.language)
    return letter(
        subject=text.subject, body=text.body, signed=signature(found.by, request.desk.agency.name),
        language=text.language, enclosed=list(request.desk.enclosures().filter(update=found)), address=address,
    )  # fmt: skip


def _said(request: ClientRequest, found: Update) -> list[tuple[Answer, list[Message]]]:
    """What the contact answered to it, each with what we replied."""
    given = list(request.desk.answers().filter(update=found).select_related("touchpoint__contact").order_by("pk"))
    replies = list(
        request.desk.replies()
        .filter(answers__in=[one.touchpoint_id for one in given])
        .select_related("by")
        .prefetch_related("enclosures")
        .order_by("written_at", "pk")
    )
    return [(one, [reply for reply in replies if reply.answers_id == one.touchpoint_id]) for one in given]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
