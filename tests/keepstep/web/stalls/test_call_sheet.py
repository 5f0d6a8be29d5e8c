"""The call sheet: everything for own management's call, and what came of it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency.person import Person
from keepstep.domain.delivery import ball, milestone, notice
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.round.item import Item
from keepstep.round.run import run
from tests.cast import House

In = Callable[[Person], Client]
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    """Monday a week later: the fifth day of the stall."""
    with patch("django.utils.timezone.now", return_value=house.at + WEEK):
        yield


def sheet(house: House) -> str:
    return reverse("call_sheet", args=[house.project.pk])


def test_everything_for_the_call_stands_on_it(house: House, client_of: In) -> None:
    held = ball.throw(house.project, side="client", awaited="photos", contact=house.tom, by=None, at=house.at)
    notice.give(held, how="email", by=house.vera, at=house.at + timedelta(days=2), rung=2, contact=house.tom)
    promised = milestone.promise(house.project, title="Launch", due=house.day + timedelta(days=20))
    milestone.move(
        promised, to=house.day + timedelta(days=25), by=house.vera, at=house.at, reason="the photos are late"
    )
    page = client_of(house.oleg).get(sheet(house)).content.decode()
    for words in (
        "tel:+4930123456", "stands still, day 5", "photos", "Hello, Ines! This is Oleg from Lighthouse.",
        "by e-mail · Tom · Vera", "Launch", "was 22 Mar", "the photos are late",
    ):  # fmt: skip
        assert words in page


def test_the_ledger_and_the_stalls_are_those_of_the_delay_report(house: House, client_of: In) -> None:
    ball.throw(house.project, side="client", awaited="photos", contact=house.tom, by=None, at=house.at)
    page = client_of(house.oleg).get(reverse("call_history", args=[house.project.pk])).content.decode()
    for words in ("Exposure: our share of the delay", "Since 3 Mar 2026, still", "5 working days"):
        assert words in page


def test_a_call_with_an_outcome_ends_the_duty_until_the_rung_comes_back(house: House, client_of: In) -> None:
    held = ball.throw(house.project, side="client", awaited="photos", contact=house.tom, by=None, at=house.at)
    run(day=house.day + WEEK, at=house.at + WEEK)
    client_of(house.oleg).post(sheet(house), {"contact": str(house.ines.pk), "outcome": "By Friday"})
    given = Notice.objects.get()
    assert (given.ball, given.how, given.rung, given.outcome) == (held, "call", 4, "By Friday")
    assert Item.objects.get(duty="call_client").outcome == "done"


def test_about_what_is_in_our_own_hands_we_say_so_and_the_call_counts(house: House, client_of: In) -> None:
    run(day=house.day + WEEK, at=house.at + WEEK)
    client = client_of(house.oleg)
    assert "that is in our hands: the next step" in client.get(sheet(house)).content.decode()
    client.post(sheet(house), {"contact": str(house.ines.pk), "outcome": "They can wait until Friday"})
    touch = Touchpoint.objects.get()
    assert (touch.form, touch.project, touch.summary) == ("call", house.project, "They can wait until Friday")
    assert Item.objects.get(duty="call_client").outcome == "done"


def test_without_an_outcome_it_stays(house: House, client_of: In) -> None:
    answer = client_of(house.oleg).post(sheet(house), {"contact": str(house.ines.pk), "outcome": " "})
    assert (answer.status_code, "until then the rung stays" in answer.content.decode()) == (422, True)
    assert Touchpoint.objects.count() == 0
