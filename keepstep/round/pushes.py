"""Several pushes at once: for each case whom to write to and in which words, or why it is left out (§5.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from keepstep.desk import Desk
from keepstep.domain.agency import ladder
from keepstep.domain.agency.audience import Audience
from keepstep.domain.agency.ladder import Ladder
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.project import Project
from keepstep.domain.talk.message import Kind
from keepstep.round import case, push
from keepstep.round.case import Case


class Left(StrEnum):
    """Why a chosen project gets no letter."""

    MOVES = "moves"
    OURS = "ours"
    THIRD = "third"
    CALL = "call"
    ASKED = "asked"
    NOBODY = "nobody"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A chosen project: with the letter to send, or left out."""

    project: Project
    case: Case | None
    ball: Ball | None = None
    contact: Contact | None = None
    said: Wording = push.UNSAID
    left: Left | None = None


def drafted(desk: Desk, keys: Iterable[UUID], *, at: datetime) -> list[Draft]:
    """Of the projects in sight, those under the greatest pressure first; those that move again at the end."""
    projects = {one.pk: one for one in desk.projects().filter(pk__in=keys).select_related("account__calendar")}
    cases = case.cases(desk, at=at, projects=projects, most=len(projects)) if projects else []
    facts = _Facts(desk, projects, cases, at)
    stalled = {one.project for one in cases}
    moving = [Draft(project=one, case=None, left=Left.MOVES) for key, one in projects.items() if key not in stalled]
    return [facts.draft(one) for one in cases] + moving


class _Facts:
    """What the letters speak of, read for all of them at once."""

    def __init__(self, desk: Desk, projects: dict[UUID, Project], cases: list[Case], at: datetime) -> None:
        self.desk, self.at, self.projects = desk, at, projects
        held = [one.ball for one in cases if one.ball]
        with_names = desk.balls().with_hands()
        self.balls = {ball.pk: ball for ball in with_names.filter(pk__in=held)}
        for ball in self.balls.values():
            ball.project = projects[ball.project_id]
        self.contacts: dict[UUID, list[Contact]] = {}
        accounts = {one.account_id for one in projects.values()}
        for contact in desk.contacts().present().filter(account__in=accounts):
            self.contacts.setdefault(contact.account_id, []).append(contact)
        self.dates: dict[UUID, Milestone] = {}
        today = desk.working_time.local_day(at)
        for date in desk.milestones().ahead().filter(project__in=projects, due__gte=today).order_by("-due", "-id"):
            self.dates[date.project_id] = date
        on_their_way = desk.messages().under_way().filter(project__in=projects, kind=Kind.PUSH)
        self.asked = set(on_their_way.values_list("project_id", "rung"))
        self.ladders: list[Ladder] = ladder.with_rungs() if cases else []

    def draft(self, one: Case) -> Draft:
        project, ball = self.projects[one.project], self.balls.get(one.ball) if one.ball else None
        people = self.contacts.get(one.account, [])
        whom = push.whom(ball, people, audience=one.audience)
        left = self._left(one, whom)
        if left or ball is None:
            return Draft(project=project, case=one, ball=ball, contact=whom, left=left or Left.OURS)
        rung = ladder.rung_of(ladder.in_force(one.since, known=self.ladders), one.rung)
        known = push.Facts(
            project=project, ball=ball, days=one.days, sender=self.desk.person, milestone=self.dates.get(project.pk),
            time=self.desk.time_of(project.account),
        )  # fmt: skip
        return Draft(
            project=project, case=one, ball=ball, contact=whom, said=push.words(known, rung=rung, contact=whom)
        )

    def _left(self, one: Case, whom: Contact | None) -> Left | None:
        if one.audience == Audience.MANAGEMENT:
            return Left.CALL
        if one.side == Side.US:
            return Left.OURS
        if one.side == Side.THIRD:
            return Left.THIRD
        if one.is_pushed or (one.project, one.rung) in self.asked:
            return Left.ASKED
        if whom is None:
            return Left.NOBODY
        return None if whom.is_reachable else Left.NO_ADDRESS
