"""Ask for a ball again: the person, the drafted words and the way; what was asked is kept as a notice (§5.3)."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.agency import ladder
from keepstep.domain.agency.audience import Audience
from keepstep.domain.agency.ladder import Rung
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import AlreadyPassed, Ball, Side
from keepstep.domain.delivery.project import Project
from keepstep.round import case, push
from keepstep.round.case import Case
from keepstep.web import act
from keepstep.web.days import day_count, key_of
from keepstep.web.projects.ask_form import AskForm
from keepstep.web.projects.views import address, done, project_of, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    balls = request.desk.balls().select_related("person", "contact", "project__account__calendar")
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
    first = {
        "contact": whom,
        "how": push.how(rung, whom),
        "subject": said.subject,
        "words": said.body,
    }
    form = AskForm(
        request.POST or None,
        initial=first,
        contacts=None if held.side == Side.THIRD else contacts,
        is_managements=rung.audience == Audience.MANAGEMENT,
    )
    if "contact" in form.fields:
        form.fields["contact"].widget.attrs |= {
            "hx-get": f"{request.path}?rung={n or ''}", "hx-target": "#sheet", "hx-swap": "outerHTML",
        }  # fmt: skip
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Ask again"), submit=_("I have asked"), back=address(found), about=found.name,
            note=_("Waiting for %(holder)s: %(awaited)s") % {"holder": held.holder, "awaited": held.awaited},
            tools="web/projects/ask_tools.html", mailto=mailto(whom, said), contact=whom,
        )  # fmt: skip
    if held.passed_at:
        return refused(request, found, AlreadyPassed(held))
    facts = form.cleaned_data
    push.give(
        held, way=facts["how"], by=request.person, at=at, rung=n, contact=facts.get("contact"),
        said=Wording(facts["subject"], facts["words"]), outcome=facts["outcome"],
    )  # fmt: skip
    return done(request, found, _("Noted: the days that follow are covered."))


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
