"""News: what an update has to tell, gathered once for every language it is written in (§5.2)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.pause import Pause
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Kind, Step
from keepstep.domain.delivery.task import Task
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import Update
from keepstep.round import results
from keepstep.round.results import Result

MOST_NEXT = 3
FIRST_LOOK_BACK = timedelta(days=7)
"""What moved before is no news to a client who has never got an update."""

Plan = Task | Milestone
One = TypeVar("One")
Moving = TypeVar("Moving", Step, Ball, Plan)


@dataclass(frozen=True)
class News:
    """`projects` the names by key, in order; `steps` what moved since the last update, the oldest first;
    `measured` what became of the client's goals."""

    account: Account
    day: date
    zone: ZoneInfo
    told: list[Contact]
    projects: dict[UUID, str]
    steps: list[Step]
    balls: list[Ball]
    plans: list[Plan]
    measured: list[Result] = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        return not self.steps and not self.measured

    @property
    def done(self) -> list[Step]:
        """Dates that were kept before everything else; what several systems told is said once."""
        once = {(step.project_id, step.title.casefold()): step for step in reversed(self.steps)}
        moved = sorted(once.values(), key=lambda step: (step.kind != Kind.MILESTONE, step.at, step.pk))
        return [step for step in moved if step.kind != Kind.RESULT]

    @property
    def results(self) -> list[Step]:
        return [step for step in self.steps if step.kind == Kind.RESULT]

    @property
    def languages(self) -> list[str]:
        return languages(self.account, self.told)

    @property
    def facts(self) -> dict[str, object]:
        """What it speaks of, as Update.facts names it."""
        return {
            "steps": [str(step.pk) for step in self.steps],
            "balls": [str(ball.pk) for ball in self.balls],
            "quiet": self.is_quiet,
        } | ({"goals": [str(one.goal.pk) for one in self.measured]} if self.measured else {})


def gather(account: Account, *, day: date, at: datetime, zone: ZoneInfo | None = None) -> News:
    """What happened until `at`. `zone` is the client's, if known."""
    zones = {account.calendar_id: zone or account.working_time().zone}
    return gather_all([account], day=day, at=at, zones=zones)[0]


def gather_all(
    accounts: Sequence[Account], *, day: date, at: datetime, zones: Mapping[UUID | None, ZoneInfo]
) -> list[News]:
    """The same of many clients with as many statements as of one. `zones` are those of their calendars."""
    projects = list(Project.objects.filter(account__in=accounts).order_by("sort_name", "id"))
    whose = {project.pk: project.account_id for project in projects}
    steps = _of_each(_steps(projects, at), whose)
    resting = Pause.objects.lasting(at).filter(
        Q(project=OuterRef("project")) | Q(project=None), account=OuterRef("project__account")
    )
    balls = Ball.objects.in_the_air().filter(~Exists(resting), project__in=projects, since__lte=at)
    held = _of_each(balls.with_hands().annotate(asked_on=_asked_on()), whose)
    plans = _of_each(_plans([project for project in projects if not project.closed_at], day, Exists(resting)), whose)
    told = _grouped(Contact.objects.told_daily().filter(account__in=accounts), attrgetter("account_id"))
    named = _grouped(projects, attrgetter("account_id"))
    measured = results.of_each(accounts, at=at, before=FIRST_LOOK_BACK)
    return [
        News(
            account=account,
            day=day,
            zone=zones[account.calendar_id],
            told=told[account.pk],
            projects={project.pk: project.name for project in named[account.pk]},
            steps=steps[account.pk],
            balls=held[account.pk],
            plans=sorted(plans[account.pk], key=lambda plan: plan.due or date.max)[:MOST_NEXT],
            measured=measured.get(account.pk, []),
        )
        for account in accounts
    ]


def languages(account: Account, told: Sequence[Contact]) -> list[str]:
    """In which an update is to be written: those of the people who get it, the account's first."""
    spoken = sorted({contact.language for contact in told})
    return sorted(spoken or [account.language], key=lambda one: one != account.language)


def _steps(projects: Sequence[Project], at: datetime) -> "QuerySet[Step]":
    """What moved since each client's last update."""
    former = Update.objects.of_the_day().filter(account=OuterRef("project__account"), written_at__lte=at).order_by()
    last = Subquery(former.values("account").annotate(at=Max("written_at")).values("at"))
    moved = Step.objects.filter(project__in=projects, at__lte=at, at__gt=Coalesce(last, at - FIRST_LOOK_BACK))
    return moved.order_by("at", "id")


def _asked_on() -> Subquery:
    """The day of the client's message that a ball answers."""
    return Subquery(Touchpoint.objects.filter(ball=OuterRef("pk")).order_by().values("day")[:1])


def _plans(projects: Sequence[Project], day: date, rests: Exists) -> list[Plan]:
    """The nearest tasks and promised dates of work that does not rest, the soonest of each client first."""
    tasks = Task.objects.open().filter(~rests, project__in=projects).filter(Q(due__gte=day) | Q(due=None))
    dates = Milestone.objects.ahead().filter(~rests, project__in=projects, due__gte=day)
    return [*_first(tasks), *_first(dates)]


def _first(found: QuerySet[Any]) -> Iterable[Plan]:
    nearest = Window(
        RowNumber(), partition_by=F("project__account"), order_by=(F("due").asc(nulls_last=True), F("id").asc())
    )
    nearest_of_each: Iterable[Plan] = found.annotate(place=nearest).filter(place__lte=MOST_NEXT)
    return nearest_of_each


def _of_each(found: Iterable[Moving], whose: Mapping[UUID, UUID]) -> dict[UUID, list[Moving]]:
    """Rows of projects by the client."""
    return _grouped(found, lambda one: whose[one.project_id])


def _grouped(found: Iterable[One], key: Callable[[One], UUID]) -> dict[UUID, list[One]]:
    groups: dict[UUID, list[One]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return groups
