"""Everything a project's page shows."""

from datetime import datetime
from typing import Any, NamedTuple

from keepstep.desk import Desk
from keepstep.domain.delivery.ledger import ledgers
from keepstep.domain.delivery.movement import stall
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.taking import taken
from keepstep.formulas.clocks import Clocks, began
from keepstep.formulas.working_time import WorkingTime
from keepstep.web import words
from keepstep.web.days import day_count
from keepstep.web.pauses.rests import rests
from keepstep.web.projects import ball_list, strip
from keepstep.web.projects.forms import StepForm
from keepstep.web.projects.step_list import dated, newest


def of(project: Project, *, desk: Desk, at: datetime) -> dict[str, Any]:
    time = desk.time_of(project.account)
    today = time.local_day(at)
    states = list(desk.account_states().filter(account=project.account_id))
    balls = list(ball_list.in_the_air(project, desk=desk))
    steps, older = newest(project, desk=desk)
    pauses = list(desk.pauses().of(project))
    ledger = ledgers([project], states=states, time=time, at=at, pauses=pauses)[project.pk]
    days = day_count(time, today)
    last_step = steps[0].day if steps else None
    stood = stall(project, states[0], last_step, balls, days, time, desk.agency.stall_after, pauses, at)
    return {
        "project": project,
        "account": project.account,
        "is_open": project.closed_at is None,
        "state": states[0].state,
        "stall": words.stall(stood),
        "case": _case(project, stood, time=time, at=at) if stood else None,
        "rests": rests(pauses, zone=time.zone, at=at),
        "exposure": ledger.exposure,
        "open_days": len(ledger.days),
        "strip": strip.of(ledger, project, desk=desk),
        "today": today,
        "balls": [ball_list.line(ball, days, time, account=project.account_id) for ball in balls],
        "milestones": list(desk.milestones().filter(project=project)),
        "tasks": list(desk.tasks().open().filter(project=project).select_related("person")),
        "steps": dated(steps, time),
        "older_steps": older,
        "step_form": StepForm(account=project.account, now=at),
    }


class Case(NamedTuple):
    """The two clocks of a stall, in words; without `taker` nobody looks after it."""

    moved: str
    taker: str
    reacted: str


def _case(project: Project, stood: int, *, time: WorkingTime, at: datetime) -> Case:
    since, clocks = began(stood, today=time.local_day(at), time=time), Clocks(time, at=at)
    by = taken(project, since=since)
    reacted = words.reacted(clocks.reaction(since, taken_at=by.at if by else None), is_taken=by is not None)
    moved_at: datetime | None = project.moved_at  # type: ignore[attr-defined]  # of with_clocks
    moved = words.moved(clocks.movement(since, moved_at=moved_at), clocks.stood(since))
    return Case(moved, by.by if by else "", reacted)
