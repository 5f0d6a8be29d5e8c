"""One's own page of what one wants to know: saved, explained, and of nobody else."""

from collections.abc import Callable
from datetime import time

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency import preference
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.preference import Choice
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk import sending, update
from keepstep.domain.talk.sending import Sending
from keepstep.round.telling import kinds, told
from tests.cast import House
from tests.queries import queries_of

In = Callable[[Person], Client]


def filled(**more: str) -> dict[str, str]:
    usual = {f"in_app_{kind}": "on" for kind in kinds()} | {f"mail_{kind}": "morning" for kind in kinds()}
    return {name: value for name, value in (usual | more).items() if value != "off"}


def test_each_kind_has_its_ways(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    assert set(kinds()) >= {"call_me", "push_stall", "call_client"}
    wanted = filled(mail_call_me="once", in_app_push_stall="off", mail_push_stall="never")
    assert vera.post(reverse("telling"), wanted).status_code == 302
    assert preference.choices(house.vera) == {"call_me": Choice(True, "once"), "push_stall": Choice(False, "never")}
    assert preference.choices(house.oleg) == {}
    page = vera.get(reverse("telling")).content.decode()
    assert page.count('<option value="once" selected>') == 1
    vera.post(reverse("telling"), filled())
    assert preference.choices(house.vera) == {}


def test_quiet_hours_begin_and_end(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    hours = {"quiet_from": "22:00", "quiet_to": "07:30", "zone": "Asia/Almaty", "urgent_wakes": "on"}
    assert vera.post(reverse("telling"), filled(**hours)).status_code == 302
    house.vera.refresh_from_db()
    found = house.vera
    assert (found.quiet_from, found.quiet_to, found.zone, found.urgent_wakes) == (
        time(22), time(7, 30), "Asia/Almaty", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "fault"),
    [
        ({"quiet_from": "22:00"}, "Say when they begin and when they end."),
        ({"quiet_to": "22:00"}, "Say when they begin and when they end."),
        ({"quiet_from": "22:00", "quiet_to": "22:00"}, "leave both empty for none"),
        ({"quiet_from": "25:00", "quiet_to": "07:00"}, "Enter a valid time."),
        ({"zone": "Mars/Olympus"}, "Select a valid choice."),
        ({"mail_call_me": "yearly"}, "Not saved yet: see below."),
    ],
)
def test_what_cannot_be_is_said(house: House, client_of: In, hours: dict[str, str], fault: str) -> None:
    answer = client_of(house.vera).post(reverse("telling"), filled(**hours))
    assert (answer.status_code, fault in answer.content.decode()) == (422, True)


def test_whoever_asks_for_a_call_is_told_of_at_once(house: House, portal_of: Callable[[Contact], Client]) -> None:
    told_her = update.send(house.northwind, day=house.day, subject="Monday", body="Menu", by=house.vera, at=house.at)
    taken = sending.take(Sending.objects.get().pk, at=house.at)
    assert taken is not None
    sending.hand_over(taken, at=house.at)
    sending.deliver(taken, at=house.at)
    for _ in range(2):
        portal_of(house.ines).post(reverse("portal_mark", args=[told_her.pk]), {"said": "call_me", "word": "Today?"})
    one = Notification.objects.get(person=house.vera, kind="call_me")
    assert (one.is_urgent, told(one)) == (True, ("Call Ines", "Northwind Bakery", "Call me: Today?"))


def test_the_page_costs_a_bounded_number_of_queries(house: House, client_of: In) -> None:
    assert queries_of(client_of(house.vera), reverse("telling")) <= 6
