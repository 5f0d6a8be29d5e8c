"""What is said in a field of the agency's own is read by its kind, whoever says it."""

import pytest
from django.utils import translation

from keepstep.domain.sales.own_field import DealField, Kind
from keepstep.intake import own_value
from keepstep.intake.own_value import Unfit

FRIEND = ["A friend", "Search"]
READ = [
    (Kind.TEXT, " two\n words ", "two words"),
    (Kind.NUMBER, "1 284 000,50 ₽", "1284000.50"),
    (Kind.NUMBER, "1,284", "1284"),
    (Kind.NUMBER, "-3.10", "-3.10"),
    (Kind.DAY, "02.03.2026", "2026-03-02"),
    (Kind.DAY, "2026-03-02", "2026-03-02"),
    (Kind.CHOICE, "a FRIEND", "A friend"),
    (Kind.YES_NO, "Да", "yes"),
    (Kind.YES_NO, "false", "no"),
    (Kind.LINK, "bakery.test/cakes", "https://bakery.test/cakes"),
    (Kind.LINK, "http://bakery.test", "http://bakery.test"),
    (Kind.TEXT, "a\0b", "ab"),
    *((kind, "  ", "") for kind in Kind),
]
UNFIT = [
    (Kind.NUMBER, "a lot", "“a lot” is no number: write 1200 or 1200.50."),
    (Kind.NUMBER, "0.125", "“0.125” is no number: write 1200 or 1200.50."),
    (Kind.NUMBER, "9" * 13, "“9999999999999” is no number: write 1200 or 1200.50."),
    (Kind.DAY, "31.02.2026", "“31.02.2026” is no day: write 2026-03-02 or 02.03.2026."),
    (Kind.CHOICE, "A foe", "“A foe” is none of: A friend, Search."),
    (Kind.YES_NO, "perhaps", "“perhaps” is neither yes nor no."),
    (Kind.LINK, "javascript:alert(1)", "“javascript:alert(1)” is no link: write https://example.com."),
    (Kind.TEXT, "x" * 501, "Too long: at most 500 characters."),
    (Kind.LINK, "x.test/" + "x" * 500, "Too long: at most 500 characters."),
]


@pytest.mark.parametrize(("kind", "said", "kept"), READ)
def test_it_is_kept_exactly(kind: Kind, said: str, kept: str) -> None:
    assert own_value.read(DealField(kind=kind, choices=FRIEND), said) == kept


@pytest.mark.parametrize(("kind", "said", "words"), UNFIT)
def test_what_is_not_of_its_kind_is_refused_with_how_to_write_it(kind: Kind, said: str, words: str) -> None:
    with pytest.raises(Unfit) as why:
        own_value.read(DealField(kind=kind, choices=FRIEND), said)
    assert str(why.value) == words


def test_in_russian_three_digits_behind_a_comma_are_no_thousand() -> None:
    with translation.override("ru"), pytest.raises(Unfit):
        own_value.read(DealField(kind=Kind.NUMBER), "12,345")
