"""`first_response`: a new lead is answered within the working minutes of its source."""

from datetime import UTC, datetime, timedelta

import pytest

from keepstep.domain.agency import own_list
from keepstep.domain.agency.person import Role
from keepstep.domain.sales import assignment, merge, sorting, talk
from keepstep.domain.sales.lead import Lead
from keepstep.domain.talk.due_day import DueDay
from keepstep.round import run
from keepstep.round.item import Item, today
from keepstep.round.listing import entries
from tests.cast import House, join
from tests.keepstep.domain.sales.leads import came, site, spam
from tests.keepstep.duties.asked import asked, outcomes

LATER = timedelta(hours=3)


@pytest.mark.parametrize(
    ("arrived", "target", "due"),
    [
        ("2026-03-02T08:00:00+00:00", 15, "2026-03-02T08:15:00+00:00"),
        ("2026-03-02T07:10:00+00:00", 15, "2026-03-02T08:15:00+00:00"),
        ("2026-02-27T16:50:00+00:00", 15, "2026-03-02T08:05:00+00:00"),
        ("2026-02-28T10:00:00+00:00", 60, "2026-03-02T09:00:00+00:00"),
        ("2026-03-02T10:55:00+00:00", 480, "2026-03-03T10:55:00+00:00"),
    ],
)
def test_it_is_due_when_the_targets_working_minutes_have_passed(
    house: House, arrived: str, target: int, due: str
) -> None:
    own_list.amend(site(house), target=target)
    came(house, at=datetime.fromisoformat(arrived))
    asked("first_response", day=house.day, at=house.at + LATER)
    assert Item.objects.get().due.isoformat() == due


def test_it_is_whose_lead_it_is_else_the_only_salespersons_else_own_managements(house: House) -> None:
    made = came(house)
    assert asked("first_response", day=house.day) == [("Oleg", "2026-03-02", 0)]
    lena = join("Lena", Role.SALES, head=house.oleg)
    assert asked("first_response", day=house.day) == [("Lena", "2026-03-02", 0)]
    join("Max", Role.SALES, head=house.oleg)
    assert asked("first_response", day=house.day) == [("Oleg", "2026-03-02", 0)]
    assignment.give(made, person=lena, by=house.oleg, at=house.at)
    assert asked("first_response", day=house.day) == [("Lena", "2026-03-02", 0)]
    assert Item.objects.count() == 1


def test_our_first_word_closes_it_and_theirs_or_an_attempt_does_not(house: House) -> None:
    made = came(house)
    for whose in ("in", "missed"):
        talk.log(made, form="call", whose=whose, summary="?", by=house.oleg, at=house.at)
        assert asked("first_response", day=house.day) == [("Oleg", "2026-03-02", 0)]
    talk.log(made, form="call", whose="out", summary="Agreed", by=house.oleg, at=house.at)
    assert (asked("first_response", day=house.day), outcomes("first_response")) == ([], ["done"])


def test_a_lead_rejected_or_attached_is_dealt_with_and_back_again_it_waits(house: House) -> None:
    rejected, attached = came(house), came(house)
    assert len(asked("first_response", day=house.day)) == 2
    sorting.reject(rejected, reason=spam(house), by=house.oleg, at=house.at)
    sorting.attach(attached, account=house.northwind, by=house.oleg, at=house.at)
    assert (asked("first_response", day=house.day), outcomes("first_response")) == ([], ["done", "done"])
    sorting.restore(rejected, by=house.oleg, at=house.at)
    assert asked("first_response", day=house.day) == [("Oleg", "2026-03-02", 0)]


def test_a_lead_merged_into_another_waits_no_more_of_its_own(house: House) -> None:
    kept, gone = came(house), came(house)
    asked("first_response", day=house.day)
    merge.merge(gone, into=kept, by=house.oleg, at=house.at)
    assert asked("first_response", day=house.day) == [("Oleg", "2026-03-02", 0)]
    assert sorted(Item.objects.values_list("lead", "outcome")) == sorted([(kept.pk, ""), (gone.pk, "lapsed")])


def test_after_thirty_days_nobody_is_asked_any_more(house: House) -> None:
    came(house, at=house.at - timedelta(days=30, minutes=1))
    assert asked("first_response", day=house.day) == []


def test_looking_again_at_a_lead_touches_neither_another_nor_the_clients(house: House) -> None:
    run.run(day=house.day, at=house.at)
    one, other = came(house), came(house)
    DueDay.objects.all().delete()
    clients = set(Item.objects.open().exclude(account=None).values_list("pk", flat=True))
    run.look_again_at(one, at=house.at)
    assert list(Item.objects.filter(duty="first_response").values_list("lead", flat=True)) == [one.pk]
    run.look_again_at(other, at=house.at)
    talk.log(one, form="call", whose="out", summary="Agreed", by=house.oleg, at=house.at)
    run.look_again_at(one, at=house.at)
    assert list(Item.objects.open().filter(duty="first_response").values_list("lead", flat=True)) == [other.pk]
    run.look_again(house.northwind.pk, at=house.at)
    assert set(Item.objects.open().exclude(account=None).values_list("pk", flat=True)) == clients
    assert Item.objects.open().filter(duty="first_response").count() == 1


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"name": "Ada", "company": "Bakery"}, "Ada"),
        ({"name": "", "company": "Bakery"}, "Bakery"),
        ({"name": "", "phones": ["+493012345678"]}, "+493012345678"),
        ({"name": "", "emails": ["ada@bakery.test"]}, "ada@bakery.test"),
    ],
)
def test_today_and_the_list_for_programs_call_the_lead_as_its_page_does(
    house: House, facts: dict[str, object], name: str
) -> None:
    came(house, **facts)
    run.run(day=house.day, at=house.at)
    assert Lead.objects.get().title == name
    assert [one.subject for one in today(house.oleg, since=house.at)[0] if one.duty == "first_response"] == [name]
    assert [one.subject for one in entries(day=house.day, at=house.at) if one.code == "first_response"] == [name]


def test_another_agencys_round_does_not_find_our_lead(house: House) -> None:
    came(house, at=datetime(2026, 3, 2, 7, tzinfo=UTC))
    with house.elsewhere.entered():
        assert asked("first_response", day=house.day) == []
