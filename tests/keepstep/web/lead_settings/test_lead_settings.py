"""Sources and reasons to reject: added, changed, put into the archive and taken back; names stay their own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency import own_list
from keepstep.domain.agency.person import Person
from keepstep.domain.sales import lead_door
from keepstep.domain.sales.criterion import Criterion
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.source import Source
from tests.cast import House
from tests.keepstep.domain.sales.leads import came, site, spam

In = Callable[[Person], Client]
NEW = {"name": "Conference", "target": "30", "way": "round"}


@pytest.fixture
def oleg(house: House, client_of: In) -> Client:
    """The agency has its usual sources and reasons."""
    site(house), spam(house)
    return client_of(house.oleg)


def open_names(house: House) -> tuple[list[str], list[str]]:
    sources = own_list.offered(Source, house.agency).values_list("name", flat=True)
    return list(sources), list(own_list.offered(RejectReason, house.agency).values_list("name", flat=True))


def page(client: Client) -> str:
    return client.get(reverse("lead_settings")).content.decode()


def test_a_source_is_added_with_its_target_and_its_way(house: House, oleg: Client) -> None:
    assert oleg.post(reverse("source_new"), NEW).status_code == 302
    made = Source.objects.get(name="Conference")
    assert (made.target, made.way) == (30, "round")
    assert oleg.post(reverse("source", args=[made.pk]), NEW | {"name": "Fair", "target": "1"}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.target) == ("Fair", 1)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": "website"}, "“website” is there already, perhaps in the archive."),
        ({"name": " "}, "This field is required."),
        ({"target": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"target": "2401"}, "Ensure this value is less than or equal to 2400."),
        ({"way": "dice"}, "Select a valid choice. dice is not one of the available choices."),
    ],
)
def test_what_is_wrong_with_a_source_is_said_at_its_field(oleg: Client, said: dict[str, str], words: str) -> None:
    answer = oleg.post(reverse("source_new"), NEW | said)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("what", ["source", "reason"])
def test_what_goes_into_the_archive_is_offered_no_more_and_comes_back_by_undo(
    house: House, oleg: Client, what: str
) -> None:
    one: Any = site(house) if what == "source" else spam(house)
    before = open_names(house)
    answer = oleg.post(reverse(f"{what}_close", args=[one.pk]), follow=True)
    assert reverse(f"{what}_reopen", args=[one.pk]) in answer.content.decode()
    assert one.name not in [*open_names(house)[0], *open_names(house)[1]]
    oleg.post(reverse(f"{what}_reopen", args=[one.pk]))
    assert open_names(house) == before


def test_leads_keep_a_source_that_is_in_the_archive(house: House, oleg: Client) -> None:
    ada = came(house)
    oleg.post(reverse("source_close", args=[ada.source.pk]))
    assert "Website" in oleg.get(reverse("lead", args=[ada.pk])).content.decode()


@pytest.mark.parametrize("what", ["source", "reason"])
def test_the_last_one_stays(house: House, oleg: Client, what: str) -> None:
    one: Any = site(house) if what == "source" else spam(house)
    type(one).objects.exclude(pk=one.pk).delete()
    answer = oleg.post(reverse(f"{what}_close", args=[one.pk]), follow=True)
    assert "One has to remain: add another first." in answer.content.decode()
    assert type(one).objects.get().closed_at is None


def test_reasons_are_added_and_renamed(house: House, oleg: Client) -> None:
    assert oleg.post(reverse("reason_new"), {"name": "Out of season"}).status_code == 302
    made = RejectReason.objects.get(name="Out of season")
    assert oleg.post(reverse("reason", args=[made.pk]), {"name": "SPAM"}).status_code == 422
    assert oleg.post(reverse("reason", args=[made.pk]), {"name": "Off season"}).status_code == 302
    assert "Off season" in page(oleg)


def test_criteria_are_required_or_good_to_know_and_an_agency_may_ask_nothing(house: House, oleg: Client) -> None:
    assert oleg.post(reverse("criterion_new"), {"name": "Answers in a day"}).status_code == 302
    made = Criterion.objects.get(name="Answers in a day")
    assert (made.is_required, "good to know" in page(oleg)) == (False, True)
    oleg.post(reverse("criterion", args=[made.pk]), {"name": "Answers at once", "is_required": "on"})
    made.refresh_from_db()
    assert (made.name, made.is_required) == ("Answers at once", True)
    for one in Criterion.objects.all():
        oleg.post(reverse("criterion_close", args=[one.pk]))
    assert not Criterion.objects.still_open().exists()


def test_a_new_agency_begins_with_the_usual_ones(house: House, client_of: In) -> None:
    shown = page(client_of(house.oleg))
    assert ("Website" in shown, "15 working minutes" in shown, "Too small a budget" in shown) == (True, True, True)


def test_a_door_is_opened_for_letters_and_closed_again(house: House, oleg: Client) -> None:
    chosen = site(house)
    assert oleg.post(reverse("lead_doors"), {"email": str(chosen.pk), "telegram": ""}).status_code == 302
    assert [lead_door.leads_to(channel) for channel in lead_door.DOORS] == [chosen, None]
    assert "becomes a lead of “Website” by itself" in page(oleg)
    oleg.post(reverse("lead_doors"), {"email": "", "telegram": str(chosen.pk)})
    assert [lead_door.leads_to(channel) for channel in lead_door.DOORS] == [None, chosen]
