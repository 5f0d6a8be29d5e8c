"""How a client comes in: by a link that a person opens once; what guesses, repetitions and strangers get."""

import re
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import account, contact, device, portal_link
from keepstep.domain.clients.account import State
from keepstep.domain.clients.contact import Contact
from keepstep.domain.clients.device import DEVICE_LIFE, Device
from keepstep.domain.clients.portal_link import LINK_LIFE, PortalLink
from keepstep.domain.talk.engagement import Engagement
from keepstep.outlet import portal_mail
from keepstep.portal.seat import COOKIE
from tests.cast import House

Of = Callable[..., Client]
INES = "ines@northwind.test"


@pytest.fixture(autouse=True)
def no_attempts_yet(db: None) -> None:
    cache.clear()


def asked(email: str = INES, *, client: Client | None = None, goal: str = "") -> str:
    """Ask on the page, let the worker write, and read the address in the letter; empty if none came."""
    mail.outbox.clear()
    where = f"/portal/sign-in/?next={goal}" if goal else "/portal/sign-in/"
    assert (client or Client()).post(where, {"email": email}).status_code == 200
    portal_mail.send(PortalLink.objects.latest("asked_at").pk, at=timezone.now())
    if not mail.outbox:
        return ""
    found = re.search(r"http://[^/]+(/portal/link/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def press(client: Client, where: str, who: Contact) -> int:
    return client.post(where, {"contact": str(who.pk)}).status_code


def opens(client: Client) -> bool:
    return client.get("/portal/").status_code == 200


def test_a_link_is_opened_by_a_scanner_and_used_by_a_person(house: House) -> None:
    where = asked()
    scanner, ines = Client(), Client()
    for _time in range(3):
        assert (scanner.get(where).status_code, scanner.head(where).status_code) == (200, 405)
    assert not opens(scanner)
    assert press(ines, where, house.ines) == 302
    assert "Ines" in ines.get("/portal/").content.decode()


def test_it_works_once(house: House) -> None:
    where = asked()
    press(Client(), where, house.ines)
    second = Client()
    assert (press(second, where, house.ines), second.get(where).status_code, opens(second)) == (410, 410, False)


@pytest.mark.parametrize(("age", "status"), [(LINK_LIFE - timedelta(seconds=1), 302), (LINK_LIFE, 410)])
def test_it_lives_half_an_hour(house: House, age: timedelta, status: int) -> None:
    at = timezone.now()
    token = portal_link.arm(portal_link.ask(INES, at=at), at=at)
    with patch("django.utils.timezone.now", return_value=at + age):
        assert press(Client(), f"/portal/link/{token}/", house.ines) == status


def test_guesses_are_void_and_grow_slow(house: House) -> None:
    asked()
    client = Client()
    assert [press(client, f"/portal/link/{number}/", house.ines) for number in range(31)] == [*[410] * 30, 429]
    assert press(client, asked(), house.ines) == 429


def test_only_hashes_are_kept(house: House) -> None:
    token = asked().split("/")[3]
    client = Client()
    press(client, f"/portal/link/{token}/", house.ines)
    kept = [PortalLink.objects.get().token_hash, Device.objects.get().token_hash]
    assert [secret for secret in kept if secret in {token, client.cookies[COOKIE].value}] == []


def test_known_and_unknown_get_the_same_words_for_the_same_work(house: House) -> None:
    pages, costs = [], []
    for email in (INES, "no@one.test"):
        client = Client()
        client.get("/portal/sign-in/")
        with CaptureQueriesContext(connection) as queries:
            pages.append(client.post("/portal/sign-in/", {"email": email}).content.decode().replace(email, "…"))
        costs.append(len(queries))
    assert pages[0] == pages[1] and costs[0] == costs[1]
    assert mail.outbox == []
    assert (asked("no@one.test"), bool(asked(INES.upper()))) == ("", True)


def test_links_are_not_asked_for_without_end(house: House) -> None:
    answers = [Client().post("/portal/sign-in/", {"email": INES}).status_code for _number in range(6)]
    assert answers == [200] * 5 + [429]


def test_the_letter_speaks_the_readers_language_and_comes_from_the_agency(house: House) -> None:
    contact.amend(house.ines, language="ru")
    asked()
    (letter,) = mail.outbox
    assert "Lighthouse" in letter.from_email
    assert (letter.to, "Здравствуйте, Ines" in str(letter.body)) == ([INES], True)


def test_one_comes_to_where_one_was_going_and_nowhere_else(house: House) -> None:
    goal = "/portal/projects/"
    assert Client().get(goal).headers["Location"] == "/portal/sign-in/?next=%2Fportal%2Fprojects%2F"
    for asked_for, led in ((goal, goal), ("https://evil.test/portal/", "/portal/"), ("//evil.test/", "/portal/"),
                           ("/accounts/", "/portal/")):  # fmt: skip
        answer = Client().post(asked(goal=asked_for), {"contact": str(house.ines.pk)})
        assert answer.headers["Location"] == led


def test_somebody_else_cannot_be_chosen_by_ones_own_link(house: House) -> None:
    where = asked()
    with house.elsewhere.entered():
        nora = Contact.objects.get(name="Nora")
    assert [press(Client(), where, who) for who in (house.tom, nora)] == [200, 200]
    assert Device.objects.count() == 0
    assert press(Client(), where, house.ines) == 302


def test_whoever_is_known_at_two_agencies_chooses_and_changes(house: House) -> None:
    with house.elsewhere.entered():
        other = contact.introduce(house.rival, name="Ines R.", email="Ines@Northwind.test")
    client = Client()
    where = asked()
    page = client.get(where).content.decode()
    assert [name for name in ("Northwind Bakery", "Lumen Dental", "Lighthouse", "Rivals") if name not in page] == []
    press(client, where, house.ines)
    assert "New site" in client.get("/portal/projects/").content.decode()
    assert client.post(f"/portal/companies/{other.pk}/").status_code == 302
    page = client.get("/portal/projects/").content.decode()
    assert ("Rival ads" in page, "New site" in page) == (True, False)
    assert Device.objects.filter(ended_at=None).count() == 0
    with house.elsewhere.entered():
        assert Device.objects.filter(ended_at=None).count() == 1


def test_a_secret_set_beforehand_is_not_taken_over(house: House) -> None:
    """Session fixation: what was in the cookie before never lets anybody in."""
    client = Client()
    client.cookies[COOKIE] = "set-by-somebody"
    press(client, asked(), house.ines)
    assert client.cookies[COOKIE].value != "set-by-somebody"
    stranger = Client()
    stranger.cookies[COOKIE] = "set-by-somebody"
    assert not opens(stranger)


def test_the_secret_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    client = Client()
    press(client, asked(), house.ines)
    cookie = client.cookies[COOKIE]
    kept = [cookie[name] for name in ("httponly", "samesite", "path", "max-age")]
    assert kept == [True, "Lax", "/portal/", int(DEVICE_LIFE.total_seconds())]


def test_no_other_site_can_press_a_button(house: House, portal_of: Of) -> None:
    where = asked()
    strict = Client(enforce_csrf_checks=True)
    assert press(strict, where, house.ines) == 403
    strict.cookies[COOKIE] = portal_of(house.ines).cookies[COOKIE].value
    for path in ("/portal/sign-out/", "/portal/team/messages/"):
        assert strict.post(path, {"words": "x"}).status_code == 403
    assert opens(strict)


@pytest.mark.parametrize(("age", "does"), [(DEVICE_LIFE - timedelta(minutes=1), True), (DEVICE_LIFE, False)])
def test_a_device_stays_for_sixty_days(house: House, portal_of: Of, age: timedelta, does: bool) -> None:
    assert opens(portal_of(house.ines, at=timezone.now() - age)) == does


def test_the_client_sees_the_devices_and_ends_them(house: House, portal_of: Of) -> None:
    here, lost = portal_of(house.ines), portal_of(house.ines)
    page = here.get("/portal/devices/").content.decode()
    assert page.count("Safari, iPhone") == 2
    other = Device.objects.exclude(token_hash=device._hash(here.cookies[COOKIE].value)).get()
    here.post(f"/portal/devices/{other.pk}/ending/")
    assert (opens(here), opens(lost)) == (True, False)
    copy = Client()
    copy.cookies[COOKIE] = here.cookies[COOKIE].value
    here.post("/portal/sign-out/")
    assert not opens(copy)


def test_staff_end_them_all(house: House, portal_of: Of, client_of: Callable[[Person], Client]) -> None:
    ines = portal_of(house.ines)
    vera = client_of(house.vera)
    assert f"/contacts/{house.ines.pk}/devices/" in vera.get(f"/accounts/{house.northwind.pk}/").content.decode()
    vera.post(f"/contacts/{house.ines.pk}/devices/")
    assert (opens(ines), Device.objects.get().ended_by) == (False, house.vera)


def test_whoever_left_is_out_and_stays_out(house: House, portal_of: Of) -> None:
    ines = portal_of(house.ines)
    where = asked()
    contact.depart(house.ines, at=timezone.now())
    assert (opens(ines), press(Client(), where, house.ines), asked()) == (False, 410, "")


def test_a_closed_portal_another_address_and_a_client_who_left_end_it_too(house: House, portal_of: Of) -> None:
    for change in ({"opens_portal": False}, {"email": "other@northwind.test"}):
        ines = portal_of(house.ines)
        former = {name: getattr(house.ines, name) for name in change}
        assert opens(ines)
        contact.amend(house.ines, **change)
        assert not opens(ines)
        contact.amend(house.ines, **former)
    ines = portal_of(house.ines)
    account.become(house.northwind, State.CHURNED, by=house.vera, at=house.at, reason="moved")
    assert not opens(ines)


def test_a_device_means_nothing_to_the_staffs_pages(house: House, portal_of: Of) -> None:
    client = portal_of(house.ines)
    assert [client.get(path).status_code for path in ("/", "/accounts/", f"/projects/{house.project.pk}/")] == [302] * 3


def test_a_visit_counts_once_a_day(house: House, portal_of: Of) -> None:
    at = timezone.now()
    ines = portal_of(house.ines, at=at)
    for later in (0, 1, 2):
        with patch("django.utils.timezone.now", return_value=at + timedelta(days=1, minutes=later)):
            ines.get("/portal/")
    assert [one.day for one in Engagement.objects.all()] == [house.northwind.local_day(at + timedelta(days=1))]


def test_the_day_speaks_the_contacts_language_without_a_trace_of_us(house: House, portal_of: Of) -> None:
    contact.amend(house.ines, language="ru")
    answer = portal_of(house.ines).get("/portal/", headers={"Accept-Language": "en"})
    page = answer.content.decode()
    assert answer.headers["Content-Language"] == "ru"
    assert ('<html lang="ru">' in page, "Lighthouse" in page, "Keepstep" in page) == (True, True, False)
    assert [path for path in ("/portal/sign-in/", "/portal/link/x/", "/mark/x/") if "Keepstep" in
            Client().get(path).content.decode()] == []  # fmt: skip
