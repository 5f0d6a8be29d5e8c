"""The figures of whole portfolios are those of each project's own ledger, whatever happened (§5.3)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency.calendar import WorkCalendar, default_calendar
from keepstep.domain.clients import account
from keepstep.domain.clients.account import AccountState, State
from keepstep.domain.delivery import ball, notice, passing, project
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.ledger import LedgerDay, ledgers
from keepstep.domain.delivery.ledger_answers import answers
from keepstep.domain.delivery.ledger_figures import Answer, By, Figures, Most, figures
from keepstep.domain.delivery.ledger_scope import ALWAYS, NOBODY, Period, Portfolio
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.delivery.pause import Pause
from keepstep.domain.delivery.project import Project
from keepstep.formulas import ledger as formulas
from keepstep.formulas.ledger import Exposure, Holding, Reaction
from tests.cast import House, welcome

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = date(2025, 12, 15)
Throw = tuple[str, int, int | None, list[int]]
Span = tuple[int, int | None]
HOUR = timedelta(hours=1)
ALL = Portfolio()


def moment(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), BERLIN)


def of(one: Project, *, at: datetime, period: Period = ALWAYS) -> Figures:
    return figures(Portfolio(projects=[one.pk]), by=By.PROJECT, at=at, period=period).total


def by_hand(one: Project, *, at: datetime, period: Period = ALWAYS) -> tuple[Exposure, dict[str, Reaction]]:
    """What the ledger of one project, day by day, says of the period."""
    hours = one.account.working_time()
    states = list(AccountState.objects.filter(account=one.account_id))
    first, last = period.first or date.min, period.last or date.max
    days = [day for day in ledgers([one], states=states, time=hours, at=at)[one.pk].days if first <= day.date <= last]
    exposure = formulas.exposure([day.whose for day in days], [day.is_covered for day in days])
    passed = Ball.objects.filter(project=one, passed_at__lte=at, passed_at__gte=one.opened_at)
    holdings = [
        Holding(each.pk, each.side, each.since, each.passed_at)
        for each in passed
        if each.passed_at and first <= hours.local_day(each.passed_at) <= last
    ]
    return exposure, formulas.reaction(holdings, hours)


def rounded(reactions: dict[str, Reaction]) -> dict[str, tuple[int, int, int]]:
    def milliseconds(span: timedelta) -> int:
        return round(span / timedelta(milliseconds=1))

    return {side: (milliseconds(one.median), milliseconds(one.p90), one.count) for side, one in reactions.items()}


def held(one: Project, side: str, since: datetime, until: datetime | None = None, told: Sequence[date] = ()) -> Ball:
    thrown = ball.throw(one, side=side, awaited="x", third_party="y", by=None, at=since)
    for day in told:
        notice.give(thrown, how="call", by=None, at=moment(day, 12))
    if until:
        passing.land(thrown, by=None, at=until)
    return thrown


# The reference numbers


@pytest.mark.parametrize(
    ("told_on", "percent"),
    [((), 100), ((10,), 95), (range(10, 100, 10), 55), (range(10, 100, 5), 10)],
    ids=["in silence", "once", "every 10 days", "every 5 days"],
)
def test_ten_days_of_ours_and_ninety_of_theirs(house: House, told_on: Sequence[int], percent: float) -> None:
    hours, first = default_calendar().working_time(), date(2025, 6, 2)
    days = [hours.add_days(first, n) for n in range(100)]
    one = project.start(house.northwind, name="Ads", at=moment(days[0]))
    held(one, Side.US, moment(days[0]), moment(days[10]))
    held(one, Side.CLIENT, moment(days[10]), told=[days[n] for n in told_on])
    found = of(one, at=moment(days[-1], 18)).exposure
    assert (found.value, found.ours, found.theirs, found.days) == (percent, 10, 90, 100)


def test_sides_that_overlap_share_their_days(house: House) -> None:
    hours = default_calendar().working_time()
    days = [hours.add_days(date(2026, 1, 12), n) for n in range(11)]
    one = project.start(house.northwind, name="Ads", at=moment(days[0]))
    held(one, Side.US, moment(days[0]), moment(days[6]))
    held(one, Side.CLIENT, moment(days[3]), moment(days[9]))
    held(one, Side.THIRD, moment(days[9]))
    found = of(one, at=moment(days[9], 18)).exposure
    assert (found.ours, found.concurrent, found.theirs, found.third, found.free) == (3, 3, 3, 1, 0)


def test_a_reaction_is_working_time_over_lunch_and_night(house: House) -> None:
    one = project.start(house.northwind, name="Ads", at=moment(date(2026, 2, 2)))
    held(one, Side.CLIENT, moment(date(2026, 2, 3), 17), moment(date(2026, 2, 4), 10))
    held(one, Side.CLIENT, moment(date(2026, 2, 5), 12), moment(date(2026, 2, 5), 15))
    held(one, Side.CLIENT, moment(date(2026, 2, 5)))
    assert of(one, at=house.at).reactions == {
        "client": Reaction(median=2 * HOUR, p90=2 * HOUR, count=2),
    }


# Portfolios


def test_rows_are_the_most_exposed_first_and_come_to_the_total(house: House) -> None:
    lumen = welcome("Bright Dental", manager=house.oleg)
    other = project.start(lumen, name="Ads", at=moment(date(2026, 2, 2)))
    held(other, Side.THIRD, moment(date(2026, 2, 2)))
    found = figures(ALL, by=By.ACCOUNT, at=house.at)
    assert [(row.key, row.exposure.value) for row in found.rows] == [(house.northwind.pk, 100), (lumen.pk, 0)]
    assert found.total.exposure.days == sum(row.exposure.days for row in found.rows)
    assert (found.count, found.total.projects) == (2, 2)


def test_a_page_of_rows_has_the_total_of_all(house: House) -> None:
    for name in ("A", "B", "C"):
        project.start(house.northwind, name=name, at=moment(date(2026, 2, 2)))
    whole = figures(ALL, by=By.PROJECT, at=house.at)
    pages = [figures(ALL, by=By.PROJECT, at=house.at, limit=2, offset=n) for n in (0, 2)]
    assert [row for page in pages for row in page.rows] == whole.rows
    assert [(page.count, page.total) for page in pages] == [(4, whole.total)] * 2


def test_managers_have_rows_and_so_has_nobody(house: House) -> None:
    orphan = welcome("Orphan", manager=None)
    project.start(orphan, name="Ads", at=moment(date(2026, 2, 2)))
    assert {row.key for row in figures(ALL, by=By.MANAGER, at=house.at).rows} == {house.vera.pk, None}
    assert figures(Portfolio(manager=house.vera.pk), by=By.ACCOUNT, at=house.at).total.projects == 1
    without = figures(Portfolio(manager=NOBODY), by=By.ACCOUNT, at=house.at)
    assert [row.key for row in without.rows] == [orphan.pk]


def test_rows_come_in_the_order_asked_for(house: House) -> None:
    other = project.start(house.northwind, name="Ads", at=moment(date(2026, 2, 23)))
    held(other, Side.THIRD, moment(date(2026, 2, 23)))
    by_ours = figures(ALL, by=By.PROJECT, at=house.at, most=Most.OURS).rows
    by_third = figures(ALL, by=By.PROJECT, at=house.at, most=Most.THIRD).rows
    assert [[row.key for row in rows] for rows in (by_ours, by_third)] == [
        [house.project.pk, other.pk],
        [other.pk, house.project.pk],
    ]


def test_a_reaction_is_that_of_the_balls_behind_it(house: House) -> None:
    one = project.start(house.northwind, name="Ads", at=moment(date(2026, 2, 2)))
    held(one, Side.CLIENT, moment(date(2026, 2, 3), 17), moment(date(2026, 2, 4), 10))
    slow = held(one, Side.CLIENT, moment(date(2026, 2, 5)), moment(date(2026, 2, 6), 10))
    held(one, Side.US, moment(date(2026, 2, 5)), moment(date(2026, 2, 6)))
    held(one, Side.CLIENT, moment(date(2026, 2, 5)))
    found = answers(ALL, side=Side.CLIENT, at=house.at, limit=9)
    assert [(each.ball == slow.pk, each.took) for each in found] == [(True, 9 * HOUR), (False, 2 * HOUR)]
    assert answers(ALL, side=Side.CLIENT, at=house.at, limit=1, offset=1) == found[1:]
    assert answers(Portfolio(projects=[]), side=Side.CLIENT, at=house.at, limit=9) == []


def test_without_projects_there_is_nothing(house: House) -> None:
    empty = figures(Portfolio(projects=[]), by=By.PROJECT, at=house.at)
    assert empty == Answer([], 0, Figures(None, 0, Exposure(0, 0, 0, 0, 0, 0)))


def test_a_period_before_the_opening_has_no_rows(house: House) -> None:
    found = figures(ALL, by=By.ACCOUNT, at=house.at, period=Period(date(2020, 1, 1), date(2020, 1, 31)))
    assert (found.rows, found.total.exposure.days) == ([], 0)


def test_another_agency_is_not_counted(house: House) -> None:
    assert [row.key for row in figures(ALL, by=By.PROJECT, at=house.at).rows] == [house.project.pk]


def test_a_client_with_a_calendar_of_its_own_has_its_own_days(house: House) -> None:
    own = WorkCalendar.objects.create(name="Moscow", zone="Europe/Moscow", country="RU")
    house.northwind.calendar = own
    house.northwind.save(update_fields=["calendar"])
    one = project.start(house.northwind, name="Ads", at=moment(date(2026, 2, 2)))
    held(one, Side.CLIENT, moment(date(2026, 2, 4)), moment(date(2026, 2, 25)), [date(2026, 2, 20)])
    found = of(one, at=house.at)
    assert (found.exposure, rounded(found.reactions)) == _rounded(by_hand(one, at=house.at))


def _rounded(known: tuple[Exposure, dict[str, Reaction]]) -> tuple[Exposure, dict[str, tuple[int, int, int]]]:
    return known[0], rounded(known[1])


# What holds for any history

offsets = st.integers(0, 80 * 24 * 4)
"""Quarters of an hour after midnight of the first day."""

throws = st.tuples(
    st.sampled_from(Side.values), offsets, st.none() | st.integers(0, 20 * 24 * 4), st.lists(st.integers(0, 25))
)
spans = st.tuples(offsets, st.none() | st.integers(1, 20 * 24 * 4))
periods = st.builds(
    lambda first, length: Period(first, None if first is None or length is None else first + timedelta(days=length)),
    st.none() | st.dates(FIRST - timedelta(days=5), date(2026, 3, 5)),
    st.none() | st.integers(0, 60),
)


def later(quarters: int) -> datetime:
    return moment(FIRST, 0) + timedelta(minutes=15 * quarters)


def lived(
    house: House,
    balls: Sequence[Throw],
    opened: int,
    closed: int | None,
    pauses: Sequence[tuple[int, int | None]] = (),
) -> Project:
    one = project.start(house.northwind, name="Ads", at=later(opened))
    for side, since, length, told in balls:
        start = later(since)
        days = [start.date() + timedelta(days=n) for n in told]
        held(one, side, start, None if length is None else later(since + length), days)
    for n, (since, length) in enumerate(pauses):
        until = None if length is None else later(since + length)
        # Not by the verb, which refuses pauses that overlap: the figures must hold for them as well.
        Pause.objects.create(
            account=house.northwind, since=later(since), until=until, agreed_with="Ines", said_at=house.at,
            project=one if n % 2 else None,
        )  # fmt: skip
    if closed is not None:
        Project.objects.filter(pk=one.pk).update(closed_at=later(opened + closed))
        one.refresh_from_db()
    return one


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    balls=st.lists(throws, max_size=7),
    opened=st.integers(0, 40 * 24 * 4),
    closed=st.none() | st.integers(0, 40 * 24 * 4),
    pauses=st.lists(spans, max_size=3),
    period=periods,
    at=st.integers(0, 90 * 24 * 4),
)
def test_the_figures_of_a_project_are_those_of_its_ledger(
    house: House,
    balls: list[Throw],
    opened: int,
    closed: int | None,
    pauses: list[tuple[int, int | None]],
    period: Period,
    at: int,
) -> None:
    Pause.objects.all().delete()
    one, now = lived(house, balls, opened, closed, pauses), later(at)
    found = of(one, at=now, period=period)
    exposure, reactions = by_hand(one, at=now, period=period)
    assert found.exposure == exposure
    if exposure.days:
        assert rounded(found.reactions) == rounded(reactions)
    assert exposure.value is None or 0 <= exposure.value <= 100


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    balls=st.lists(throws, max_size=6).flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))),
    pauses=st.lists(spans, max_size=3).flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))),
)
def test_the_order_in_which_events_are_stored_changes_nothing(
    house: House, balls: tuple[list[Throw], list[Throw]], pauses: tuple[list[Span], list[Span]]
) -> None:
    """Balls, the notices of them and pauses: the days are the same one by one, and so is every figure."""
    told: list[tuple[list[LedgerDay], Exposure, dict[str, Reaction]]] = []
    for thrown, rested in zip(balls, pauses, strict=True):
        Pause.objects.all().delete()
        turned = [(side, since, length, days[::-1]) for side, since, length, days in thrown]
        one = lived(house, turned if told else thrown, 0, None, rested)
        Pause.objects.update(project=None)
        states = list(AccountState.objects.filter(account=one.account_id))
        hours = one.account.working_time()
        days = ledgers([one], states=states, time=hours, at=house.at)[one.pk].days
        found = of(one, at=house.at)
        told.append((days, found.exposure, found.reactions))
    assert told[0] == told[1]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(balls=st.lists(throws, max_size=5), days=st.integers(30, 55))
def test_one_more_silent_day_of_the_client_never_lowers_exposure(house: House, balls: list[Throw], days: int) -> None:
    hours = default_calendar().working_time()
    last = hours.add_days(FIRST, days)
    before = [each for each in balls if later(each[1]) < moment(last, 0)]
    one = lived(house, before, 0, None)
    Ball.objects.filter(project=one, passed_at=None).update(passed_at=moment(last, 20))
    Ball.objects.filter(project=one, passed_at__gt=moment(last, 20)).update(passed_at=moment(last, 20))
    held(one, Side.CLIENT, moment(last, 20))
    Notice.objects.filter(ball__project=one, day__gt=last).delete()
    values = [of(one, at=moment(hours.add_days(last, n), 19)).exposure.value or 0 for n in range(3)]
    assert values == sorted(values)


def test_an_account_that_is_paused_rests_with_all_its_projects(house: House) -> None:
    one = project.start(house.northwind, name="Ads", at=moment(date(2026, 2, 23)))
    account.become(house.northwind, State.PAUSED, by=house.vera, at=moment(date(2026, 2, 25)), reason="holidays")
    account.become(house.northwind, State.ACTIVE, by=house.vera, at=moment(date(2026, 2, 27)))
    assert of(one, at=house.at).exposure == Exposure(4, 0, 0, 0, 0, 2)
