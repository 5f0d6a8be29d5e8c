"""The draft of the day's update: done, next, waiting, result, or the quiet day (§5.2)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.step import Step
from keepstep.domain.delivery.task import Task
from keepstep.domain.talk.update import Update
from keepstep.round import tone
from keepstep.round.news import News, Plan, gather
from keepstep.round.results import Result

MOST_STEPS, MOST_WAITING = 12, 6


@dataclass(frozen=True)
class Draft:
    """`body` is Markdown; `facts` names what it speaks of, as Update.facts does."""

    subject: str
    body: str
    language: str
    is_quiet: bool
    facts: dict[str, Any] = field(default_factory=dict)


def compose(account: Account, *, day: date, at: datetime, zone: ZoneInfo | None = None) -> Draft:
    """What the client should hear on that day, in the account's language."""
    return write(gather(account, day=day, at=at, zone=zone), language=account.language)


def write(news: News, *, language: str) -> Draft:
    """The news in words for those who read this language. Never empty."""
    told = [contact for contact in news.told if contact.language == language]
    with translation.override(language):
        manner = tone.of(news.account)
        paragraphs = [
            *manner.greeting(told),
            *_moved(news, manner),
            *_next(news),
            *_waiting(news),
        ]
        if not news.plans and not news.balls:
            paragraphs.append(manner.going_on())
        subject = _subject(news)
    return Draft(subject, "\n\n".join(paragraphs), language, news.is_quiet, news.facts)


def correct(update: Update, *, told: Sequence[Contact], day: date, language: str) -> Wording:
    """How a correction begins, in the client's tone; what is right is for its writer to say."""
    with translation.override(language):
        readers = [contact for contact in told if contact.language == language]
        said = date_format(update.day, "j E")
        if update.day == day:
            subject, begins = _("Correction to today's update"), _("One thing in today's message was wrong. Right is:")
        else:
            subject = _("Correction to the update of %(day)s") % {"day": said}
            begins = _("One thing in our message of %(day)s was wrong. Right is:") % {"day": said}
        greeting = tone.of(update.account).greeting(readers)
    return Wording(subject, "\n\n".join([*greeting, begins, "- "]))


def _subject(news: News) -> str:
    told: list[Step | Result] = [*news.done, *news.results, *news.measured]
    said, n = date_format(news.day, "j E"), len(told)
    if n == 1:
        return f"{said}: {told[0].title}"[:200]
    if n:
        return ngettext("%(day)s: %(n)s step forward", "%(day)s: %(n)s steps forward", n) % {"day": said, "n": n}
    return _("%(day)s: how things stand") % {"day": said}


def _moved(news: News, manner: tone.Tone) -> Iterator[str]:
    if news.done:
        yield _section(_("Done"), _by_project(news.done, news.projects))
    elif not news.results and not news.measured:
        yield manner.quiet_day()
    if news.results or news.measured:
        steps = [_line(step.title, _name(news, step.project_id)) for step in news.results]
        yield _section(_("Result"), [*(_line(one.title, None) for one in news.measured), *steps])


def _by_project(steps: Sequence[Step], projects: dict[UUID, str]) -> list[str]:
    """The steps of a project stand together, under its name where there are several of them."""
    if len(projects) < 2:
        return _shortened([_line(step.title, None) for step in steps], MOST_STEPS)
    places = {key: place for place, key in enumerate(projects)}
    ordered = sorted(steps, key=lambda step: places[step.project_id])
    lines: list[str] = []
    for key, of_project in groupby(ordered[:MOST_STEPS], key=lambda step: step.project_id):
        titles = [step.title for step in of_project]
        if len(titles) == 1:
            lines.append(_line(titles[0], projects[key]))
        else:
            lines += [plain(projects[key]), *(f"  - {plain(title)}" for title in titles)]
    return [*lines, *_rest(len(ordered) - MOST_STEPS)]


def _name(news: News, project: UUID) -> str | None:
    """A project is named only where there are several."""
    return news.projects[project] if len(news.projects) > 1 else None


def _next(news: News) -> Iterator[str]:
    if news.plans:
        yield _section(_("Next"), [_planned(plan, news) for plan in news.plans])


def _planned(plan: Plan, news: News) -> str:
    title = plan.words if isinstance(plan, Task) else plan.title
    return _line(title, _name(news, plan.project_id), _by(plan.due, news.day))


def _waiting(news: News) -> Iterator[str]:
    """§5.2: ours first, then theirs, then third parties'."""
    for side, title in (
        (Side.US, _("In our hands")),
        (Side.CLIENT, _("Waiting for you")),
        (Side.THIRD, _("Waiting for others")),
    ):
        held = [ball for ball in news.balls if ball.side == side]
        if held:
            yield _section(title, _shortened([_awaited(ball, news) for ball in held], MOST_WAITING))


def _awaited(ball: Ball, news: News) -> str:
    asked_on = ball.asked_on  # type: ignore[attr-defined]
    if asked_on:
        text = _("our answer to your message of %(day)s") % {"day": date_format(asked_on, "j E")}
    else:
        who = ball.third_party if ball.side == Side.THIRD else "" if ball.side == Side.US else ", ".join(ball.names)
        text = f"{ball.awaited} ({who})" if who else ball.awaited
    name = _name(news, ball.project_id)
    if ball.due:
        return _line(text, name, _by(ball.due, news.day))
    since = _("since %(day)s") % {"day": date_format(ball.since.astimezone(news.zone), "j E")}
    return _line(text, name, since if ball.side != Side.US else "")


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
    words = plain(text) if not project else f"{plain(project)}: {plain(text)}"
    return f"{words} — {when}" if when else words


def plain(text: str) -> str:
    """Markdown signs in other people's words stay signs."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in " ".join(text.split()))


def _shortened(lines: Sequence[str], most: int) -> list[str]:
    if len(lines) <= most:
        return list(lines)
    return [*lines[: most - 1], *_rest(len(lines) - most + 1)]


def _rest(n: int) -> list[str]:
    return [ngettext("and %(n)s more", "and %(n)s more", n) % {"n": n}] if n > 0 else []


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([f"**{title}**", *(line if line.startswith("  - ") else f"- {line}" for line in lines)])
