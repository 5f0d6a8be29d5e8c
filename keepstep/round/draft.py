"""The draft of a client's daily update: done · next · waiting · result, from the facts since the last one (§5.2)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, Q
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Kind, Step
from keepstep.domain.delivery.task import Task
from keepstep.domain.talk.update import Update

MOST_STEPS, MOST_NEXT, MOST_WAITING = 12, 3, 6
FIRST_LOOK_BACK = timedelta(days=7)


@dataclass(frozen=True)
class Draft:
    """`body` is Markdown in the account's language; `facts` names what it speaks of, as Update.facts does."""

    subject: str
    body: str
    language: str
    is_quiet: bool
    facts: dict[str, Any] = field(default_factory=dict)


def compose(account: Account, *, day: date, at: datetime, zone: ZoneInfo | None = None) -> Draft:
    """What the client should hear on that day, from facts until `at`. Never empty. `zone` is the client's, if known."""
    projects = {project.pk: project for project in Project.objects.filter(account=account).order_by("sort_name", "id")}
    steps = list(
        Step.objects.filter(project__in=projects, at__lte=at, at__gt=_last_told(account, at)).order_by("at", "id")
    )
    balls = list(
        Ball.objects.in_the_air().filter(project__in=projects, since__lte=at).select_related("person", "contact")
    )
    zone = zone or account.working_time().zone
    plans = _plans([project for project in projects.values() if not project.closed_at], day)
    names = {key: project.name for key, project in projects.items()} if len(projects) > 1 else {}
    told = list(Contact.objects.told_daily().filter(account=account)[:2])
    with translation.override(account.language):
        paragraphs = [
            _greeting(told),
            *_moved(steps, names),
            *_next(plans, names, day),
            *_waiting(balls, names, day, zone),
        ]
        if not plans and not balls:
            paragraphs.append(_("Tomorrow we go on and will tell you what has moved."))
        subject = _subject(account, steps, day)
    return Draft(
        subject=subject,
        body="\n\n".join(paragraphs),
        language=account.language,
        is_quiet=not steps,
        facts={
            "steps": [str(step.pk) for step in steps],
            "balls": [str(ball.pk) for ball in balls],
            "quiet": not steps,
        },
    )


def _last_told(account: Account, at: datetime) -> datetime:
    """Steps after this moment are news: since the last update, at first those of the last days."""
    last: datetime | None = Update.objects.filter(account=account, written_at__lt=at).aggregate(at=Max("written_at"))[
        "at"
    ]
    return last or at - FIRST_LOOK_BACK


def _greeting(told: Sequence[Contact]) -> str:
    if len(told) == 1:
        return _("Hello, %(name)s!") % {"name": told[0].name.split()[0]}
    return _("Hello!")


def _subject(account: Account, steps: Sequence[Step], day: date) -> str:
    said = date_format(day, "j E")
    if len(steps) == 1:
        return f"{said}: {steps[0].title}"[:200]
    if steps:
        return ngettext("%(day)s: %(n)s step forward", "%(day)s: %(n)s steps forward", len(steps)) % {
            "day": said,
            "n": len(steps),
        }
    return _("%(day)s: how things stand") % {"day": said}


def _moved(steps: Sequence[Step], names: dict[Any, str]) -> Iterator[str]:
    results = [step for step in steps if step.kind == Kind.RESULT]
    done = [step for step in steps if step.kind != Kind.RESULT]
    if done:
        lines = [_line(step.title, names.get(step.project_id)) for step in done]
        yield _section(_("Done"), _shortened(lines, MOST_STEPS))
    elif not results:
        yield _("A quiet day: nothing new to show since our last message. Here is where things stand.")
    if results:
        yield _section(_("Result"), [_line(step.title, names.get(step.project_id)) for step in results])


def _plans(projects: Sequence[Project], day: date) -> list[Task | Milestone]:
    """The nearest tasks and promised dates, the soonest first."""
    tasks = Task.objects.open().filter(project__in=projects).filter(Q(due__gte=day) | Q(due=None))
    dates = Milestone.objects.ahead().filter(project__in=projects, due__gte=day)
    found: list[Task | Milestone] = [*tasks[:MOST_NEXT], *dates[:MOST_NEXT]]
    return sorted(found, key=lambda plan: plan.due or date.max)[:MOST_NEXT]


def _next(plans: Sequence[Task | Milestone], names: dict[Any, str], day: date) -> Iterator[str]:
    if plans:
        lines = [
            _line(plan.words if isinstance(plan, Task) else plan.title, names.get(plan.project_id), _by(plan.due, day))
            for plan in plans
        ]
        yield _section(_("Next"), lines)


def _waiting(balls: Sequence[Ball], names: dict[Any, str], day: date, zone: ZoneInfo) -> Iterator[str]:
    """§5.2: ours first, then theirs, then third parties'."""
    for side, title in (
        (Side.US, _("In our hands")),
        (Side.CLIENT, _("Waiting for you")),
        (Side.THIRD, _("Waiting for others")),
    ):
        held = [ball for ball in balls if ball.side == side]
        if held:
            yield _section(title, _shortened([_awaited(ball, names, day, zone) for ball in held], MOST_WAITING))


def _awaited(ball: Ball, names: dict[Any, str], day: date, zone: ZoneInfo) -> str:
    who = ball.third_party if ball.side == Side.THIRD else str(ball.contact or "")
    text = f"{ball.awaited} ({who})" if who else ball.awaited
    if ball.due:
        return _line(text, names.get(ball.project_id), _by(ball.due, day))
    since = _("since %(day)s") % {"day": date_format(ball.since.astimezone(zone), "j E")}
    return _line(text, names.get(ball.project_id), since if ball.side != Side.US else "")


def _by(due: date | None, day: date) -> str:
    if due is None:
        return ""
    if due == day:
        return _("today")
    if due == day + timedelta(days=1):
        return _("tomorrow")
    if due < day:
        return _("was due %(day)s") % {"day": date_format(due, "j E")}
    return _("by %(day)s") % {"day": date_format(due, "j E")}


def _line(text: str, project: str | None, when: str = "") -> str:
    """Markdown signs in other people's words stay signs."""
    words = _plain(text) if not project else f"{_plain(project)}: {_plain(text)}"
    return f"{words} — {when}" if when else words


def _plain(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in " ".join(text.split()))


def _shortened(lines: Sequence[str], most: int) -> list[str]:
    if len(lines) <= most:
        return list(lines)
    rest = len(lines) - most + 1
    return [*lines[: most - 1], ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest}]


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([f"**{title}**", *(f"- {line}" for line in lines)])
