"""The ledger of projects: whose every working day was, and what of the delay is fairly ours (§5.3)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from keepstep.domain.clients.account import AccountState, State
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.delivery.pause import Pause as Agreed
from keepstep.domain.delivery.project import Project
from keepstep.formulas import ledger
from keepstep.formulas.ledger import Day, DayClass, Exposure, Holding, Pause
from keepstep.formulas.working_time import WorkingTime

STRETCH = 60
WINDOW = 5
IDLE = (State.PAUSED, State.CHURNED)


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """A working day of a project: whose it was, whether a notice covers it, whether one was given on it."""

    date: date
    whose: DayClass
    is_covered: bool
    was_noticed: bool


@dataclass(frozen=True)
class Ledger:
    """Every working day from the opening on, the last one being today or the closing; the balls passed since it."""

    days: list[LedgerDay]
    passed: list[Holding] = field(default_factory=list)

    @cached_property
    def exposure(self) -> Exposure:
        return ledger.exposure([day.whose for day in self.days], [day.is_covered for day in self.days])


def ledgers(
    projects: Iterable[Project],
    *,
    states: Sequence[AccountState],
    time: WorkingTime,
    at: datetime,
    pauses: Iterable[Agreed] | None = None,
) -> dict[UUID, Ledger]:
    """The ledgers of projects of one account, which passed through these states: two queries for all of them.

    `pauses` are those by agreement, where they are known already.
    """
    projects = list(projects)
    held: dict[UUID, list[Holding]] = {project.pk: [] for project in projects}
    notices: dict[UUID, list[ledger.Notice]] = {project.pk: [] for project in projects}
    for project, key, side, since, until, told in _balls(projects):
        held[project].append(Holding(key, side, since, until))
        notices[project] += [ledger.Notice(key, day) for day in told]
    left = [Pause(state.since, state.until) for state in states if state.state in IDLE]
    agreed = _agreed(projects, pauses)
    return {
        project.pk: _ledger(
            project, held[project.pk], notices[project.pk], left + agreed[project.pk] + agreed[None], time, at
        )
        for project in projects
    }


def _agreed(projects: list[Project], pauses: Iterable[Agreed] | None) -> dict[UUID | None, list[Pause]]:
    """The pauses of each project; those of the whole account stand under None."""
    found: dict[UUID | None, list[Pause]] = {None: [], **{project.pk: [] for project in projects}}
    if pauses is None:
        pauses = Agreed.objects.filter(account__in={project.account_id for project in projects}).order_by()
    for pause in pauses:
        found.setdefault(pause.project_id, []).append(Pause(pause.since, pause.until))
    return found


def _balls(projects: list[Project]) -> Iterator[tuple[UUID, UUID, str, datetime, datetime | None, list[date]]]:
    told = ArraySubquery(Notice.objects.filter(ball=OuterRef("pk")).order_by("at").values("day"))
    balls = Ball.objects.filter(project__in=projects).annotate(told=told)
    yield from balls.values_list("project_id", "pk", "side", "since", "passed_at", "told")


def _ledger(
    project: Project,
    held: list[Holding],
    notices: list[ledger.Notice],
    pauses: list[Pause],
    time: WorkingTime,
    at: datetime,
) -> Ledger:
    opened, last = time.local_day(project.opened_at), time.local_day(min(at, project.closed_at or at))
    days = [
        Day(day, min(closes, at))
        for day in time.working_days(time.add_days(opened, -WINDOW), last)
        if (closes := time.closes(day))
    ]
    before = sum(day.closes < project.opened_at for day in days)
    classes, covered = _classes(project, days, held, notices, pauses)
    days, classes, covered = days[before:], classes[before:], covered[before:]
    noticed = {notice.day for notice in notices}
    return Ledger(
        [
            LedgerDay(day.date, whose, is_covered, day.date in noticed)
            for day, whose, is_covered in zip(days, classes, covered, strict=True)
        ],
        [ball for ball in held if ball.until and project.opened_at <= ball.until <= at],
    )


def _classes(
    project: Project, days: list[Day], held: list[Holding], notices: list[ledger.Notice], pauses: list[Pause]
) -> tuple[list[DayClass], list[bool]]:
    """By stretches of days, each with the balls of its time only: a project of ten years costs no more a day.

    `days` begin some before the opening, since a ball, and a notice of it, may be older than the project here.
    """
    classes: list[DayClass] = []
    covered: list[bool] = []
    for start in range(0, len(days), STRETCH):
        first = max(start - WINDOW + 1, 0)
        stretch = days[first : start + STRETCH]
        near = [ball for ball in held if ball.since <= stretch[-1].closes and _reaches(ball, stretch[0].closes)]
        about = {ball.ball for ball in near}
        told = [notice for notice in notices if notice.ball in about]
        found = ledger.classify(stretch, near, opened=project.opened_at, closed=project.closed_at, pauses=pauses)
        classes += found[start - first :]
        covered += ledger.covered(stretch, found, near, told, window=WINDOW)[start - first :]
    return classes, covered


def _reaches(ball: Holding, moment: datetime) -> bool:
    return ball.until is None or ball.until > moment
