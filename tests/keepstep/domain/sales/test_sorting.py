"""What becomes of a lead, and back: each sorting is taken back exactly, and only once."""

from datetime import timedelta

import pytest

from keepstep.domain.sales import sorting, talk
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_record import LeadRecord
from keepstep.domain.sales.sorting import SortedAlready
from tests.cast import House
from tests.keepstep.domain.sales.leads import came, spam


def standing(lead: Lead) -> tuple[object, ...]:
    found = Lead.objects.get(pk=lead.pk)
    return found.state, found.person, found.account, found.reason


def test_a_lead_waits_unsorted_until_somebody_takes_it(house: House) -> None:
    ada = came(house)
    assert standing(ada) == ("unsorted", None, None, None)
    sorting.take(ada, by=house.vera, at=house.at)
    assert standing(ada) == ("taken", house.vera, None, None)


def test_who_is_later_does_not_take_it_over(house: House) -> None:
    ada = came(house)
    sorting.take(ada, by=house.vera, at=house.at)
    with pytest.raises(SortedAlready):
        sorting.take(ada, by=house.oleg, at=house.at)
    assert standing(ada) == ("taken", house.vera, None, None)


def test_each_sorting_is_taken_back_to_what_it_was(house: House) -> None:
    ada = came(house)
    sorting.take(ada, by=house.vera, at=house.at)
    sorting.reject(ada, reason=spam(house), by=house.oleg, at=house.at)
    assert standing(ada) == ("rejected", house.vera, None, spam(house))
    sorting.restore(ada, by=house.oleg, at=house.at)
    assert standing(ada) == ("taken", house.vera, None, None)
    sorting.attach(ada, account=house.northwind, by=house.vera, at=house.at)
    assert standing(ada) == ("attached", house.vera, house.northwind, None)
    sorting.restore(ada, by=house.vera, at=house.at)
    assert standing(ada) == ("taken", house.vera, None, None)


def test_what_was_taken_back_is_not_taken_back_twice(house: House) -> None:
    ada = came(house)
    sorting.reject(ada, reason=spam(house), by=house.vera, at=house.at)
    sorting.restore(ada, by=house.vera, at=house.at)
    with pytest.raises(SortedAlready):
        sorting.restore(ada, by=house.vera, at=house.at)


def test_taking_and_then_leaving_it_makes_it_wait_for_the_one_it_was_given_to(house: House) -> None:
    ada = came(house, person=house.oleg)
    sorting.take(ada, by=house.vera, at=house.at)
    sorting.restore(ada, by=house.vera, at=house.at)
    assert standing(ada) == ("unsorted", house.oleg, None, None)


def test_what_happened_stands_in_its_records(house: House) -> None:
    ada = came(house)
    sorting.take(ada, by=house.vera, at=house.at + timedelta(minutes=5))
    sorting.reject(ada, reason=spam(house), words="bots", by=house.vera, at=house.at + timedelta(minutes=9))
    told = list(LeadRecord.objects.filter(lead=ada).order_by("at").values_list("kind", "by__name", "words"))
    assert told == [("came", None, ""), ("taken", "Vera", ""), ("rejected", "Vera", "bots")]


def test_our_first_word_is_the_first_response_and_the_second_is_not(house: House) -> None:
    ada = came(house)
    for minutes, whose in ((3, "in"), (5, "missed"), (12, "out"), (40, "out")):
        at = house.at + timedelta(minutes=minutes)
        talk.log(ada, form="call", whose=whose, summary="Hello", by=house.vera, at=at)
    assert Lead.objects.get(pk=ada.pk).responded_at == house.at + timedelta(minutes=12)
