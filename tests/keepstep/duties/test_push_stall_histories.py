"""Whatever the days of a stall bring, each rung is asked for once and in turn, by the ladder it began under (§5.3)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency import ladder
from keepstep.domain.agency.ladder import Ladder, Plan
from keepstep.domain.delivery import ball, notice, pause, step, taking
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.formulas.stall import rung_due, stall_day
from keepstep.round import day as rounds
from keepstep.round.item import Item
from keepstep.round.round import Round
from tests.cast import FRIDAY, House
from tests.keepstep.duties.asked import morning

DUTIES = ("push_stall", "call_client")
# What a working day brings, each as often as it stands here; on one that is missed no round is run.
DAYS = ["", "", "", "missed", "missed", "step", "take", "push", "rest", "edit"]
Climb = tuple[list[int], int | None]
climbs = st.tuples(
    st.lists(st.integers(1, 7), min_size=1, max_size=4, unique=True).map(sorted), st.none() | st.integers(1, 6)
)
EDITED: Climb = ([3, 4], 1)


def plans(climb: Climb, *, at_last: str) -> list[Plan]:
    days, repeat = climb
    return [
        *(Plan(after_days=n, audience="decider") for n in days[:-1]),
        Plan(after_days=days[-1], audience=at_last, repeat_every=repeat),
    ]


@dataclass
class Life:
    """A project whose ball the client holds, and what is known of it besides the rows: since when it stands still."""

    house: House
    held: Ball
    first: Climb
    moved: date
    rests_until: date = date.min
    edited: date = date.max
    asked: dict[date, list[int]] = field(default_factory=dict)

    def bring(self, what: str, day: date) -> None:
        at, site = morning(day), self.house.project
        open_ones = list(Item.objects.open().filter(duty__in=DUTIES))
        if what == "step":
            step.record(site, title="A step", at=at)
            self.moved = max(self.moved, day)
        elif what == "take" and open_ones:
            taking.take(site, since=open_ones[0].since, person=self.house.vera, at=at)
        elif what == "push" and open_ones:
            rung = open_ones[0].rung
            notice.give(self.held, how="call", by=self.house.vera, at=at, rung=rung, outcome="She sends them")
        elif what == "rest" and day > self.rests_until:
            until = at + timedelta(days=3)
            pause.agree(site.account, project=site, since=at, until=until, agreed_with="Ines", by=None, at=at)
            self.moved = self.rests_until = until.date()
        elif what == "edit":
            ladder.rewrite(plans(EDITED, at_last="management"), today=day)
            self.edited = min(self.edited, day)

    def fired(self, day: date) -> tuple[date, list[int]] | None:
        """By the arithmetic alone: when the stall began, and the rungs that have fired by this day."""
        time = self.house.northwind.working_time()
        stood = stall_day(moved=time.days_between(self.moved, day))
        if day <= self.rests_until or not stood:
            return None
        since = time.add_days(day, 1 - stood)
        days, repeat = EDITED if since > self.edited else self.first
        return since, [each.rung for each in rung_due(stood, days, repeat)]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=climbs, calls=st.booleans(), history=st.lists(st.sampled_from(DAYS), min_size=6, max_size=18))
@example(first=([1], None), calls=False, history=["edit", "", "", "", "missed", "step"])
@example(
    first=([1, 2, 3, 5], 5), calls=True,
    history=["", "missed", "", "push", "missed", "take", "", "edit", "", "", "push", "missed", ""],
)  # fmt: skip
def test_each_rung_of_each_stall_is_asked_for_once_and_in_turn(
    house: House, first: Climb, calls: bool, history: list[str]
) -> None:
    days = house.northwind.working_time().working_days(house.day, house.day + timedelta(days=60))
    with transaction.atomic():
        Ladder.objects.all().delete()
        ladder.rewrite(plans(first, at_last="management" if calls else "decider"), today=date(2026, 2, 1))
        Round.objects.create(day=FRIDAY.date(), ran_at=house.at, found=0)
        held = ball.throw(house.project, side=Side.CLIENT, awaited="photos", contact=house.ines, by=None, at=house.at)
        life = Life(house, held, first, moved=FRIDAY.date())
        expected: dict[date, list[int]] = {}
        for day, what in zip(days, history, strict=False):
            life.bring(what, day)
            if stall := life.fired(day):
                expected[stall[0]] = stall[1]
            if what != "missed":
                rounds.catch_up(at=morning(day) + timedelta(hours=1))
                found = asked()
                assert found.keys() <= expected.keys()
                # What was missed is asked for afterwards, unless the work moves meanwhile: then nobody need be asked.
                assert all(
                    found.get(since, []) == rungs[: len(found.get(since, []))] for since, rungs in expected.items()
                )
                assert stall is None or found.get(stall[0], []) == stall[1]
        transaction.set_rollback(True)


def asked() -> dict[date, list[int]]:
    found: dict[date, list[int]] = {}
    for item in Item.objects.filter(duty__in=DUTIES).order_by("since", "rung"):
        found.setdefault(item.since, []).append(item.rung)
    return found
