"""Mail is late and webhooks overtake each other: in whatever order events arrive, the ledger is the same (§5.3)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.clients.account import AccountState
from keepstep.domain.delivery import ball, holder, notice, passing, project, stall_history, step
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.ledger import LedgerDay, ledgers
from keepstep.domain.delivery.ledger_figures import By, figures
from keepstep.domain.delivery.ledger_scope import Portfolio
from keepstep.domain.delivery.project import Project
from keepstep.domain.talk import touchpoint
from keepstep.domain.talk.touchpoint import Direction, Form
from keepstep.formulas.ledger import Exposure
from tests.cast import House

BEGUN = datetime(2026, 2, 2, 9, tzinfo=ZoneInfo("Europe/Berlin"))


def moment(n: int) -> datetime:
    return BEGUN + n * timedelta(hours=7)


@dataclass
class Lived:
    """A project as events arrive. Nothing of a ball arrives before the ball: whoever speaks of it has seen it."""

    house: House
    one: Project
    balls: dict[int, Ball] = field(default_factory=dict)

    def throw(self, n: int, side: str, is_shared: bool, at: int) -> None:
        held = ball.throw(
            self.one, side=side, awaited=f"ball {n}", third_party="a printer", due=moment(at).date(), by=None,
            at=moment(at),
        )  # fmt: skip
        if is_shared and side != Side.THIRD:
            ours = [self.house.pavel, self.house.oleg]
            holder.share(held, required=ours if side == Side.US else [self.house.ines, self.house.tom])
        self.balls[n] = held

    def remind(self, n: int, at: int) -> None:
        notice.give(self.balls[n], how="call", by=None, at=moment(at))

    def forward(self, n: int, at: int) -> None:
        held = Ball.objects.get(pk=self.balls[n].pk)
        passing.forward(held, side=Side.THIRD, third_party="a photographer", by=None, at=moment(at))

    def land(self, n: int, at: int) -> None:
        """What had been forwarded comes from there, and with that it has come at all."""
        lent = Ball.objects.in_the_air().filter(returns_to=self.balls[n]).first()
        held = lent or Ball.objects.get(pk=self.balls[n].pk)
        returned = passing.land(held, by=None, at=moment(at))
        if returned:
            passing.land(returned, by=None, at=moment(at))

    def answer(self, n: int, which: int, at: int) -> None:
        holder.answer(list(Ball.objects.get(pk=self.balls[n].pk).holders.all())[which], by=None, at=moment(at))

    def move(self, at: int) -> None:
        step.record(self.one, title="A step", at=moment(at))

    def talk(self, direction: str, at: int) -> None:
        touchpoint.record(
            self.one.account, project=self.one, direction=direction, form=Form.EMAIL, contact=self.house.ines,
            summary=f"{at}", at=moment(at),
        )  # fmt: skip

    @property
    def told(self) -> tuple[list[LedgerDay], Exposure, list[tuple[object, object, int]]]:
        states, time = list(AccountState.objects.filter(account=self.one.account_id)), default_calendar().working_time()
        at = self.house.at
        ledger = ledgers([self.one], states=states, time=time, at=at)[self.one.pk]
        steps = stall_history.step_days(self.one, at=at)
        stalls = stall_history.stalls(
            self.one, ledger, states=states, pauses=[], steps=steps, time=time, patience=2, at=at
        )
        counted = figures(Portfolio(projects=[self.one.pk]), by=By.PROJECT, at=at).total.exposure
        return ledger.days, counted, [(stall.since, stall.until, len(stall.pushes)) for stall in stalls]


Event = tuple[str, tuple[int | str | bool, ...]]


@st.composite
def streams(draw: st.DrawFn) -> tuple[list[Event], list[Event]]:
    """Events in the order in which they happened, and in one in which they arrive: a ball before what is of it."""
    moments = iter(draw(st.lists(st.integers(0, 92), min_size=18, max_size=18, unique=True)))
    happened: list[tuple[int, Event]] = []
    chains: list[list[Event]] = []
    for n in range(draw(st.integers(0, 3))):
        side, is_shared = draw(st.sampled_from(Side.values)), draw(st.booleans())
        thrown, first, second, third = sorted(next(moments) for _ in range(4))
        rest: list[tuple[int, Event]] = []
        if draw(st.booleans()):
            rest.append((first, ("remind", (n, first))))
        if is_shared and side != Side.THIRD:
            rest += [(at, ("answer", (n, which, at))) for which, at in enumerate((second, third))]
        else:
            rest += [(second, ("forward", (n, second)))] if draw(st.booleans()) else []
            rest += [(third, ("land", (n, third)))] if draw(st.booleans()) else []
        made: Event = ("throw", (n, side, is_shared, thrown))
        happened += [(thrown, made), *rest]
        chains.append([made, *draw(st.permutations([event for _, event in rest]))])
    others = st.sampled_from([("move",), ("talk", Direction.IN), ("talk", Direction.OUT)])
    for what, *facts in draw(st.lists(others, max_size=6)):
        at = next(moments)
        happened.append((at, (what, (*facts, at))))
        chains.append([(what, (*facts, at))])
    turns = draw(st.permutations([n for n, chain in enumerate(chains) for _ in chain]))
    waiting = [iter(chain) for chain in chains]
    return [event for _, event in sorted(happened)], [next(waiting[n]) for n in turns]


LATE: tuple[list[Event], list[Event]] = (
    [("throw", (0, "client", False, 1)), ("talk", ("in", 3)), ("forward", (0, 5)), ("talk", ("out", 9)),
     ("land", (0, 12))],
    [("talk", ("out", 9)), ("throw", (0, "client", False, 1)), ("land", (0, 12)), ("forward", (0, 5)),
     ("talk", ("in", 3))],
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stream=streams())
@example(stream=LATE)
def test_in_whatever_order_events_arrive_the_ledger_and_the_stalls_are_the_same(
    house: House, stream: tuple[list[Event], list[Event]]
) -> None:
    found = []
    for events in stream:
        with transaction.atomic():
            lived = Lived(house, project.start(house.northwind, name="Any", at=BEGUN))
            for what, facts in events:
                verb: Callable[..., None] = getattr(lived, what)
                verb(*facts)
            found.append(lived.told)
            transaction.set_rollback(True)
    assert found[0] == found[1]
