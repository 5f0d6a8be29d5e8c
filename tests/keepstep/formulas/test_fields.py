"""Fields in braces: found, filled in, and told apart from what is none."""

from hypothesis import given
from hypothesis import strategies as some

from keepstep.formulas.fields import apart, filled, misplaced, named, unknown

KNOWN = ("client.name", "total", "total.words", "parties")


def test_fields_are_named_once_and_in_their_order() -> None:
    assert named("{total} of { client.name }, {total} {} { }") == ["total", "client.name", ""]


def test_a_field_that_is_none_is_told_with_the_nearest() -> None:
    assert unknown("{client.nam} {Total} {клиент} {total}", KNOWN) == {
        "client.nam": "client.name", "Total": "total", "клиент": "",
    }  # fmt: skip


def test_what_is_filled_in_is_not_looked_through_again() -> None:
    assert filled("{total}, {other}", {"total": "{client.name}", "client.name": "Ada"}) == "{client.name}, {other}"


def test_a_block_stands_alone_in_its_line() -> None:
    assert misplaced("{parties}\n  {parties}  \nby {parties}\n{total}", ["parties"]) == ["parties"]


def test_a_block_is_a_paragraph_of_its_own() -> None:
    assert apart("One\n {parties}\nTwo", ["parties"]) == "One\n\n{parties}\n\nTwo"


@given(some.text("{}ab.\n ", max_size=40))
def test_whatever_stands_in_braces_is_known_or_told(text: str) -> None:
    assert set(named(text)) == set(unknown(text, KNOWN)) | (set(named(text)) & set(KNOWN))
    assert named(filled(text, dict.fromkeys(named(text), "")).replace("{", "")) == []
