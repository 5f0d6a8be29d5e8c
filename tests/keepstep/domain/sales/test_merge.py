"""Merging keeps everything that is known, and is taken back exactly."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from keepstep.domain.sales import lead as leads
from keepstep.domain.sales import merge, sorting
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.merge import NotToBeMerged, NotToBeParted
from keepstep.domain.sales.sign import Sign
from tests.cast import House
from tests.keepstep.domain.sales.leads import came, spam


def known(lead: Lead) -> dict[str, Any]:
    """Everything a lead is, with the signs it bears."""
    facts = Lead.objects.filter(pk=lead.pk).values().get()
    return {**facts, "signs": sorted(Sign.objects.filter(lead=lead).values_list("pk", "kind", "value"))}


def test_the_one_that_stays_knows_what_either_knew(house: House) -> None:
    early = came(house, name="", emails=["ada@bakery.test"], first_touch={"gclid": "1"})
    late = came(
        house, name="Ada", emails=["a@bakery.test", "ada@bakery.test"], phones=["+4930111111"],
        at=house.at + timedelta(days=1), first_touch={"yclid": "2"},
    )  # fmt: skip
    merge.merge(late, into=early, by=house.vera, at=house.at)
    kept = Lead.objects.get(pk=early.pk)
    assert (kept.name, kept.emails, kept.phones) == ("Ada", ["ada@bakery.test", "a@bakery.test"], ["+4930111111"])
    assert (kept.first_touch, kept.last_touch) == ({"gclid": "1"}, {"yclid": "2"})
    assert (Lead.objects.get(pk=late.pk).state, Lead.objects.get(pk=late.pk).merged_into) == ("merged", kept)


def test_what_was_merged_is_not_merged_again(house: House) -> None:
    first, second, third = came(house), came(house), came(house)
    merge.merge(second, into=first, by=house.vera, at=house.at)
    with pytest.raises(NotToBeMerged):
        merge.merge(second, into=third, by=house.vera, at=house.at)
    with pytest.raises(NotToBeMerged):
        merge.merge(first, into=first, by=house.vera, at=house.at)


def test_the_later_of_two_merges_is_taken_back_first(house: House) -> None:
    first, second, third = came(house), came(house), came(house)
    earlier = merge.merge(second, into=first, by=house.vera, at=house.at)
    later = merge.merge(third, into=first, by=house.vera, at=house.at)
    with pytest.raises(NotToBeParted):
        merge.part(earlier, by=house.vera, at=house.at)
    merge.part(later, by=house.vera, at=house.at)
    merge.part(earlier, by=house.vera, at=house.at)
    with pytest.raises(NotToBeParted):
        merge.part(earlier, by=house.vera, at=house.at)


def test_what_was_corrected_in_between_stays_corrected(house: House) -> None:
    first, second = came(house, name=""), came(house, name="Ada", company="Bakery")
    made = merge.merge(second, into=first, by=house.vera, at=house.at)
    leads.amend(Lead.objects.get(pk=first.pk), name="Ada Lovelace", by=house.vera, at=house.at)
    merge.part(made, by=house.vera, at=house.at)
    assert (known(first)["name"], known(first)["company"]) == ("Ada Lovelace", "")


def test_a_rejected_one_is_rejected_again_when_parted(house: House) -> None:
    first, second = came(house), came(house)
    sorting.reject(second, reason=spam(house), by=house.vera, at=house.at)
    second.refresh_from_db()
    made = merge.merge(second, into=first, by=house.vera, at=house.at)
    merge.part(made, by=house.vera, at=house.at)
    assert (known(second)["state"], known(second)["reason_id"]) == ("rejected", spam(house).pk)


WORDS = some.sampled_from(["", "Ada", "Bea"])
FACTS = some.fixed_dictionaries(
    {
        "name": WORDS,
        "company": WORDS,
        "message": WORDS,
        "emails": some.lists(some.sampled_from(["a@x.test", "b@y.test", "c@gmail.com"]), unique=True),
        "phones": some.lists(some.sampled_from(["+4930111111", "+4930222222"]), unique=True),
        "first_touch": some.sampled_from([{}, {"gclid": "1"}, {"utm_source": "x"}]),
    }
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FACTS, FACTS, some.integers(-60, 60))
def test_parting_leaves_both_exactly_as_they_were(
    house: House, ours: dict[str, Any], theirs: dict[str, Any], minutes: int
) -> None:
    kept = came(house, **ours)
    gone = came(house, **theirs, at=house.at + timedelta(minutes=minutes))
    before = known(kept), known(gone)
    made = merge.merge(gone, into=kept, by=house.vera, at=house.at)
    merge.part(made, by=house.vera, at=house.at)
    assert (known(kept), known(gone)) == before


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(FACTS, min_size=3, max_size=8), some.data())
def test_many_merges_taken_back_from_the_last_leave_every_row_as_it_was(
    house: House, people: list[dict[str, Any]], data: Any
) -> None:
    """One into another, whatever was merged into either before; keys of rows included."""
    leads_ = [came(house, **facts) for facts in people]
    before = everything()
    made, here = [], list(leads_)
    while len(here) > 1:
        gone = here.pop(data.draw(some.integers(0, len(here) - 1)))
        kept = data.draw(some.sampled_from(here))
        made.append(merge.merge(gone, into=kept, by=house.vera, at=house.at))
    for one in reversed(made):
        merge.part(one, by=house.vera, at=house.at)
    assert everything() == before


def everything() -> tuple[list[Any], list[Any]]:
    return list(Lead.objects.order_by("pk").values()), list(Sign.objects.order_by("pk").values())
