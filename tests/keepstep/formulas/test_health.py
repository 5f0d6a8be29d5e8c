"""Health: the numbers of reference.md, a hand-worked client, then what always holds (§5.5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.health import Band, band, falls, health, is_early, of_mark, of_overdue, of_signs, share

WEIGHTS = {"a": 20, "b": 16, "c": 16, "d": 16, "e": 12, "pulse": 20}
values = st.none() | st.floats(0, 100)


def test_what_an_unknown_part_weighed_goes_to_the_others_as_published() -> None:
    found = health(dict.fromkeys("abcde", 50.0) | {"pulse": None}, WEIGHTS)
    assert found is not None
    assert {name: round(part.share * 100) for name, part in found.parts.items()} == {
        "a": 25, "b": 20, "c": 20, "d": 20, "e": 15,
    }  # fmt: skip
    assert found.unknown == ("pulse",)


def test_a_score_is_the_weighted_mean_and_its_parts_add_up_to_it() -> None:
    found = health({"communication": 95.0, "movement": 50.0, "payment": None}, {
        "communication": 20, "movement": 20, "payment": 10,
    })  # fmt: skip
    assert found is not None
    assert (found.value, found.band) == (72.5, Band.GREEN)
    assert sum(part.points for part in found.parts.values()) == found.value


def test_nothing_known_is_no_score_and_neither_is_what_weighs_nothing() -> None:
    assert health({"a": None}, WEIGHTS) is None
    assert health({"a": 80.0}, {"a": 0}) is None
    assert health({"a": None, "b": 10.0}, {"a": 0, "b": 1}) == health({"b": 10.0}, {"b": 1})


@pytest.mark.parametrize(
    ("value", "colour"),
    [(100, "green"), (70, "green"), (69.5, "green"), (69.4, "amber"), (40, "amber"), (39.4, "red"), (0, "red")],
)
def test_a_band_is_that_of_the_number_one_reads(value: float, colour: str) -> None:
    assert band(value) == colour


def test_too_little_is_known_below_a_quarter_of_the_weights() -> None:
    weights = {"communication": 25, "engagement": 24, "plan": 51}
    early = [is_early(health({name: 80.0}, weights), weights) for name in ("communication", "engagement")]
    assert (early, is_early(None, weights)) == ([False, True], True)


def test_a_fall_is_a_worse_band_or_fifteen_points_within_twenty_days() -> None:
    assert falls([], 10) is False
    assert falls([71, 70], 69) is True
    assert falls([71, 69], 69) is False
    assert falls([95, 90], 80) is True
    assert falls([94, 90], 80) is False
    assert falls([50, 60], 75) is False


def test_facts_become_values_from_nought_to_a_hundred() -> None:
    assert [of_overdue(days) for days in (0, 15, 30, 90)] == [100, 50, 0, 0]
    assert [of_mark(points) for points in (1, 3, 5)] == [0, 50, 100]
    assert [of_signs(days) for days in (0, 4, 10, 20)] == [0, 40, 100, 100]
    assert (share(3, 4), share(5, 4), share(0, 0)) == (75, 100, None)


@given(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, values)))
def test_health_lies_between_nought_and_a_hundred_and_its_parts_make_it(factors: dict[str, float | None]) -> None:
    found = health(factors, WEIGHTS)
    if found is None:
        assert set(factors.values()) == {None}
        return
    assert 0 <= found.value <= 100
    assert sum(part.share for part in found.parts.values()) == pytest.approx(1)
    assert sum(part.points for part in found.parts.values()) == pytest.approx(found.value)


@given(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, values)), st.sampled_from(sorted(WEIGHTS)))
def test_suppressing_a_part_never_changes_the_proportions_of_the_others(
    factors: dict[str, float | None], gone: str
) -> None:
    before, after = health(factors, WEIGHTS), health(factors | {gone: None}, WEIGHTS)
    if after is None:
        assert [name for name, value in factors.items() if value is not None] in ([], [gone])
        return
    assert before is not None
    for name, part in after.parts.items():
        assert part.value == before.parts[name].value
        for other in after.parts:
            assert part.share / after.parts[other].share == pytest.approx(
                before.parts[name].share / before.parts[other].share
            )
