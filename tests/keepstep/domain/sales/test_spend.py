"""Spend is entered once for a day, by hand and by file; a file is loaded whole, once, and undone whole."""

from datetime import date
from decimal import Decimal

import pytest

from keepstep.domain.sales import spend, spend_file
from keepstep.domain.sales.spend import CountedTwice, Entry, Spend, SpendFile, WithdrawnAlready
from keepstep.domain.sales.spend_file import Clashes, LoadedAlready, NothingNew, UndoneAlready
from tests.cast import House
from tests.keepstep.domain.sales.leads import site


def entry(
    house: House, since: str = "2026-02-01", until: str = "2026-02-28", amount: int = 100, campaign: str = ""
) -> Entry:
    return Entry(site(house), campaign, date.fromisoformat(since), date.fromisoformat(until), Decimal(amount))


def enter(house: House, one: Entry) -> Spend:
    return spend.enter(one, agency=house.agency, by=house.oleg, at=house.at)


def load(house: House, *entries: Entry, digest: str = "a") -> spend_file.Loaded:
    return spend_file.load(
        list(entries), name="spend.csv", digest=digest, agency=house.agency, by=house.oleg, at=house.at
    )


def standing() -> list[tuple[str, Decimal]]:
    return list(Spend.objects.standing().order_by("since", "campaign").values_list("campaign", "amount"))


@pytest.mark.parametrize(
    ("since", "until", "campaign", "is_twice"),
    [
        ("2026-02-28", "2026-03-05", "", True),
        ("2026-03-01", "2026-03-05", "", False),
        ("2026-01-31", "2026-01-31", "", False),
        ("2026-02-10", "2026-02-10", "search", False),
    ],
)
def test_a_day_of_a_campaign_is_counted_once(
    house: House, since: str, until: str, campaign: str, is_twice: bool
) -> None:
    enter(house, entry(house))
    more = entry(house, since, until, 7, campaign)
    if is_twice:
        with pytest.raises(CountedTwice):
            enter(house, more)
    else:
        enter(house, more)
    assert len(standing()) == (1 if is_twice else 2)


def test_a_campaign_is_the_same_in_capitals(house: House) -> None:
    enter(house, entry(house, campaign="Search"))
    with pytest.raises(CountedTwice):
        enter(house, entry(house, campaign="SEARCH"))


def test_what_was_taken_back_comes_again_unless_its_days_are_taken(house: House) -> None:
    made = enter(house, entry(house))
    spend.withdraw(made, by=house.oleg, at=house.at)
    with pytest.raises(WithdrawnAlready):
        spend.withdraw(made, by=house.oleg, at=house.at)
    spend.reinstate(made, agency=house.agency)
    assert standing() == [("", Decimal(100))]
    spend.withdraw(made, by=house.oleg, at=house.at)
    enter(house, entry(house, amount=5))
    with pytest.raises(CountedTwice):
        spend.reinstate(made, agency=house.agency)


def test_a_file_adds_what_is_new_and_knows_what_is_there(house: House) -> None:
    enter(house, entry(house))
    loaded = load(house, entry(house), entry(house, campaign="search"))
    assert (loaded.added, loaded.known) == (1, 1)
    with pytest.raises(LoadedAlready):
        load(house, entry(house))
    with pytest.raises(NothingNew):
        load(house, entry(house), digest="b")


def test_a_file_that_contradicts_what_is_there_or_itself_adds_nothing(house: House) -> None:
    enter(house, entry(house))
    wrong = [entry(house, amount=1), entry(house, campaign="a"), entry(house, campaign="A", since="2026-02-28")]
    with pytest.raises(Clashes) as refused:
        load(house, *wrong)
    assert (refused.value.places, len(standing())) == ([0, 2], 1)


def test_undoing_a_file_takes_back_what_it_added_and_nothing_else(house: House) -> None:
    enter(house, entry(house))
    before = standing()
    loaded = load(house, entry(house), entry(house, campaign="search"), entry(house, campaign="shops"))
    spend.withdraw(Spend.objects.get(campaign="shops"), by=house.oleg, at=house.at)
    assert spend_file.undo(loaded.file, by=house.oleg, at=house.at) == 1
    with pytest.raises(UndoneAlready):
        spend_file.undo(loaded.file, by=house.oleg, at=house.at)
    assert standing() == before
    assert load(house, entry(house, campaign="search")).added == 1
    assert SpendFile.objects.count() == 2
