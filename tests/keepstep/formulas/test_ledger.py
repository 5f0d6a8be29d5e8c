"""Ledger, coverage, exposure and reaction: the numbers of reference.md, then what holds for any history (§5.3)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keepstep.formulas.ledger import (
    CLIENT,
    THIRD,
    US,
    Day,
    DayClass,
    Exposure,
    Holding,
    Notice,
    Pause,
    Reaction,
    classify,
    covered,
    exposure,
    reaction,
)
from keepstep.formulas.working_time import WorkingTime

OFFICE = WorkingTime(zone="UTC", week=dict.fromkeys(range(5), ((time(9), time(17)),)))
MONDAY = date(2026, 3, 2)
OPENED = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def date_of(n: int) -> date:
    """The n-th working day of the project; the first is Monday 2 March 2026."""
    return OFFICE.add_days(MONDAY, n - 1)


def moment(n: int, hour: int) -> datetime:
    return datetime.combine(date_of(n), time(hour), UTC)


def working_days(count: int) -> list[Day]:
    return [Day(date_of(n), moment(n, 17)) for n in range(1, count + 1)]


def held(side: str, first: int, last: int | None = None, ball: str = "ball") -> Holding:
    """From the morning of the first day to the morning after the last."""
    return Holding(ball, side, moment(first, 9), None if last is None else moment(last + 1, 9))


def told(*days: int, ball: str = "ball") -> list[Notice]:
    return [Notice(ball, date_of(n)) for n in days]


def measured(count: int, holdings: list[Holding], notices: list[Notice]) -> Exposure:
    days = working_days(count)
    classes = classify(days, holdings, opened=OPENED)
    return exposure(classes, covered(days, classes, holdings, notices))


# Classes


def test_overlapping_sides_share_their_days() -> None:
    holdings = [held(US, 1, 6), held(CLIENT, 4, 9), held(THIRD, 10)]
    classes = classify(working_days(10), holdings, opened=OPENED)
    counts = {its_class: classes.count(its_class) for its_class in DayClass}
    assert counts == {"ours": 3, "concurrent": 3, "theirs": 3, "third": 1, "free": 0}


def test_two_balls_of_one_side_are_not_concurrent() -> None:
    assert classify(working_days(1), [held(CLIENT, 1), held(CLIENT, 1, ball="other")], opened=OPENED) == ["theirs"]


def test_an_open_project_without_a_ball_is_ours() -> None:
    assert classify(working_days(2), [held(CLIENT, 1, 1)], opened=OPENED) == ["theirs", "ours"]


def test_the_closing_of_the_day_decides() -> None:
    closing = moment(1, 17)
    passed = [Holding("a", US, OPENED, closing), Holding("b", CLIENT, closing)]
    kept = [Holding("a", US, OPENED, closing + timedelta(seconds=1))]
    assert classify(working_days(1), passed, opened=OPENED) == ["theirs"]
    assert classify(working_days(1), kept, opened=OPENED) == ["ours"]


def test_today_is_decided_by_the_present() -> None:
    holdings = [Holding("a", US, OPENED, moment(1, 12)), Holding("b", CLIENT, moment(1, 12))]
    assert classify([Day(MONDAY, moment(1, 11))], holdings, opened=OPENED) == ["ours"]
    assert classify([Day(MONDAY, moment(1, 13))], holdings, opened=OPENED) == ["theirs"]


def test_days_before_the_opening_after_the_close_and_in_a_pause_are_free() -> None:
    pause = Pause(moment(3, 10), moment(4, 10))
    classes = classify(working_days(6), [held(CLIENT, 1)], opened=moment(2, 12), closed=moment(6, 12), pauses=[pause])
    assert classes == ["free", "theirs", "free", "theirs", "theirs", "free"]


def test_a_pause_without_an_end_lasts() -> None:
    assert classify(working_days(2), [], opened=OPENED, pauses=[Pause(moment(2, 9))]) == ["ours", "free"]


# Coverage


def test_a_notice_covers_its_day_and_the_next_four_working_days() -> None:
    days, holdings = working_days(8), [held(CLIENT, 1)]
    classes = classify(days, holdings, opened=OPENED)
    assert covered(days, classes, holdings, told(2)) == [False, True, True, True, True, True, False, False]


def test_a_notice_on_a_saturday_covers_the_four_working_days_after_it() -> None:
    days, holdings = working_days(12), [held(CLIENT, 1)]
    saturday = Notice("ball", date(2026, 3, 7))
    classes = classify(days, holdings, opened=OPENED)
    assert covered(days, classes, holdings, [saturday]) == [False] * 5 + [True] * 4 + [False] * 3


def test_a_notice_about_another_ball_covers_nothing() -> None:
    days = working_days(3)
    holdings = [held(CLIENT, 2), held(CLIENT, 1, 1, ball="landed"), held(US, 1, 1)]
    classes = classify(days, holdings, opened=OPENED)
    assert classes == ["concurrent", "theirs", "theirs"]
    assert covered(days, classes, holdings, told(1, ball="landed")) == [False, False, False]
    assert covered(days, classes, holdings, told(3)) == [False, False, True]


def test_only_days_of_the_client_alone_are_covered() -> None:
    days, holdings = working_days(2), [held(CLIENT, 1, 1), held(US, 1, ball="other")]
    classes = classify(days, holdings, opened=OPENED)
    assert covered(days, classes, holdings, told(1)) == [False, False]


# Exposure


@pytest.mark.parametrize(
    ("told_on", "percent"),
    [((), 100), ((11,), 95), (range(11, 101, 10), 55), (range(11, 101, 5), 10)],
    ids=["in silence", "once", "every 10 days", "every 5 days"],
)
def test_ten_days_of_ours_and_ninety_of_theirs(told_on: range | tuple[int, ...], percent: float) -> None:
    result = measured(100, [held(US, 1, 10, "ours"), held(CLIENT, 11)], told(*told_on))
    assert (result.value, result.ours, result.theirs, result.days) == (percent, 10, 90, 100)


def test_a_third_party_and_a_pause_are_not_ours_and_count_as_days() -> None:
    parts = Exposure(ours=1, concurrent=1, theirs_covered=2, theirs_uncovered=1, third=3, free=4)
    assert (parts.days, parts.exposed, parts.value) == (12, 3, 25)


def test_no_days_have_no_exposure() -> None:
    assert exposure([], []).value is None


# Reaction


def test_reaction_is_working_time_and_balls_in_the_air_have_none_yet() -> None:
    holdings = [
        Holding(1, CLIENT, moment(5, 16), moment(6, 10)),
        Holding(2, CLIENT, moment(1, 9), moment(1, 13)),
        Holding(3, CLIENT, moment(1, 9)),
        Holding(4, US, moment(1, 12), moment(1, 13)),
    ]
    assert reaction(holdings, OFFICE) == {
        CLIENT: Reaction(median=3 * HOUR, p90=3.8 * HOUR, count=2),
        US: Reaction(median=HOUR, p90=HOUR, count=1),
    }


def test_an_outlier_moves_the_ninth_decile_and_not_the_median() -> None:
    quick = [Holding(n, US, moment(n, 9), moment(n, 10)) for n in range(1, 10)]
    slow = Holding(10, US, moment(1, 9), moment(11, 9))
    assert reaction([*quick, slow], OFFICE) == {US: Reaction(median=HOUR, p90=8.9 * HOUR, count=10)}


# What holds for any history

spans = st.tuples(st.integers(1, 30), st.integers(0, 30))
histories = st.lists(
    st.builds(
        lambda ball, side, span, open_ended: held(side, span[0], None if open_ended else sum(span), ball),
        ball=st.sampled_from("abcd"),
        side=st.sampled_from((US, CLIENT, THIRD)),
        span=spans,
        open_ended=st.booleans(),
    ),
    max_size=8,
)
notices = st.lists(st.builds(lambda n, ball: Notice(ball, date_of(n)), st.integers(1, 40), st.sampled_from("abcd")))
pauses = st.lists(spans.map(lambda span: Pause(moment(span[0], 9), moment(sum(span), 12))), max_size=2)


@given(st.integers(0, 40), histories, notices, pauses, st.integers(1, 40))
def test_the_classes_add_up_to_the_days(
    count: int, holdings: list[Holding], given_: list[Notice], paused: list[Pause], last: int
) -> None:
    days = working_days(count)
    classes = classify(days, holdings, opened=OPENED, closed=moment(last, 17), pauses=paused)
    result = exposure(classes, covered(days, classes, holdings, given_))
    assert result.days == count
    assert result.theirs == classes.count(DayClass.THEIRS)
    assert result.free >= max(count - last + 1, 0)


@given(st.integers(1, 40), histories, notices)
def test_exposure_is_a_percentage(count: int, holdings: list[Holding], given_: list[Notice]) -> None:
    value = measured(count, holdings, given_).value
    assert value is not None and 0 <= value <= 100


@given(st.integers(1, 40), histories, notices, notices)
def test_one_more_notice_never_raises_exposure(
    count: int, holdings: list[Holding], given_: list[Notice], more: list[Notice]
) -> None:
    assert measured(count, holdings, given_ + more).exposed <= measured(count, holdings, given_).exposed


def stretched(holdings: list[Holding], notices: list[Notice], at: int) -> tuple[list[Holding], list[Notice]]:
    """The same history with one more working day after the `at`-th, on which nothing happens; all else comes later."""
    number = {date_of(n): n for n in range(1, 90)}

    def later(span: datetime) -> datetime:
        n = number[span.date()]
        return moment(n + 1, span.hour) if n > at else span

    held_longer = [
        holding._replace(since=later(holding.since), until=holding.until and later(holding.until))
        for holding in holdings
    ]
    return held_longer, [
        notice._replace(day=date_of(number[notice.day] + (number[notice.day] > at))) for notice in notices
    ]


@settings(max_examples=300)
@given(st.integers(1, 40), st.integers(0, 40), histories, notices)
def test_one_more_silent_day_never_lowers_exposure(
    count: int, place: int, holdings: list[Holding], given_: list[Notice]
) -> None:
    """Wherever in a history it falls. A day is silent on which nobody is reminded and no former reminder reaches: it is
    ours, of several, or the client's and not covered. What a reminder still covers, or a third party holds, is not."""
    at = min(place, count)
    longer, told_later = stretched(holdings, given_, at)
    days = working_days(count + 1)
    classes = classify(days, longer, opened=OPENED)
    reached = covered(days, classes, longer, told_later)
    before, after = measured(count, holdings, given_), exposure(classes, reached)
    is_silent = classes[at] != DayClass.THIRD and not reached[at]
    assert after.exposed >= before.exposed + is_silent
    if is_silent:
        assert before.value is not None and after.value is not None and after.value >= before.value


@given(st.integers(1, 40), histories, notices)
def test_the_longer_nobody_speaks_the_higher_exposure_climbs(
    count: int, holdings: list[Holding], given_: list[Notice]
) -> None:
    """From the day on which the client alone holds what it holds, and the last reminder reaches no further."""
    given_ = [notice for notice in given_ if notice.day <= date_of(count)]
    holdings = [one for one in holdings if one.until and one.until <= moment(count + 1, 9)]
    holdings.append(Holding("last", CLIENT, moment(count, 17)))
    told_last = [Notice("last", date_of(count))]
    values = [measured(count + n, holdings, given_ + told_last).value or 0 for n in range(12)]
    assert values[:5] == sorted(values[:5], reverse=True)
    assert values[4:] == sorted(values[4:])


@given(st.integers(1, 40), histories, notices)
def test_silence_costs_every_day_of_the_client(count: int, holdings: list[Holding], given_: list[Notice]) -> None:
    silent, spoken = measured(count, holdings, []), measured(count, holdings, given_)
    assert silent.theirs_covered == 0
    assert silent.exposed == spoken.exposed + spoken.theirs_covered
