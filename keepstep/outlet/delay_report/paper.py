"""What the delay report of a project says, in words and numbers; page, link and PDF show this and nothing else (§5.3).

The client reads it as we do: our days come first, and of our people it names only those who wrote to the client.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from keepstep.domain.delivery import stall_history
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.delay_report import ReportNote
from keepstep.domain.delivery.ledger import Ledger, ledgers
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.stall_history import Stall
from keepstep.formulas.ledger import DayClass, Exposure
from keepstep.formulas.working_time import WorkingTime
from keepstep.outlet.percent import percent
from keepstep.outlet.square import LETTERS, Square, square


@dataclass(frozen=True)
class Month:
    name: str
    squares: list[Square]


@dataclass(frozen=True)
class ClassLine:
    """`exposed` are the days of it that count as ours; a part is one of the line above it."""

    tone: str
    letter: str
    name: str
    days: int
    share: str
    exposed: str
    is_part: bool = False


@dataclass(frozen=True)
class Mark:
    """What a sign of the timeline means."""

    sign: str
    letter: str
    words: str


@dataclass(frozen=True)
class PushLine:
    day: str
    how: str
    subject: str
    words: str
    excerpt: str
    outcome: str


@dataclass(frozen=True)
class StallPart:
    """`awaited` says with its colour of whom what was awaited."""

    title: str
    length: str
    whose: list[tuple[str, str]]
    awaited: list[tuple[str, str]]
    pushes: list[PushLine]


@dataclass(frozen=True)
class Paper:
    """Every word is in the language that was active when it was made."""

    language: str
    title: str
    project: str
    client: str
    agency: str
    period: str
    made: str
    exposure: str
    headline: str
    explanation: str
    sum: str
    classes: list[ClassLine]
    total: ClassLine | None
    marks: list[Mark]
    months: list[Month]
    stalls: list[StallPart]
    note: str
    noted: str
    heads: dict[str, str]


EXCERPT = 240


def of(project: Project, *, at: datetime, time: WorkingTime | None = None) -> Paper:
    """The report of a project as it stands at this moment; `time` is its client's, where it is known already."""
    account, agency = project.account, project.agency
    time = time or account.working_time()
    states = list(account.states.all())
    ledger = ledgers([project], states=states, time=time, at=at)[project.pk]
    steps = stall_history.step_days(project, at=at)
    stalls = stall_history.stalls(
        project, ledger, states=states, steps=steps, time=time, patience=agency.stall_after, at=at
    )
    note = ReportNote.objects.filter(project=project, at__lte=at).first()
    with timezone.override(time.zone):
        return Paper(
            language=get_language() or "en",
            title=_("Delay report"),
            project=project.name,
            client=account.name,
            agency=agency.name,
            period=_period(project, ledger, time.local_day(project.opened_at)),
            made=_("As of %(moment)s") % {"moment": date_format(timezone.localtime(at), "DATETIME_FORMAT")},
            **_figures(ledger.exposure),
            classes=_classes(ledger.exposure, agency.name, account.name) if ledger.days else [],
            total=_total(ledger.exposure) if ledger.days else None,
            marks=_marks(),
            months=_months(ledger, set(steps)),
            stalls=[_stall(stall, agency.name) for stall in stalls],
            note=note.words if note else "",
            noted=date_format(time.local_day(note.at), "DATE_FORMAT") if note and note.words else "",
            heads=_heads(),
        )


def _heads() -> dict[str, str]:
    return {
        "exposure": _("Exposure: our share of the delay"),
        "timeline": _("Day by day"),
        "classes": _("Whom the project waited for"),
        "days": _("Working days"),
        "share": _("Share"),
        "exposed": _("Count as ours"),
        "stalls": _("When it stood still, and what was done"),
        "no_stalls": _("The project never stood still."),
        "no_pushes": _("No reminder was given."),
        "answer": _("Outcome"),
        "note": _("Comment"),
        "page": _("page"),
        "words": _("What was written"),
    }


def _period(project: Project, ledger: Ledger, opened: date) -> str:
    first = date_format(ledger.days[0].date if ledger.days else opened, "DATE_FORMAT")
    last = date_format(ledger.days[-1].date if ledger.days else opened, "DATE_FORMAT")
    if project.closed_at:
        return _("%(first)s – %(last)s, closed") % {"first": first, "last": last}
    return f"{first} – {last}"


def _figures(exposure: Exposure) -> dict[str, str]:
    if exposure.value is None:
        early = _("The first working day is not over yet: too early for a ledger.")
        return {"exposure": "", "headline": early, "explanation": "", "sum": ""}
    numbers = {"n": exposure.days, "exposed": exposure.exposed}
    value = percent(exposure.exposed, exposure.days)
    return {
        "exposure": value,
        "headline": ngettext(
            "Of %(n)s working day, %(exposed)s counts as ours.",
            "Of %(n)s working days, %(exposed)s count as ours.",
            exposure.days,
        )
        % numbers,
        "explanation": _(
            "As ours count the days that waited for us, those that waited for several sides at once, and those that"
            " waited for the client without a reminder on the day itself or on the four working days before it."
            " Days of a third party and free days are part of the whole."
        ),
        "sum": f"({exposure.ours} + {exposure.concurrent} + {exposure.theirs_uncovered}) ÷ {exposure.days} = {value}",
    }


def _classes(exposure: Exposure, agency: str, client: str) -> list[ClassLine]:
    """Ours first; classes nobody had a day of are left out, but never ours and theirs."""

    def line(tone: str, letter: object, name: str, days: int, exposed: int, *, is_part: bool = False) -> ClassLine:
        share = percent(days, exposure.days)
        return ClassLine(tone, str(letter), name, days, share, str(exposed) if exposed else "–", is_part)

    named = {"agency": agency, "client": client}
    lines = [
        line(
            "ours",
            LETTERS[DayClass.OURS],
            _("Waiting for us (%(agency)s)") % named,
            exposure.ours,
            exposure.ours,
        ),
        line(
            "concurrent",
            LETTERS[DayClass.CONCURRENT],
            _("Waiting for several sides at once"),
            exposure.concurrent,
            exposure.concurrent,
        ),
        line(
            "theirs",
            LETTERS[DayClass.THEIRS],
            _("Waiting for the client (%(client)s)") % named,
            exposure.theirs,
            exposure.theirs_uncovered,
        ),
        line("theirs covered", "", _("with a reminder"), exposure.theirs_covered, 0, is_part=True),
        line(
            "theirs",
            "",
            _("without a reminder"),
            exposure.theirs_uncovered,
            exposure.theirs_uncovered,
            is_part=True,
        ),
        line("third", LETTERS[DayClass.THIRD], _("Waiting for a third party"), exposure.third, 0),
        line("free", LETTERS[DayClass.FREE], _("Free: paused or closed"), exposure.free, 0),
    ]
    always = {"ours", "theirs", "theirs covered"}
    return [one for one in lines if one.days or (one.tone in always and not (one.is_part and not exposure.theirs))]


def _total(exposure: Exposure) -> ClassLine:
    share = percent(exposure.days, exposure.days)
    return ClassLine("", "", _("Together"), exposure.days, share, str(exposure.exposed))


def _marks() -> list[Mark]:
    return [
        Mark("ours", str(LETTERS[DayClass.OURS]), _("waited for us")),
        Mark("concurrent", str(LETTERS[DayClass.CONCURRENT]), _("for several sides")),
        Mark("theirs covered", str(LETTERS[DayClass.THEIRS]), _("for the client, with a reminder")),
        Mark("theirs", str(LETTERS[DayClass.THEIRS]), _("for the client, without a reminder")),
        Mark("third", str(LETTERS[DayClass.THIRD]), _("for a third party")),
        Mark("free", "·", _("free")),
        Mark("free noticed", "", _("dot: a reminder was given")),
        Mark("free stepped", "", _("ring: a step was made")),
    ]


def _months(ledger: Ledger, steps: set[date]) -> list[Month]:
    return [
        Month(date_format(days[0].date, "F Y"), [square(day, day.date in steps) for day in days])
        for days in (list(group) for _key, group in groupby(ledger.days, key=lambda day: day.date.replace(day=1)))
    ]


def _stall(stall: Stall, agency: str) -> StallPart:
    first = date_format(stall.since, "DATE_FORMAT")
    last = date_format(stall.until, "DATE_FORMAT") if stall.until else ""
    words = {"first": first, "last": last}
    title = _("From %(first)s until it moved on %(last)s") if stall.until else _("Since %(first)s, still")
    n = len(stall.days)
    return StallPart(
        title=title % words,
        length=ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n},
        whose=list(_whose(stall)),
        awaited=[_awaited(ball, agency) for ball in stall.balls] or [("ours", _of_us(agency))],
        pushes=[_push(push, agency) for push in stall.pushes],
    )


def _whose(stall: Stall) -> Iterator[tuple[str, str]]:
    """How the days of a stall are divided, ours first."""
    count = {whose: sum(day.whose == whose for day in stall.days) for whose in DayClass}
    covered = sum(day.is_covered for day in stall.days)
    words = {
        DayClass.OURS: _("ours %(n)s d"),
        DayClass.CONCURRENT: _("several sides %(n)s d"),
        DayClass.THEIRS: _("theirs %(n)s d (%(covered)s covered)"),
        DayClass.THIRD: _("third %(n)s d"),
    }
    for whose, said in words.items():
        if count[whose]:
            yield whose.value, said % {"n": count[whose], "covered": covered}


TONES = {Side.US: "ours", Side.CLIENT: "theirs", Side.THIRD: "third"}


def _of_us(agency: str) -> str:
    return _("Waiting for %(holder)s") % {"holder": agency}


def _awaited(ball: Ball, agency: str) -> tuple[str, str]:
    words = {"holder": _holder(ball, agency), "awaited": ball.awaited}
    return TONES[Side(ball.side)], _("Waiting for %(holder)s: %(awaited)s") % words


def _holder(ball: Ball, agency: str) -> str:
    """A colleague the client may not know is the agency."""
    if ball.side == Side.US:
        return agency
    return str(ball.contact or ball.third_party or Side(ball.side).label)


def _push(push: Notice, agency: str) -> PushLine:
    """Who asked, and the words, only where the client was asked: what we told ourselves or others is not theirs."""
    is_theirs = push.ball.side == Side.CLIENT
    parts = [
        str(push.get_how_display()),
        _("to %(name)s") % {"name": push.contact or _holder(push.ball, agency)}
        if is_theirs
        else _holder(push.ball, agency),
        _("rung %(n)s") % {"n": push.rung} if push.rung else "",
        str(push.by.name) if push.by and is_theirs else "",
    ]
    words = push.words.strip() if is_theirs else ""
    return PushLine(
        day=date_format(push.day, "MONTH_DAY_FORMAT"),
        how=" · ".join(part for part in parts if part),
        subject=push.subject if is_theirs else "",
        words=words,
        excerpt=_excerpt(words.split()),
        outcome=push.outcome if is_theirs else "",
    )


def _excerpt(words: Iterable[str]) -> str:
    """The beginning of a letter; the whole of it is on the page."""
    whole = " ".join(words)
    return whole if len(whole) <= EXCERPT else whole[:EXCERPT].rsplit(" ", 1)[0] + " …"
