from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.clients import account
from keepstep.domain.clients.account import AccountState, State
from keepstep.domain.delivery import ball, notice, passing, pause, project, stall_history, step
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.ledger import Ledger, ledgers
from keepstep.domain.delivery.movement import movements
from keepstep.domain.delivery.pause import Pause
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.stall_history import Stall
from keepstep.formulas.day_count import DayCount
from tests.cast import House

BERLIN = ZoneInfo("Europe/Berlin")


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN)


def february(day: int) -> date:
    return date(2026, 2, day)


def started(house: House, day: date) -> Project:
    return project.start(house.northwind, name="Ads", at=morning(day))


def told(house: House, one: Project, *, at: datetime | None = None) -> tuple[Ledger, list[Stall]]:
    at, time = at or house.at, default_calendar().working_time()
    states = list(AccountState.objects.filter(account=one.account_id))
    ledger = ledgers([one], states=states, time=time, at=at)[one.pk]
    steps = stall_history.step_days(one, at=at)
    pauses = list(Pause.objects.of(one))
    return ledger, stall_history.stalls(
        one, ledger, states=states, pauses=pauses, steps=steps, time=time, patience=2, at=at
    )


def spans(house: House, one: Project) -> list[tuple[str, str, int]]:
    return [
        (f"{stall.since:%d.%m}", f"{stall.until:%d.%m}" if stall.until else "", len(stall.days))
        for stall in told(house, one)[1]
    ]


def test_a_stall_begins_on_the_second_working_day_without_a_step_and_ends_on_the_day_of_one(house: House) -> None:
    one = started(house, february(9))
    step.record(one, title="Drafts", at=morning(february(16)))
    step.record(one, title="Texts", at=morning(february(26)))
    assert spans(house, one) == [("11.02", "16.02", 3), ("18.02", "26.02", 6), ("02.03", "", 1)]


def test_a_step_on_a_day_off_ends_a_stall_on_that_day(house: House) -> None:
    one = started(house, february(16))
    step.record(one, title="Drafts", at=morning(february(21)))
    assert spans(house, one) == [("18.02", "21.02", 3), ("24.02", "", 5)]


def test_an_overdue_ball_stalls_a_project_until_it_is_passed(house: House) -> None:
    one = started(house, february(16))
    held = ball.throw(
        one, side=Side.CLIENT, awaited="photos", due=february(17), by=None, at=morning(february(16))
    )  # fmt: skip
    for day in (17, 18, 19, 20, 23, 24, 25, 26, 27):
        step.record(one, title="A little", at=morning(february(day)))
    passing.land(held, by=None, at=morning(february(24)))
    stall = told(house, one)[1][0]
    assert (stall.since, stall.until, len(stall.days), stall.balls) == (february(18), february(24), 4, [held])


def test_where_the_stall_begins_anew_another_one_begins(house: House) -> None:
    one = started(house, february(16))
    ball.throw(one, side=Side.CLIENT, awaited="photos", due=february(19), by=None, at=morning(february(16)))
    step.record(one, title="Drafts", at=morning(february(20)))
    assert spans(house, one) == [("18.02", "20.02", 2), ("20.02", "", 7)]


def test_a_push_belongs_to_the_stall_in_which_it_was_given_and_to_no_other(house: House) -> None:
    one = started(house, february(9))
    held = ball.throw(one, side=Side.CLIENT, awaited="photos", by=None, at=morning(february(9)))
    given = {
        day: notice.give(held, how="email", by=house.vera, at=morning(february(day))) for day in (10, 11, 16, 17, 20)
    }
    step.record(one, title="Drafts", at=morning(february(16)))
    pushes = [stall.pushes for stall in told(house, one)[1]]
    assert pushes == [[given[11], given[16]], [given[20]]]


def test_a_pause_ends_a_stall_and_the_clock_starts_anew_after_it(house: House) -> None:
    one = started(house, february(9))
    pause.agree(
        house.northwind, project=one, since=morning(february(16)), until=morning(february(23)), agreed_with="Ines",
        by=house.vera, at=morning(february(16)),
    )  # fmt: skip
    assert spans(house, one) == [("11.02", "16.02", 3), ("25.02", "", 4)]


@pytest.mark.parametrize("ended", [february(21), february(22), february(23)])
def test_a_pause_through_a_sunday_is_no_milder_than_one_through_the_friday_before(house: House, ended: date) -> None:
    one = started(house, february(9))
    pause.agree(
        house.northwind, project=one, since=morning(february(16)), until=datetime.combine(ended, time(), BERLIN),
        agreed_with="Ines", by=house.vera, at=morning(february(16)),
    )  # fmt: skip
    assert spans(house, one) == [("11.02", "16.02", 3), ("24.02", "", 5)]


def test_a_project_of_a_client_who_is_not_active_yet_does_not_stall(house: House) -> None:
    made = account.welcome(name="Elm Books", manager=house.vera, by=house.vera, at=morning(february(2)))
    one = project.start(made, name="Shop", at=morning(february(9)))
    assert spans(house, one) == []
    account.become(made, State.ACTIVE, by=house.vera, at=morning(february(23)))
    assert spans(house, one) == [("25.02", "", 4)]


def test_closing_ends_the_last_stall(house: House) -> None:
    one = started(house, february(9))
    project.close(one, at=morning(february(13)))
    assert spans(house, one) == [("11.02", "13.02", 2)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    throws=st.lists(
        st.tuples(st.sampled_from(Side.values), st.integers(0, 80), st.integers(1, 40), st.integers(0, 20)), max_size=5
    ),
    steps=st.lists(st.integers(0, 89), max_size=8),
)
@example(throws=[("us", 57, 34, 6)], steps=[88])
def test_stalls_never_overlap_lose_no_push_and_end_in_todays(
    house: House, throws: list[tuple[str, int, int, int]], steps: list[int]
) -> None:
    first = date(2025, 12, 2)
    one = started(house, first)
    given: list[date] = []
    for side, start, length, patience in throws:
        at = first + timedelta(days=start)
        held = ball.throw(
            one, side=side, awaited="x", third_party="y", by=None, at=morning(at), due=at + timedelta(days=patience)
        )
        given.append(notice.give(held, how="call", by=None, at=morning(at)).day)
        if (ended := morning(at + timedelta(days=length))) <= house.at:
            passing.land(held, by=None, at=ended)
    for day in steps:
        step.record(one, title="A step", at=morning(first + timedelta(days=day)))
    ledger, found = told(house, one)
    stood = [day.date for stall in found for day in stall.days]
    assert stood == sorted(set(stood))
    assert set(stood) <= {day.date for day in ledger.days}
    pushed = [push.pk for stall in found for push in stall.pushes]
    assert len(pushed) == len(set(pushed))
    inside = [day for day in given if any(s.since <= day <= (s.until or house.day) for s in found)]
    assert len(pushed) == len(inside)
    time = default_calendar().working_time()
    days = DayCount(time.is_working_day, today=house.day)
    today = movements([one.pk], days=days, zone="Europe/Berlin", patience=2, at=house.at)[one.pk].stall
    last = len(found[-1].days) if found and found[-1].until is None else 0
    # Where an earlier cause ended, the later one goes on counting from its own beginning; no day is told twice.
    follows = len(found) > 1 and found[-2].days[-1].date == time.add_days(found[-1].since, -1)
    assert last <= today if follows else last == today
