"""§5.4: next offers by lift, each with its support."""

from hypothesis import given
from hypothesis import strategies as some

from keepstep.formulas.offers import FEWEST, offers

PAIRS = {("seo", "content"): 8, ("content", "seo"): 8, ("ads", "content"): 5, ("content", "ads"): 5}
BUYERS = {"seo": 11, "content": 10, "ads": 9}


def test_8_of_11_who_buy_seo_also_buy_content() -> None:
    """Of 22 accounts 10 buy content: 8 ÷ 11 against 10 ÷ 22 is 1.6 times as often."""
    (found,) = offers({"seo"}, pairs=PAIRS, buyers=BUYERS, accounts=22)
    assert (found.service, found.known, found.both, found.buyers, found.lift) == ("content", "seo", 8, 11, 1.6)


def test_of_two_reasons_the_stronger_is_told() -> None:
    (found,) = offers({"seo", "ads"}, pairs=PAIRS, buyers=BUYERS, accounts=22)
    assert found.known == "seo"


def test_what_it_buys_is_not_offered() -> None:
    assert [one.service for one in offers({"seo", "content"}, pairs=PAIRS, buyers=BUYERS, accounts=22)] == ["ads"]


def test_four_accounts_are_too_few() -> None:
    assert offers({"seo"}, pairs={("seo", "content"): 4}, buyers=BUYERS, accounts=22) == []


def test_what_everybody_buys_as_often_is_no_offer() -> None:
    assert offers({"seo"}, pairs={("seo", "content"): 8}, buyers={"seo": 11, "content": 16}, accounts=22) == []


@given(some.lists(some.sets(some.sampled_from("abcdef")), max_size=40), some.sets(some.sampled_from("abcdef")))
def test_every_offer_stands_on_enough_accounts(bought: list[set[str]], mine: set[str]) -> None:
    pairs = {(a, b): sum({a, b} <= one for one in bought) for a in "abcdef" for b in "abcdef" if a != b}
    buyers = {a: sum(a in one for one in bought) for a in "abcdef"}
    found = offers(mine, pairs=pairs, buyers=buyers, accounts=len(bought))
    assert all(one.service not in mine and one.both >= FEWEST and one.lift > 1 for one in found)
    assert [one.lift for one in found] == sorted((one.lift for one in found), reverse=True)
