"""Whatever becomes of balls, every working day has one class, and both ledgers agree (§5.3)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.clients.account import AccountState
from keepstep.domain.delivery import ball, holder, notice, passing, project
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.holder import AlreadyAnswered, Holder
from keepstep.domain.delivery.ledger import Ledger, ledgers
from keepstep.domain.delivery.ledger_figures import By, figures
from keepstep.domain.delivery.ledger_scope import Portfolio
from keepstep.domain.delivery.passing import AlreadyPassed, NotAllHaveAnswered
from keepstep.domain.delivery.project import Project
from tests.cast import House

FIRST = date(2026, 1, 12)
Act = tuple[str, int, str]
ACTS = ["throw", "pass", "land", "forward", "share", "answer", "excuse", "notice"]
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.sampled_from(Side.values)), max_size=14)
answers = st.lists(st.integers(0, 40), min_size=2, max_size=4)


def moment(n: int) -> datetime:
    """Some twenty hours after the former one, from the opening on."""
    return datetime(2026, 1, 12, 9, tzinfo=ZoneInfo("Europe/Berlin")) + n * timedelta(hours=20)


def read(house: House, one: Project) -> Ledger:
    states = list(AccountState.objects.filter(account=one.account_id))
    return ledgers([one], states=states, time=default_calendar().working_time(), at=house.at)[one.pk]


def live(house: House, one: Project, history: list[Act]) -> None:
    """Each act on one of the balls, where it is possible at all."""
    for n, (act, which, side) in enumerate(history):
        balls = list(Ball.objects.filter(project=one).order_by("since", "pk"))
        held, at = balls[which % len(balls)] if balls else None, moment(n)
        if act == "throw" or held is None:
            ball.throw(one, side=side, awaited=f"{n}", third_party="y", by=None, at=at)
            continue
        try:
            _act(house, act, held, side, at)
        except (AlreadyPassed, AlreadyAnswered, NotAllHaveAnswered):
            continue


def _act(house: House, act: str, held: Ball, side: str, at: datetime) -> None:
    waiting = Holder.objects.filter(ball=held, answered_at=None).first()
    if act == "pass":
        passing.pass_to(held, side=side, awaited="next", third_party="y", by=None, at=at)
    elif act == "land":
        passing.land(held, by=None, at=at)
    elif act == "forward":
        passing.forward(held, side=side, third_party="z", by=None, at=at)
    elif act == "notice":
        notice.give(held, how="call", by=None, at=at)
    elif act == "share" and held.side != Side.THIRD:
        people = [house.pavel, house.oleg] if held.side == Side.US else [house.ines, house.tom]
        holder.share(held, required=people)
    elif act in ("answer", "excuse") and waiting:
        holder.answer(waiting, by=None, at=at, is_excused=act == "excuse")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=acts)
def test_every_day_has_a_class_and_both_ledgers_agree(house: House, history: list[Act]) -> None:
    one = project.start(house.northwind, name="Any", at=moment(0))
    live(house, one, history)
    ledger = read(house, one)
    expected = default_calendar().working_time().working_days(FIRST, house.day)
    assert [day.date for day in ledger.days] == expected
    counted = ledger.exposure
    assert counted.days == len(expected)
    assert figures(Portfolio(projects=[one.pk]), by=By.PROJECT, at=house.at).total.exposure == counted


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=acts)
def test_a_ball_has_one_follower_which_begins_where_it_ends(house: House, history: list[Act]) -> None:
    one = project.start(house.northwind, name="Any", at=moment(0))
    live(house, one, history)
    kept = {each.pk: each for each in Ball.objects.filter(project=one)}
    followed = [each for each in kept.values() if each.former_id]
    assert len({each.former_id for each in followed}) == len(followed)
    assert all(each.former_id and kept[each.former_id].passed_at == each.since for each in followed)
    waiting = Holder.objects.filter(ball__in=kept, ball__passed_at__isnull=False, is_required=True, answered_at=None)
    assert waiting.count() == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=answers, data=st.data())
def test_in_whatever_order_answers_are_entered_the_ledger_is_the_same(
    house: House, hours: list[int], data: st.DataObject
) -> None:
    found = []
    for order in (range(len(hours)), data.draw(st.permutations(range(len(hours))))):
        one = project.start(house.northwind, name="Any", at=moment(0))
        held = ball.throw(one, side=Side.US, awaited="x", by=None, at=moment(0))
        people = [house.pavel, house.oleg, house.vera, None][: len(hours)]
        made = holder.share(held, required=[person for person in people if person])
        for n in order:
            if n < len(made):
                holder.answer(made[n], by=None, at=moment(hours[n]))
        found.append(read(house, one).days)
    assert found[0] == found[1]
