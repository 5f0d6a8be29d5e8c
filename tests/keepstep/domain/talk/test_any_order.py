"""In whatever order the same events are delivered, the ledger is the same, day by day and in its figures (§5.3)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.clients.account import AccountState
from keepstep.domain.delivery import ball, notice, passing, pause, project, step
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.ledger import ledgers
from keepstep.domain.delivery.ledger_figures import By, figures
from keepstep.domain.delivery.ledger_scope import Portfolio
from keepstep.domain.delivery.project import Project
from keepstep.domain.talk import touchpoint
from keepstep.domain.talk.touchpoint import Touchpoint
from tests.cast import House

OPENED = datetime(2026, 1, 12, 9, tzinfo=ZoneInfo("Europe/Berlin"))
SIDES = (Side.CLIENT, Side.US, Side.THIRD)
Act = Callable[[], object]


class Thing(NamedTuple):
    """What began `hour` hours after the opening, with `who`, and what followed it, each so many hours later."""

    what: str
    hour: int
    who: int
    after: tuple[int, ...]


things = st.lists(
    st.builds(
        Thing,
        what=st.sampled_from(["asks", "asks", "answers", "talks", "step", "pause", "ball", "ball"]),
        hour=st.integers(0, 200),
        who=st.integers(0, 2),
        after=st.lists(st.integers(1, 150), max_size=3).map(tuple),
    ),
    min_size=2,
    max_size=6,
    unique_by=lambda thing: thing.hour,  # Of two at the same moment the order is all there is to tell them apart.
)


def acts(house: House, one: Project, thing: Thing) -> list[Act]:
    """The first of them must come first; whatever follows it may be told in any order."""
    at = OPENED + timedelta(hours=thing.hour)
    later = [at + timedelta(hours=hours, minutes=7 * n + 3) for n, hours in enumerate(thing.after)]
    whom = (house.ines, house.tom, None)[thing.who]
    if thing.what == "step":
        return [lambda: step.record(one, title="A step", at=at)]
    if thing.what == "pause":
        return [lambda: pause.agree(house.northwind, project=one, since=at, until=at + timedelta(minutes=59),
                                    agreed_with="Ines", by=None, at=at)]  # fmt: skip
    made: list[Ball | Touchpoint] = []
    if thing.what == "ball":
        thrown = partial(ball.throw, one, side=SIDES[thing.who], awaited="x", third_party="y", by=None, at=at)
        landed = [lambda: passing.land(made[0], by=None, at=later[0])] if later else []  # type: ignore[arg-type]
        told = [partial(lambda when: notice.give(made[0], how="call", by=None, at=when), when) for when in later[1:]]  # type: ignore[arg-type]
        return [lambda: made.append(thrown()), *landed, *told]
    direction, form = {"asks": ("in", "email"), "answers": ("out", "email"), "talks": ("in", "call")}[thing.what]
    said = partial(
        touchpoint.record, house.northwind, direction=direction, form=form, contact=whom, project=one,
        by=None if form == "email" and direction == "in" else house.vera, summary=str(thing.hour), at=at,
    )  # fmt: skip
    settled = [lambda: touchpoint.settle(made[0], by=house.oleg, at=later[0], needs_no_answer=True)]  # type: ignore[arg-type]
    return [lambda: made.append(said()), *(settled if thing.what == "asks" and later else [])]


def lived(house: House, one: Project, story: list[Thing], order: list[int]) -> None:
    """Told in this order of things; of a thing told several times, its first comes first and then its last."""
    ahead = [acts(house, one, thing) for thing in story]
    for n, place in enumerate(order):
        ahead[place].pop(-1 if place in order[:n] else 0)()


def read(house: House, one: Project) -> object:
    states = list(AccountState.objects.filter(account=one.account_id))
    found = figures(Portfolio(projects=[one.pk]), by=By.PROJECT, at=house.at).total
    return (
        ledgers([one], states=states, time=default_calendar().working_time(), at=house.at)[one.pk].days,
        replace(found, key=None),
        sorted(Ball.objects.filter(project=one).values_list("since", "side", "passed_at", "passed_by__name")),
        sorted(Touchpoint.objects.values_list("at", "form", "settled_at", "settled_by__name", "needs_no_answer")),
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=things, data=st.data())
def test_the_same_events_in_any_order_give_the_same_ledger(
    house: House, story: list[Thing], data: st.DataObject
) -> None:
    found = []
    told = [place for place, thing in enumerate(story) for _ in acts(house, house.project, thing)]
    as_it_happened = sorted(range(len(story)), key=lambda place: story[place].hour)
    for order in ([place for place in as_it_happened for _ in range(told.count(place))],
                  data.draw(st.permutations(told))):  # fmt: skip
        with transaction.atomic():
            one = project.start(house.northwind, name="Any", at=OPENED)
            lived(house, one, story, list(order))
            found.append(read(house, one))
            transaction.set_rollback(True)
    assert found[0] == found[1]
