"""Fields of the agency's own: what is said there is kept, told in the history, handed over, merged and parted."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from keepstep.domain.agency import own_list
from keepstep.domain.sales import deal, lead, merge, own_field, pipeline
from keepstep.domain.sales.deal_record import DealRecord
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_record import LeadRecord
from keepstep.domain.sales.own_field import DealField, LeadField
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun
from tests.keepstep.domain.sales.leads import came


def budget(of: type[Any], **facts: Any) -> Any:
    return own_list.add(of, **{"name": "Budget", "kind": "number", **facts})


def now(one: Any) -> dict[str, str]:
    return dict(type(one).objects.values_list("own", flat=True).get(pk=one.pk))


def test_what_changes_is_told_with_its_name_and_what_it_was(house: House) -> None:
    field = budget(DealField)
    made = begun(house, own={field.key: "1200"})
    deal.amend(made, own={field.key: "1500"}, title="A shop", by=house.vera, at=house.at)
    deal.amend(made, own={field.key: ""}, by=house.vera, at=house.at)
    deal.amend(made, own={field.key: ""}, by=house.vera, at=house.at)
    said = [one.facts for one in DealRecord.objects.filter(deal=made, kind="amended")]
    assert said == [
        {"was": {}, "now": {}, "own": [{"name": "Budget", "kind": "number", "was": "1500", "now": ""}]},
        {
            "was": {"title": "New shop"}, "now": {"title": "A shop"},
            "own": [{"name": "Budget", "kind": "number", "was": "1200", "now": "1500"}],
        },
    ]  # fmt: skip
    assert now(made) == {}


def test_two_who_fill_in_different_fields_of_a_lead_take_nothing_from_each_other(house: House) -> None:
    one, other = budget(LeadField), budget(LeadField, name="Size")
    made = came(house)
    seen_by_both = Lead.objects.get(pk=made.pk)
    lead.amend(made, own={one.key: "1"}, by=house.vera, at=house.at)
    lead.amend(seen_by_both, own={other.key: "2"}, by=house.oleg, at=house.at)
    assert now(made) == {one.key: "1", other.key: "2"}
    assert LeadRecord.objects.filter(lead=made, kind="amended").count() == 2


def test_a_deal_takes_over_what_it_asks_by_the_same_name_and_kind(house: House) -> None:
    money, note = budget(LeadField), budget(LeadField, name="Why", kind="text")
    way, other = (
        own_list.add(LeadField, name=name, kind="choice", choices=["A friend", "Search"]) for name in ("Way", "Where")
    )
    ours = budget(DealField, name="BUDGET")
    budget(DealField, name="Why")
    own_list.add(DealField, name="Way", kind="choice", choices=["Search"])
    found = own_list.add(DealField, name="Where", kind="choice", choices=["Search", "A friend"])
    asks = came(
        house, own={money.key: "1200", note.key: "Soon", way.key: "A friend", other.key: "A friend"}
    )  # fmt: skip
    [along] = pipeline.offered(house.agency)
    made = deal.make_of(
        asks, along=along, title="New shop", person=house.vera, currency="EUR", by=house.vera, at=house.at
    )  # fmt: skip
    assert now(made) == {ours.key: "1200", found.key: "A friend"}


def test_a_merge_adds_what_the_other_knew_and_is_taken_back_field_by_field(house: House) -> None:
    one, other, third = (budget(LeadField, name=name) for name in ("One", "Other", "Third"))
    stays = came(house, own={one.key: "1"})
    gone = came(house, own={one.key: "7", other.key: "8", third.key: "9"}, at=house.at + timedelta(days=1))
    made = merge.merge(gone, into=stays, by=house.vera, at=house.at)
    assert now(stays) == {one.key: "1", other.key: "8", third.key: "9"}
    lead.amend(Lead.objects.get(pk=stays.pk), own={third.key: "10"}, by=house.vera, at=house.at)
    merge.part(made, by=house.vera, at=house.at)
    assert now(stays) == {one.key: "1", third.key: "10"}
    assert now(gone) == {one.key: "7", other.key: "8", third.key: "9"}


def test_a_merge_taken_back_at_once_leaves_no_trace(house: House) -> None:
    one, other = budget(LeadField), budget(LeadField, name="Other")
    stays, gone = came(house, own={one.key: "1"}), came(house, own={other.key: "2"})
    merge.part(merge.merge(gone, into=stays, by=house.vera, at=house.at), by=house.vera, at=house.at)
    assert (now(stays), now(gone)) == ({one.key: "1"}, {other.key: "2"})


def test_a_field_moves_up_among_those_that_are_offered(house: House) -> None:
    first, second, third = (budget(DealField, name=name) for name in ("First", "Second", "Third"))
    own_list.close(second, at=house.at)
    assert own_field.move_up(third)
    assert not own_field.move_up(third)
    assert list(DealField.objects.still_open()) == [third, first]
    assert list(DealField.objects.values_list("name", flat=True)) == ["Third", "First", "Second"]


def test_one_of_a_list_has_a_list_and_nothing_else_has(house: House) -> None:
    for wrong in ({"kind": "choice"}, {"kind": "text", "choices": ["A friend"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            budget(LeadField, **wrong)
