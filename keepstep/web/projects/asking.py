"""Ask for a ball again: by a letter from here, which may be taken back for ten seconds, or noted once done (§5.3)."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from uuid_utils.compat import uuid7

from keepstep.domain.agency import ladder
from keepstep.domain.agency.audience import Audience
from keepstep.domain.agency.ladder import Rung
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.notice import How
from keepstep.domain.delivery.passing import AlreadyPassed
from keepstep.domain.delivery.project import Project
from keepstep.domain.talk import message
from keepstep.domain.talk.message import AlreadySent, Kind, Message, Unreachable
from keepstep.domain.talk.sending import UNDO_LIFE, TooLate
from keepstep.outlet import jobs
from keepstep.outlet.letter import Letter, letter, signature
from keepstep.round import case, push
from keepstep.round.case import Case
from keepstep.web import act
from keepstep.web.days import day_count, key_of
from keepstep.web.projects.ask_form import SEND, AskForm
from keepstep.web.projects.views import address, done, project_of, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    balls = request.desk.balls().select_related("project__account__calendar").with_hands()
    held = get_object_or_404(balls, pk=ball_id)
    found = project_of(request, held.project_id)
    at, n = timezone.now(), _rung(request)
    stall = case.of_project(request.desk, found.pk, account=found.account_id, at=at)
    rung = rung_for(stall, n) if n else Rung(audience=Audience.HOLDER)
    contacts = request.desk.contacts().present().filter(account=found.account_id)
    people = list(contacts)
    chosen = key_of(request.GET.get("contact", ""))
    whom = next((one for one in people if one.pk == chosen), None) or push.whom(held, people, audience=rung.audience)
    said = push.words(facts_of(request, found, held, stall), rung=rung, contact=whom)
    form = AskForm(
        request.POST or None,
        initial={
            "draft": uuid7(),
            "contact": whom,
            "how": request.GET.get("how") or way_of(rung, whom),
            "subject": said.subject,
            "words": said.body,
        },
        contacts=None if held.side == Side.THIRD else contacts,
        is_managements=rung.audience == Audience.MANAGEMENT,
        account=found.account,
        now=at,
    )
    if request.method == "GET" or not form.is_valid():
        return _desk(request, form, held, found, whom=whom, said=said)
    if held.passed_at:
        return refused(request, found, AlreadyPassed(held))
    if form.is_sent_from_here:
        return _send(request, form, held, found, rung=n)
    facts = form.cleaned_data
    push.give(
        held, way=facts["how"], by=request.person, at=facts["at"], said_at=facts["said_at"], rung=n,
        contact=facts.get("contact"), said=Wording(facts["subject"], facts["words"]), outcome=facts["outcome"],
    )  # fmt: skip
    return done(request, found, _("Noted: the days that follow are covered."))


@seated
@require_POST
def preview(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    get_object_or_404(request.desk.balls(), pk=ball_id)
    words = paper(request, request.POST.get("subject", ""), request.POST.get("words", "")[:20_000])
    return render(request, "web/updates/new.html#preview", {"letter": words})


@seated
@require_POST
def withdraw(request: StaffRequest, message_id: UUID) -> HttpResponse:
    sent = get_object_or_404(request.desk.messages().select_related("account"), pk=message_id)
    back = reverse("project", args=[sent.project_id]) if sent.project_id else reverse("account", args=[sent.account_id])
    try:
        message.withdraw(sent, at=timezone.now())
    except TooLate as why:
        return act.refused(request, why, back=back)
    return act.done(request, _("Taken back: nothing was sent."), back=back)


def _send(request: StaffRequest, form: AskForm, held: Ball, found: Project, *, rung: int | None) -> HttpResponse:
    facts = form.cleaned_data
    try:
        sent = message.send(
            facts["contact"], kind=Kind.PUSH, subject=facts["subject"], body=facts["words"], by=request.person,
            at=timezone.now(), draft=facts["draft"], project=found, ball=held, rung=rung,
        )  # fmt: skip
    except (AlreadySent, Unreachable) as why:
        return refused(request, found, why)
    leave(request, [sent])
    said = _("On its way to %(name)s.") % {"name": facts["contact"]}
    return done(request, found, said, undo=reverse("message_withdraw", args=[sent.pk]))


def leave(request: StaffRequest, sent: list[Message]) -> None:
    """The letters go out as soon as they can no longer be taken back."""
    waiting = request.desk.sendings().filter(letter__in=sent).values_list("pk", flat=True)
    jobs.send_soon(request.agency.pk, waiting, after=timezone.now() + UNDO_LIFE)


def _desk(
    request: StaffRequest, form: AskForm, held: Ball, found: Project, *, whom: Contact | None, said: Wording
) -> HttpResponse:
    words = paper(request, form["subject"].value() or "", form["words"].value() or "")
    context = {
        "form": form, "held": held, "project": found, "contact": whom, "back": address(found),
        "action": request.get_full_path(), "again": f"{request.path}?rung={_rung(request) or ''}",
        "letter": words, "mailto": mailto(whom, said),
    }  # fmt: skip
    template = f"web/projects/ask.html{'#desk' if act.is_fragment(request) else ''}"
    return render(request, template, context, status=422 if form.is_bound else 200)


def paper(request: StaffRequest, subject: str, body: str) -> Letter:
    """The letter as its reader gets it."""
    return letter(subject=subject, body=body, signed=signature(request.person, request.agency.name))


def way_of(rung: Rung, contact: Contact | None) -> str:
    """By which way one would ask on this rung: a letter goes from here."""
    way = push.how(rung, contact)
    return SEND if way == How.EMAIL and contact and contact.is_reachable else way


def rung_for(stall: Case | None, n: int) -> Rung:
    """The rung that fires as the n-th on the ladder of this case; without one on the newest ladder."""
    ladders = ladder.with_rungs()
    return ladder.rung_of(ladder.in_force(stall.since, known=ladders) if stall else ladders[0], n)


def facts_of(request: StaffRequest, found: Project, held: Ball | None, stall: Case | None) -> push.Facts:
    time = request.desk.time_of(found.account)
    today = time.local_day(timezone.now())
    ahead = request.desk.milestones().ahead().filter(project=found, due__gte=today)
    waited = day_count(time, today).since(time.local_day(held.since)) if held else 0
    return push.Facts(
        project=found,
        ball=held,
        days=stall.days if stall else waited,
        sender=request.person,
        milestone=ahead.order_by("due", "id").first(),
        time=time,
    )


def mailto(contact: Contact | None, said: Wording) -> str:
    """A link that opens one's own letter-writer with everything filled in; nothing without an address."""
    if contact is None or not contact.email:
        return ""
    return f"mailto:{quote(contact.email, safe='@')}?subject={quote(said.subject)}&body={quote(said.body)}"


def _rung(request: StaffRequest) -> int | None:
    """The rung of the ladder this is an act on, when Today asked for it."""
    text = request.GET.get("rung", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:4]) < 1000 else None
