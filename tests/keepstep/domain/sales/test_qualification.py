"""A lead is qualified by whoever answers the last required criterion with yes, and at that moment."""

from datetime import timedelta
from typing import Any

import pytest

from keepstep.domain.agency import own_list
from keepstep.domain.agency.person import Person
from keepstep.domain.sales import merge, qualification
from keepstep.domain.sales.criterion import Criterion
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_record import LeadRecord
from keepstep.domain.sales.qualification import Assessment, MergedAway
from tests.cast import House
from tests.keepstep.domain.sales.leads import came


@pytest.fixture
def asked(house: House) -> list[Criterion]:
    """Two that are required, and one that is good to know."""
    return [
        own_list.add(Criterion, name="Budget"),
        own_list.add(Criterion, name="Decides"),
        own_list.add(Criterion, name="Date", is_required=False),
    ]


def say(house: House, lead: Lead, *answers: tuple[Criterion, str], by: Person | None = None, minutes: int = 0) -> None:
    for criterion, answer in answers:
        at = house.at + timedelta(minutes=minutes)
        qualification.assess(lead, criterion=criterion, answer=answer, by=by or house.vera, at=at)


def standing(lead: Lead) -> tuple[Any, ...]:
    return Lead.objects.values_list("qualified_at", "qualified_by__name").get(pk=lead.pk)


def test_the_last_required_yes_qualifies_it(house: House, asked: list[Criterion]) -> None:
    ada, (budget, decides, _date) = came(house), asked
    say(house, ada, (budget, "yes"))
    assert standing(ada) == (None, None)
    say(house, ada, (decides, "yes"), by=house.oleg, minutes=7)
    assert standing(ada) == (house.at + timedelta(minutes=7), "Oleg")


def test_what_is_good_to_know_does_not_qualify_and_does_not_hinder(house: House, asked: list[Criterion]) -> None:
    ada, (budget, decides, date) = came(house), asked
    say(house, ada, (date, "no"), (budget, "yes"), (decides, "yes"))
    assert standing(ada)[1] == "Vera"


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_whoever_was_wrong_says_so_and_it_is_qualified_no_more(
    house: House, asked: list[Criterion], answer: str
) -> None:
    ada, (budget, decides, _date) = came(house), asked
    say(house, ada, (budget, "yes"), (decides, "yes"))
    say(house, ada, (budget, answer), minutes=5)
    assert standing(ada) == (None, None)
    kinds = LeadRecord.objects.filter(lead=ada).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["came", "assessed", "assessed", "qualified", "assessed", "disqualified"]


def test_the_same_answer_again_is_no_news(house: House, asked: list[Criterion]) -> None:
    ada, budget = came(house), asked[0]
    say(house, ada, (budget, "unknown"), (budget, "yes"), (budget, "yes"))
    assert [one.answer for one in Assessment.objects.filter(lead=ada)] == ["yes"]


def test_a_criterion_that_comes_later_changes_no_past(house: House, asked: list[Criterion]) -> None:
    ada, (budget, decides, _date) = came(house), asked
    say(house, ada, (budget, "yes"), (decides, "yes"))
    own_list.add(Criterion, name="Answers in a day")
    assert standing(ada) == (house.at, "Vera")


def test_without_a_required_criterion_nobody_is_qualified(house: House) -> None:
    ada, date = came(house), own_list.add(Criterion, name="Date", is_required=False)
    say(house, ada, (date, "yes"))
    assert standing(ada) == (None, None)


def test_two_who_together_answer_everything_are_qualified_by_the_merge_and_parted_exactly(
    house: House, asked: list[Criterion]
) -> None:
    first, second, (budget, decides, _date) = came(house), came(house), asked
    say(house, first, (budget, "yes"))
    say(house, second, (decides, "yes"))
    at = house.at + timedelta(hours=1)
    made = merge.merge(second, into=first, by=house.oleg, at=at)
    assert standing(first) == (at, "Oleg")
    assert {one.answer for one in qualification.known_of(first).values()} == {"yes"}
    with pytest.raises(MergedAway):
        say(house, second, (budget, "yes"))
    merge.part(made, by=house.oleg, at=at)
    assert (standing(first), len(qualification.known_of(first))) == ((None, None), 1)
