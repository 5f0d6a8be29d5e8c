"""The three satisfactions: the numbers of reference.md, then what always holds (§2, §5.9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.satisfactions import growth_mark, mean_of_known, satisfactions

marks = st.floats(0, 100)


def test_eighty_sixty_and_ninety() -> None:
    found = satisfactions({"clients": 80, "people": 60, "company": 90})
    assert found
    assert (found.weakest, found.headline, round(found.mean, 2)) == ("people", 60, 75.60)


def test_what_is_unknown_is_named_and_does_not_count() -> None:
    found = satisfactions({"clients": 80, "people": None, "company": 45})
    assert found
    assert (found.known, found.unknown, found.mean) == ({"company": 45, "clients": 80}, ("people",), pytest.approx(60))


def test_nothing_known_is_no_figure() -> None:
    assert satisfactions({"clients": None}) is None
    assert mean_of_known({"growth": None}) is None


def test_the_company_is_the_mean_of_the_parts_known() -> None:
    assert mean_of_known({"growth": 50.0, "plan": None, "retention": 80.0}) == 65


@pytest.mark.parametrize(("ratio", "mark"), [(1, 50), (1.25, 100), (0.8, 0), (2, 100), (0.1, 0), (0, 0)])
def test_growth_as_a_mark(ratio: float, mark: float) -> None:
    assert growth_mark(ratio) == pytest.approx(mark)


@given(st.dictionaries(st.sampled_from("abcd"), marks | st.none(), min_size=1))
def test_what_is_unknown_never_changes_what_is_known(found: dict[str, float | None]) -> None:
    known = {name: value for name, value in found.items() if value is not None}
    assert mean_of_known(found) == mean_of_known(known)
    whole, part = satisfactions(found), satisfactions(known)
    assert (whole is None) == (part is None)
    if whole and part:
        assert (whole.known, whole.headline, whole.mean) == (part.known, part.headline, part.mean)


@given(st.dictionaries(st.sampled_from("abc"), marks, min_size=1))
def test_the_headline_is_never_above_the_mean(known: dict[str, float]) -> None:
    found = satisfactions(known)
    assert found
    assert found.headline <= found.mean + 1e-6
    assert list(found.known.values()) == sorted(known.values())
