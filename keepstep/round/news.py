"""News: what an update has to tell, gathered once for every language it is written in (§5.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, Subquery

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

MOST_NEXT, FORMER = 3, 4
FIRST_LOOK_BACK = timedelta(days=7)
"""What moved before is no news to a client who has never got an update."""

Plan = Task | Milestone


@dataclass(frozen=True)
class News:
    """`former` are the last updates, the newest first; `projects` the names by key, in order; `steps` what moved since
    the last update, the oldest first."""

    account: Account
    day: date
    zone: ZoneInfo
    told: list[Contact]
    former: list[Update]
    projects: dict[UUID, str]
    steps: list[Step]
    balls: list[Ball]
    plans: list[Plan]

    @property
    def is_quiet(self) -> bool:
        return not self.steps

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
        }


def gather(account: Account, *, day: date, at: datetime, zone: ZoneInfo | None = None) -> News:
    """What happened until `at`. `zone` is the client's, if known."""
    projects = list(Project.objects.filter(account=account).order_by("sort_name", "id"))
    former = list(Update.objects.of_the_day().filter(account=account, written_at__lte=at)[:FORMER])
    since = former[0].written_at if former else at - FIRST_LOOK_BACK
    steps = Step.objects.filter(project__in=projects, at__lte=at, at__gt=since)
    resting = Pause.objects.lasting(at).filter(Q(project=OuterRef("project")) | Q(project=None), account=account)
    balls = Ball.objects.in_the_air().filter(~Exists(resting), project__in=projects, since__lte=at)
    return News(
        account=account,
        day=day,
        zone=zone or account.working_time().zone,
        told=list(Contact.objects.told_daily().filter(account=account)),
        former=former,
        projects={project.pk: project.name for project in projects},
        steps=list(steps.order_by("at", "id")),
        balls=list(balls.with_hands().annotate(asked_on=_asked_on())),
        plans=_plans([project for project in projects if not project.closed_at], day, Exists(resting)),
    )


def _asked_on() -> Subquery:
    """The day of the client's message that a ball answers."""
    return Subquery(Touchpoint.objects.filter(ball=OuterRef("pk")).order_by().values("day")[:1])


def languages(account: Account, told: Sequence[Contact]) -> list[str]:
    """In which an update is to be written: those of the people who get it, the account's first."""
    spoken = sorted({contact.language for contact in told})
    return sorted(spoken or [account.language], key=lambda one: one != account.language)


def _plans(projects: Sequence[Project], day: date, rests: Exists) -> list[Plan]:
    """The nearest tasks and promised dates of work that does not rest, the soonest first."""
    tasks = Task.objects.open().filter(~rests, project__in=projects).filter(Q(due__gte=day) | Q(due=None))
    dates = Milestone.objects.ahead().filter(~rests, project__in=projects, due__gte=day)
    found: list[Plan] = [*tasks[:MOST_NEXT], *dates[:MOST_NEXT]]
    return sorted(found, key=lambda plan: plan.due or date.max)[:MOST_NEXT]
