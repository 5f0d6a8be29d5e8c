from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.clients import account
from keepstep.domain.clients.account import AccountState, State
from keepstep.domain.delivery import ball, notice, passing, project
from keepstep.domain.delivery import ledger as gathered
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.ledger import Ledger, ledgers
from keepstep.domain.delivery.project import Project
from keepstep.formulas.ledger import Exposure
from tests.cast import House

BERLIN = ZoneInfo("Europe/Berlin")


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN)


def read(house: House, one: Project, *, at: datetime | None = None) -> Ledger:
    states = list(AccountState.objects.filter(account=one.account_id))
    return ledgers([one], states=states, time=default_calendar().working_time(), at=at or house.at)[one.pk]


def started(house: House, day: date) -> Project:
    return project.start(house.northwind, name="Ads", at=morning(day))


def test_a_project_without_balls_is_ours_from_its_opening_until_today(house: House) -> None:
    one = started(house, date(2026, 2, 23))
    assert [(day.date.day, day.whose.value) for day in read(house, one).days] == [
        (23, "ours"), (24, "ours"), (25, "ours"), (26, "ours"), (27, "ours"), (2, "ours")
    ]  # fmt: skip


def test_a_notice_covers_its_day_and_the_four_working_days_after_it(house: House) -> None:
    one = started(house, date(2026, 2, 16))
    held = ball.throw(one, side=Side.CLIENT, awaited="photos", by=house.vera, at=morning(date(2026, 2, 16)))
    notice.give(held, how="email", by=house.vera, at=morning(date(2026, 2, 19)))
    assert [day.date.day for day in read(house, one).days if day.is_covered] == [19, 20, 23, 24, 25]


def test_the_day_of_a_notice_is_marked(house: House) -> None:
    one = started(house, date(2026, 2, 26))
    held = ball.throw(one, side=Side.CLIENT, awaited="photos", by=house.vera, at=morning(date(2026, 2, 26)))
    notice.give(held, how="email", by=house.vera, at=morning(date(2026, 2, 27)))
    assert [day.was_noticed for day in read(house, one).days] == [False, True, False]


def test_ten_days_ours_then_ninety_theirs_with_a_notice_every_ten_days_expose_us_by_55_percent(house: House) -> None:
    time = default_calendar().working_time()
    first = date(2025, 6, 2)
    one = started(house, first)
    days = [time.add_days(first, n) for n in range(100)]
    held = ball.throw(one, side=Side.CLIENT, awaited="photos", by=house.vera, at=morning(days[10]))
    for day in days[10::10]:
        notice.give(held, how="call", by=house.vera, at=morning(day))
    found = read(house, one, at=morning(days[-1]) + timedelta(hours=9)).exposure
    assert (found.ours, found.theirs_covered, found.theirs_uncovered, found.value) == (10, 45, 45, 55.0)


def test_the_days_of_a_pause_are_free(house: House) -> None:
    one = started(house, date(2026, 2, 23))
    account.become(house.northwind, State.PAUSED, by=house.vera, at=morning(date(2026, 2, 25)), reason="holidays")
    account.become(house.northwind, State.ACTIVE, by=house.vera, at=morning(date(2026, 2, 27)))
    assert read(house, one).exposure == Exposure(
        ours=4, concurrent=0, theirs_covered=0, theirs_uncovered=0, third=0, free=2
    )


def test_a_closed_project_has_no_days_after_its_closing(house: House) -> None:
    one = started(house, date(2026, 2, 23))
    project.close(one, at=morning(date(2026, 2, 26)))
    assert [day.date.day for day in read(house, one).days] == [23, 24, 25, 26]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(throws=st.lists(st.tuples(st.sampled_from(Side.values), st.integers(0, 99), st.integers(0, 40)), max_size=8))
def test_stretches_change_nothing(house: House, throws: list[tuple[str, int, int]]) -> None:
    first = date(2025, 10, 1)
    one = started(house, first)
    for side, start, length in throws:
        held = ball.throw(
            one, side=side, awaited="x", third_party="y", by=None, at=morning(first + timedelta(days=start))
        )
        notice.give(held, how="call", by=None, at=morning(first + timedelta(days=start + length // 2)))
        passing.land(held, by=None, at=morning(first + timedelta(days=start + length)))
    in_stretches = read(house, one)
    whole, gathered.STRETCH = gathered.STRETCH, 100_000
    try:
        assert read(house, one) == in_stretches
    finally:
        gathered.STRETCH = whole
