"""From a sent update its correction is written beside the old text; both are read together ever after."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency.person import Person
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.unsent import Unsent
from keepstep.domain.talk.update import Update
from tests.cast import House
from tests.keepstep.domain.talk.test_correction import HOUR, deliver, told
from tests.queries import queries_of

In = Callable[[Person], Client]
Portal = Callable[[Contact], Client]


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at + HOUR):
        yield


@pytest.fixture
def wrong(house: House) -> Update:
    made = told(house)
    deliver(house, made)
    return made


def desk(wrong: Update) -> str:
    return reverse("update_correct", args=[wrong.pk])


def letter(client: Client, wrong: Update, **more: str) -> dict[str, str]:
    """The form as the desk gives it, filled in."""
    form = client.get(desk(wrong)).context["form"]
    return {"draft": str(form["draft"].value()), "subject": form["subject"].value(), "body": "6 cakes", **more}


def test_the_old_text_stands_beside_what_is_begun_for_us(house: House, client_of: In, wrong: Update) -> None:
    vera = client_of(house.vera)
    assert desk(wrong) in vera.get(reverse("update", args=[wrong.pk])).content.decode()
    page = vera.get(desk(wrong)).content.decode()
    assert ("5 cakes" in page, "As it was sent on 2 March" in page, "Ines · ines@northwind.test" in page) == (
        True, True, True,
    )  # fmt: skip
    assert 'value="Correction to today&#x27;s update"' in page
    with patch("django.utils.timezone.now", return_value=house.at + timedelta(days=1)):
        assert "Correction to the update of 2 March" in vera.get(desk(wrong)).content.decode()


def test_what_is_right_has_to_be_said(house: House, client_of: In, wrong: Update) -> None:
    vera = client_of(house.vera)
    begun = vera.get(desk(wrong)).context["form"]["body"].value()
    answer = vera.post(desk(wrong), letter(vera, wrong, body=begun.replace("\n", "\r\n")))
    assert (answer.status_code, "Say what is right." in answer.content.decode()) == (422, True)
    assert Update.objects.count() == 1


def test_it_is_sent_once_and_can_be_taken_back(house: House, client_of: In, wrong: Update) -> None:
    vera = client_of(house.vera)
    filled = letter(vera, wrong)
    assert vera.post(desk(wrong), filled).status_code == 302
    assert vera.post(desk(wrong), filled, headers={"HX-Request": "true"}).status_code == 422
    right = Update.objects.get(corrects=wrong)
    assert Sending.objects.filter(update=right).count() == 1
    page = vera.get(reverse("update", args=[right.pk])).content.decode()
    assert ("5 cakes" in page, "6 cakes" in page, "Corrected by Vera" in page) == (True, True, True)
    vera.post(reverse("update_withdraw", args=[right.pk]))
    assert "6 cakes</textarea>" in vera.get(desk(wrong)).content.decode()


def test_it_is_kept_for_later(house: House, client_of: In, wrong: Update) -> None:
    vera = client_of(house.vera)
    assert vera.post(desk(wrong), letter(vera, wrong, keep="1")).status_code == 302
    assert Unsent.objects.get().corrects == wrong
    assert "6 cakes</textarea>" in vera.get(desk(wrong)).content.decode()
    assert "6 cakes" not in vera.get(reverse("update_new", args=[house.northwind.pk])).content.decode()


def test_what_nobody_has_got_is_not_corrected(house: House, client_of: In) -> None:
    waiting = told(house)
    vera = client_of(house.vera)
    Sending.objects.update(failed_at=house.at)
    assert desk(waiting) not in vera.get(reverse("update", args=[waiting.pk])).content.decode()
    assert vera.get(desk(waiting), headers={"HX-Request": "true"}).status_code == 422


def test_both_are_joined_in_the_timeline_and_in_the_portal(
    house: House, client_of: In, portal_of: Portal, wrong: Update
) -> None:
    vera = client_of(house.vera)
    vera.post(desk(wrong), letter(vera, wrong))
    right = Update.objects.get(corrects=wrong)
    deliver(house, right, after=2 * HOUR)
    page = vera.get(reverse("account", args=[house.northwind.pk])).content.decode()
    assert ("Correction to the update of 2 March" in page, "corrected later" in page) == (True, True)
    ines = portal_of(house.ines)
    page = ines.get(reverse("portal_update", args=[wrong.pk])).content.decode()
    assert ("5 cakes" in page, "6 cakes" in page) == (True, True)
    assert ines.get(reverse("portal_update", args=[right.pk])).headers["Location"] == (
        f"{reverse('portal_update', args=[wrong.pk])}#update-{right.pk}"
    )
    page = ines.get(reverse("portal_updates")).content.decode()
    assert page.count(">corrected<") == 1
    assert "Monday" in ines.get(reverse("portal")).content.decode()


def test_the_desk_costs_a_bounded_number_of_queries(house: House, client_of: In, wrong: Update) -> None:
    assert queries_of(client_of(house.vera), desk(wrong)) <= 15
