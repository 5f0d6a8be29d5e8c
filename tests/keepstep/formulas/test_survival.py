"""Survival: the teaching example of reference.md, worked by hand, then what always holds (§5.6)."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.survival import Curve, Lifetime, Median, survival

EXAMPLE = [Lifetime(10, True), Lifetime(20, False), Lifetime(20, True), Lifetime(30, True), Lifetime(40, False)]
lives = st.lists(st.builds(Lifetime, st.integers(0, 60).map(float), st.booleans()), min_size=1, max_size=40)


def curve(lifetimes: list[Lifetime]) -> Curve:
    found = survival(lifetimes)
    assert found
    return found


def test_the_published_example() -> None:
    assert [(step.at, step.at_risk, round(step.value, 9)) for step in curve(EXAMPLE).steps] == [
        (10, 5, 0.8), (20, 4, 0.6), (30, 2, 0.3),
    ]  # fmt: skip


def test_greenwoods_error_of_the_example() -> None:
    first, second, third = curve(EXAMPLE).steps
    assert first.error == pytest.approx(0.8 * sqrt(1 / 20))
    assert second.error == pytest.approx(0.6 * sqrt(1 / 20 + 1 / 12))
    assert third.error == pytest.approx(0.3 * sqrt(1 / 20 + 1 / 12 + 1 / 2))


def test_the_median_of_the_example() -> None:
    assert curve(EXAMPLE).median == Median(30, 10, None)


def test_a_median_that_is_not_reached() -> None:
    assert curve([Lifetime(10, True), *[Lifetime(20, False)] * 9]).median.value is None


def test_whoever_left_is_counted_before_those_seen_for_as_long() -> None:
    left, stays = Lifetime(5, True), Lifetime(5, False)
    assert curve([stays, left]).steps == curve([left, stays]).steps
    assert curve([stays, left]).steps[0].value == 0.5


def test_who_is_alive_after_a_time() -> None:
    found = curve(EXAMPLE)
    alive = {time: found.alive_at(time) for time in (0, 9.9, 10, 29, 40, 41)}
    values = {time: round(share.value, 9) if share else None for time, share in alive.items()}
    assert values == {0: 1, 9.9: 1, 10: 0.8, 29: 0.6, 40: 0.3, 41: None}


def test_when_all_have_left_nobody_is_alive_later_either() -> None:
    share = curve([Lifetime(3, True)]).alive_at(12)
    assert share
    assert share.value == 0


def test_the_restricted_mean_is_the_area_under_the_curve() -> None:
    mean = curve(EXAMPLE).restricted_mean(36)
    assert mean.value == pytest.approx(10 + 10 * 0.8 + 10 * 0.6 + 6 * 0.3)
    variance = (8 + 6 + 1.8) ** 2 / 20 + (6 + 1.8) ** 2 / 12 + 1.8**2 / 2
    assert mean.error == pytest.approx(sqrt(variance))
    assert mean.horizon == 36


def test_a_mean_reaches_no_further_than_what_was_seen() -> None:
    mean = curve(EXAMPLE).restricted_mean(60)
    assert (round(mean.value, 9), mean.horizon) == (27, 40)


def test_a_churn_of_five_per_cent_a_month() -> None:
    """Mean life 20 months, and 0.5404 are left after a year."""
    left, months = 1_000_000, []
    for month in range(1, 400):
        gone = round(left * 0.05)
        months += [Lifetime(month, True)] * gone
        left -= gone
    found = curve(months + [Lifetime(400, False)] * left)
    after_a_year = found.alive_at(12)
    assert after_a_year
    assert round(after_a_year.value, 4) == 0.5404
    assert found.restricted_mean(400).value == pytest.approx(20, abs=0.01)


def test_of_nobody_there_is_no_curve() -> None:
    assert survival([]) is None


@given(lives)
def test_a_curve_only_falls_and_stays_between_its_bounds(known: list[Lifetime]) -> None:
    before = 1.0
    for step in curve(known).steps:
        share = step.share
        assert 0 <= share.low <= share.value <= share.high <= 1
        assert share.value <= before
        before = share.value


@given(lives)
def test_without_whoever_is_still_here_it_is_the_share_of_those_who_lived_longer(known: list[Lifetime]) -> None:
    over = [Lifetime(length, True) for length, _is_over in known]
    for step in curve(over).steps:
        assert step.value == pytest.approx(sum(length > step.at for length, _ in over) / len(over))


@given(lives, st.floats(0, 80))
def test_a_restricted_mean_is_never_longer_than_its_horizon(known: list[Lifetime], horizon: float) -> None:
    mean = curve(known).restricted_mean(horizon)
    assert 0 <= mean.value <= mean.horizon + 1e-9
    assert mean.horizon <= horizon
