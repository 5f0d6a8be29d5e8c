"""Every page of the portal × everybody who must not read it."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import contact
from keepstep.domain.clients.contact import Contact
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.talk import attachment, sending, touchpoint
from keepstep.domain.talk.attachment import Attachment
from keepstep.domain.talk.sending import Sending
from tests.cast import House
from tests.guards.portal import PORTAL
from tests.rows import one_of_each

GUARDED = sorted(name for name, page in PORTAL.items() if not page.is_public)
OF_ROWS = sorted(name for name in GUARDED if PORTAL[name].key)
Of = Callable[[Contact], Client]


@pytest.fixture(scope="module")
def rows(standing: House) -> dict[type, UUID]:
    """The keys of the house's rows; Monday's update has been delivered, and Tom reads the mail of Ines."""
    known: dict[type, UUID] = dict(one_of_each(standing))
    for waiting in Sending.objects.filter(update__isnull=False):
        taken = sending.take(waiting.pk, at=standing.at)
        assert taken and sending.hand_over(taken, at=standing.at) and sending.deliver(taken, at=standing.at)
    contact.amend(standing.tom, email=standing.ines.email)
    contact.amend(standing.ines, sees_money=True)
    came = touchpoint.record(standing.northwind, direction="in", form="email", contact=standing.ines, at=standing.at)
    (letter,) = attachment.attach(came, [("list.pdf", b"%PDF-")])
    bill = Invoice.objects.standing().issued()[0]
    connection.check_constraints()
    return known | {Contact: standing.tom.pk, Attachment: letter.pk, Invoice: bill.pk}


def ask(client: Client, name: str, rows: dict[type, UUID]) -> HttpResponse:
    key = PORTAL[name].key
    where = reverse(name, args=[rows[key]] if key else [])
    return client.post(where) if PORTAL[name].is_post else client.get(where)  # type: ignore[return-value]


def is_at_the_door(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith("/portal/sign-in/")


@pytest.mark.parametrize("name", GUARDED)
def test_a_stranger_asks_for_a_link(house: House, rows: dict[type, UUID], name: str) -> None:
    assert is_at_the_door(ask(Client(), name, rows))


@pytest.mark.parametrize("name", GUARDED)
def test_a_sign_in_of_staff_means_nothing_here(
    house: House, rows: dict[type, UUID], client_of: Callable[[Person], Client], name: str
) -> None:
    assert is_at_the_door(ask(client_of(house.oleg), name, rows))


@pytest.mark.parametrize("name", OF_ROWS)
def test_for_the_client_of_another_agency_it_does_not_exist(
    house: House, rows: dict[type, UUID], portal_of: Of, name: str
) -> None:
    with house.elsewhere.entered():
        nora = Contact.objects.select_related("agency").get(name="Nora")
    assert ask(portal_of(nora), name, rows).status_code == 404


@pytest.mark.parametrize("name", OF_ROWS)
def test_for_a_colleague_who_sees_other_projects_it_does_not_exist(
    house: House, rows: dict[type, UUID], portal_of: Of, name: str
) -> None:
    ben = contact.introduce(house.northwind, name="Ben", email="ben@northwind.test", sight="chosen")
    assert ask(portal_of(ben), name, rows).status_code == 404


@pytest.mark.parametrize("name", GUARDED)
def test_for_whom_it_is_meant_it_opens(house: House, rows: dict[type, UUID], portal_of: Of, name: str) -> None:
    """So that a 404 above is a guard and not a page that never opens; 422 is a form that wants to be filled in."""
    answer = ask(portal_of(house.ines), name, rows)
    assert answer.status_code in {200, 302, 422} and not (name != "portal_sign_out" and is_at_the_door(answer))


@pytest.mark.parametrize("name", sorted(PORTAL.keys() - {"brand_colour", "brand_logo"}))
def test_it_is_kept_by_nobody_and_told_to_nobody(
    house: House, rows: dict[type, UUID], portal_of: Of, name: str
) -> None:
    reader, takes_token = portal_of(house.ines), name in {"portal_let_in", "mark"} or name.startswith("client_")
    answer = reader.get(reverse(name, args=["x"])) if takes_token else ask(reader, name, rows)
    said = [answer.headers[header] for header in ("Referrer-Policy", "X-Robots-Tag")]
    assert "no-store" in answer.headers["Cache-Control"] and said == ["same-origin", "noindex, nofollow"]
