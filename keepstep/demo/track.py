"""A project in a story: the work that lies ahead of it, its promised date and its balls."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle

from keepstep.demo.content import Service, Work
from keepstep.demo.day import Day
from keepstep.domain.agency.person import Person
from keepstep.domain.delivery import milestone, passing, project, step, task
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.pause import Pause
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Kind
from keepstep.domain.delivery.task import Task


@dataclass
class Track:
    """`planned` are its open tasks, the nearest first; `moved` is how many working days ago it last moved;
    `follows` is what will be done once a thing that is awaited has come."""

    project: Project
    work: Work
    service: Service
    doers: tuple[Person, ...]
    to_do: Iterator[tuple[str, str]]
    dates: Iterator[str]
    planned: deque[Task] = field(default_factory=deque)
    thing: str = ""
    milestone: Milestone | None = None
    question: Ball | None = None
    follows: Task | None = None
    back_in: int = 0
    moved: int = 0
    is_open: bool = True
    pause: Pause | None = None
    price: int = 1

    @classmethod
    def begin(cls, opened: Project, work: Work, service: Service, doers: tuple[Person, ...], day: Day) -> "Track":
        to_do = cycle([(form.format(thing), thing) for thing in work.things for form in service.tasks])
        track = cls(opened, work, service, doers, to_do, iter(service.milestones))
        track.plan(day)
        track.promise(day)
        return track

    def plan(self, day: Day, *, tasks: int = 2) -> None:
        """So many tasks ahead, two working days apart, each done by somebody."""
        while len(self.planned) < tasks:
            title, self.thing = next(self.to_do)
            due = day.ahead(2 + 2 * len(self.planned))
            self.planned.append(
                task.plan(self.project, title=title, at=day.at(9.1), due=due, person=day.dice.choice(self.doers))
            )

    def promise(self, day: Day) -> None:
        """The next date, six weeks or so away; a project without dates of its own left needs none."""
        title = next(self.dates, None)
        far = 28 + day.dice.randrange(10)
        self.milestone = milestone.promise(self.project, title=title, due=day.ahead(far)) if title else None

    def move(self, at: datetime, day: Day) -> None:
        """A step forward: the nearest task is done, or if none is planned, something small."""
        self.moved = 0
        if self.planned:
            done = self.planned.popleft()
            task.finish(done, by=done.person, at=at)
        else:
            title = day.dice.choice(self.service.steps).format(self.thing or self.work.things[0])
            step.record(self.project, title=title, by=day.dice.choice(self.doers), at=at)

    def result(self, at: datetime, day: Day) -> None:
        """A figure of the client's business."""
        n, m = 12 + day.dice.randrange(28), 9 + day.dice.randrange(14)
        title = day.dice.choice(self.service.results).format(self.thing, n=n, m=m * self.price)
        step.record(self.project, title=title, kind=Kind.RESULT, by=day.dice.choice(self.doers), at=at)
        self.moved = 0

    @property
    def approval(self) -> str:
        """What its kind of work asks a client to approve."""
        return self.service.asks[0].format(self.thing)

    def rests(self, at: datetime) -> bool:
        return self.pause is not None and self.pause.lasts(at)

    def reach(self, at: datetime) -> None:
        """The date that was promised is kept."""
        if self.milestone:
            milestone.reach(self.milestone, by=self.doers[0], at=at)
            self.moved, self.milestone = 0, None

    def close(self, at: datetime) -> None:
        project.close(self.project, at=at)
        self.is_open = False

    def pass_back(self, at: datetime, day: Day, *, by: Person) -> None:
        """What we asked for has come: it is over, or now and then there are changes to make."""
        if self.question is None:
            return
        if self.question.side == Side.CLIENT and day.chance(0.3):
            changes = self.service.changes.format(self.thing)
            self.question = passing.pass_to(
                self.question, side=Side.US, awaited=changes, person=self.doers[0], by=by, at=at, due=day.ahead(2)
            )
            self.back_in = 1
        else:
            passing.land(self.question, by=by, at=at)
            self.question = None
