"""The page of order: squares of due days, and people by how sure their order is (§5.2)."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients import contact
from keepstep.domain.delivery import pause
from keepstep.domain.talk import touchpoint, update
from keepstep.domain.talk.due_day import DueDay, keep
from keepstep.domain.talk.sending import Sending
from keepstep.round import item, run
from keepstep.round.item import Item
from tests.cast import House, join, welcome
from tests.queries import queries_of

BERLIN = ZoneInfo("Europe/Berlin")
SQUARE = re.compile(r'<li class="due (\w+)[^"]*" title="([^"]*)"')
Clients = Callable[[Person], Client]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), BERLIN)


@pytest.fixture(autouse=True)
def _friday(house: House) -> Any:
    """The page asks the clock: it is Friday, 6 March 2026, at noon."""
    with patch.object(timezone, "now", return_value=noon(date(2026, 3, 6))):
        yield


def due(house: House, first: date, *kept: bool) -> None:
    for number, is_kept in enumerate(kept):
        day = first + timedelta(days=number)
        DueDay.objects.create(account=house.northwind, day=day, kept_at=noon(day) if is_kept else None)


def squares(page: str) -> list[str]:
    return [tone for tone, _title in SQUARE.findall(page)]


def test_each_due_day_is_a_square_that_says_what_became_of_it(house: House, client_of: Clients) -> None:
    monday = date(2026, 3, 2)
    due(house, monday, False, False, False, False, False)
    for day, form in ((monday, "update"), (monday + timedelta(days=1), "email")):
        touchpoint.record(house.northwind, direction="out", form=form, by=house.vera, at=noon(day))
        keep(house.northwind.pk, day=day, at=noon(day))
    contact.introduce(house.northwind, name="Eve", email="eve@northwind.test")
    thursday = monday + timedelta(days=3)
    update.send(house.northwind, day=thursday, subject="S", body="B", by=house.vera, at=noon(thursday))
    Sending.objects.update(failed_at=noon(thursday))
    page = client_of(house.vera).get("/order/").content.decode()
    assert squares(page) == ["update", "word", "missed", "failed", "open"]
    assert "2 of 4" in page


def test_three_of_three_is_too_early_and_does_not_beat_nineteen_of_twenty(house: House, client_of: Clients) -> None:
    due(house, date(2026, 2, 9), *[True] * 19, False)
    boris = join("Boris Short", Role.ACCOUNT_MANAGER)
    lumen = welcome("Lumen", manager=boris)
    for day in (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)):
        DueDay.objects.create(account=lumen, day=day, kept_at=noon(day))
    page = client_of(house.oleg).get("/order/").content.decode()
    people = re.findall(r"<li><b>([^<]*)</b> <span class=\"num\">([^<]*)</span> <small[^>]*>([^<]*)<", page)
    assert people == [
        (house.vera.name, "19 of 20", "at least 76\N{NO-BREAK SPACE}%"),
        ("Boris Short", "3 of 3", "too early"),
    ]


def test_a_person_sees_the_days_of_the_clients_in_sight(house: House, client_of: Clients) -> None:
    boris = join("Boris Short", Role.ACCOUNT_MANAGER)
    house.agency.sight = "own"
    house.agency.save()
    due(house, date(2026, 3, 2), True)
    page = client_of(boris).get("/order/").content.decode()
    assert (squares(page), house.northwind.name in page) == ([], False)


def test_earlier_weeks_are_one_page_back(house: House, client_of: Clients) -> None:
    due(house, date(2026, 1, 12), True, False)
    due(house, date(2026, 3, 2), True)
    at_hand = client_of(house.vera)
    earlier = re.search(r'href="(\?until=[^"]*)"', at_hand.get("/order/").content.decode())
    assert earlier and earlier[1] == "?until=2026-02-06"
    assert squares(at_hand.get(f"/order/{earlier[1]}").content.decode()) == ["word", "missed"]


@pytest.mark.parametrize(
    ("kept", "told"),
    [((True, True), "not one missed"), ((False, True, True), "2 days in a row"), ((True, False), ""), ((), "")],
)
def test_a_row_is_told_no_longer_and_no_shorter_than_it_is(
    house: House, client_of: Clients, kept: tuple[bool, ...], told: str
) -> None:
    due(house, date(2026, 3, 2), *kept)
    page = client_of(house.vera).get("/order/").content.decode()
    rows = re.findall(r'<b>[^<]*</b><br><small class="text-secondary">([^<]*)</small>', page)
    assert rows == [told]


def test_an_address_is_read_leniently(house: House, client_of: Clients) -> None:
    asked = [
        client_of(house.vera).get(f"/order/?until={until}").status_code for until in ("x", "9999-12-31", "0001-01-01")
    ]
    assert asked == [200, 200, 200]


def test_many_clients_take_no_more_statements(house: House, client_of: Clients) -> None:
    due(house, date(2026, 3, 2), True)
    few = queries_of(client_of(house.vera), "/order/")
    for number in range(5):
        made = welcome(f"Client {number}", manager=house.vera)
        DueDay.objects.create(account=made, day=date(2026, 3, 2))
    assert queries_of(client_of(house.vera), "/order/") == few


def opened(client: Client) -> list[str]:
    """What each square opens into, without its tags."""
    addresses = re.findall(r'href="(/order/days/[^"]*)"', client.get("/order/").content.decode())
    pages = [client.get(address, headers={"HX-Request": "true"}).content.decode() for address in addresses]
    return [" ".join(re.sub(r"<[^>]*>", " ", page).split()) for page in pages]


def test_a_square_opens_into_what_was_sent_and_what_became_of_it(house: House, client_of: Clients) -> None:
    monday = date(2026, 3, 2)
    due(house, monday, False)
    update.send(house.northwind, day=monday, subject="The menu", body="B", by=house.vera, at=noon(monday))
    Sending.objects.update(failed_at=noon(monday), fault="550 no such mailbox")
    touchpoint.record(
        house.northwind, direction="in", form="email", contact=house.ines, at=noon(monday), summary="Where?"
    )
    (day,) = opened(client_of(house.vera))
    for words in (
        "Monday, 2 March", "The update did not arrive", "The menu · 2 March, 12:00 · Vera",
        "Ines · ines@northwind.test · not delivered: 550 no such mailbox", "12:00 · They wrote · Ines Where?",
    ):  # fmt: skip
        assert words in day


def test_a_square_that_was_missed_says_that_nothing_was_written_and_why(house: House, client_of: Clients) -> None:
    monday = date(2026, 3, 2)
    run.run(day=monday, at=noon(monday))
    item.skip(Item.objects.get(duty="daily_update"), reason="They are away", at=noon(monday))
    pause.agree(house.northwind, since=noon(monday), agreed_with="Ines", by=house.vera, at=noon(monday))
    (day,) = opened(client_of(house.vera))
    for words in (
        "Missed", "No update was written for this day.", "Skipped by Vera at 12:00: They are away",
        "Work has rested by agreement since 2 March.",
    ):  # fmt: skip
        assert words in day


def test_a_day_of_a_client_out_of_sight_does_not_exist(house: House, client_of: Clients) -> None:
    due(house, date(2026, 3, 2), True)
    boris = join("Boris Short", Role.ACCOUNT_MANAGER)
    where = f"/order/days/{DueDay.objects.get().pk}/"
    assert [client_of(who).get(where).status_code for who in (house.vera, boris)] == [200, 404]
