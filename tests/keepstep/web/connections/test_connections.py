from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from keepstep.domain.agency.person import Person
from keepstep.domain.delivery import project
from keepstep.intake import connection, translation
from keepstep.intake.connection import Connection
from tests.cast import NOW, House
from tests.keepstep.intake.examples import github
from tests.keepstep.intake.test_delivery import arrive

Browser = Callable[[Person], Client]
INDEX = "/settings/connections/"


@pytest.fixture
def site(house: House) -> Connection:
    return connection.connect(house.project, system="github", by=house.oleg, at=NOW, name="northwind/site")


def page(browser: Client, address: str = INDEX) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def of(site: Connection, act: str = "") -> str:
    return f"{INDEX}{site.pk}/{act}"


def test_the_head_sees_what_is_connected(site: Connection, house: House, client_of: Browser) -> None:
    words = page(client_of(house.oleg))
    assert ("northwind/site" in words, "Northwind Bakery · New site" in words, site.secret in words) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("act", ["", "new/", "{0}/", "{0}/secret/", "{0}/signing/", "{0}/closing/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_sees_that_there_is_such_a_page(
    site: Connection, house: House, client_of: Browser, act: str, method: str
) -> None:
    address = INDEX + act.format(site.pk)
    answers = [getattr(client_of(person), method)(address).status_code for person in (house.vera, house.pavel)]
    assert answers == [404, 404]


@pytest.mark.parametrize("act", ["", "secret/", "closing/"])
def test_another_agency_finds_nothing(site: Connection, house: House, client_of: Browser, act: str) -> None:
    browser = client_of(house.marta)
    assert [browser.get(of(site, act)).status_code, browser.post(of(site, act)).status_code] == (
        [404, 405] if not act else [404, 404]
    )
    assert "northwind" not in page(browser)
    site.refresh_from_db()
    assert (site.turn, site.closed_at) == (1, None)


def test_a_stranger_is_asked_to_sign_in(house: House) -> None:
    assert Client().get(INDEX).headers["Location"] == f"/sign-in/?next={INDEX}"


def test_a_repository_is_connected_to_a_project(house: House, client_of: Browser) -> None:
    facts = {"system": "gitlab", "project": str(house.project.pk), "name": " northwind/site "}
    answer = client_of(house.oleg).post(f"{INDEX}new/", facts)
    [made] = Connection.objects.all()
    assert (made.system, made.name, made.project, made.opened_by) == (
        "gitlab",
        "northwind/site",
        house.project,
        house.oleg,
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, of(made))


@pytest.mark.parametrize(
    "wrong", [{"system": "git"}, {"system": "x"}, {"project": ""}, {"project": str(uuid4())}, {"name": "x" * 301}]
)
def test_what_is_wrong_is_said(house: House, client_of: Browser, wrong: dict[str, str]) -> None:
    facts = {"system": "github", "project": str(house.project.pk), "name": "", **wrong}
    assert (client_of(house.oleg).post(f"{INDEX}new/", facts).status_code, Connection.objects.count()) == (422, 0)


def test_a_project_of_another_agency_cannot_be_connected(house: House, client_of: Browser) -> None:
    facts = {"system": "github", "project": str(house.rival_project.pk)}
    assert client_of(house.oleg).post(f"{INDEX}new/", facts).status_code == 422


def test_a_closed_project_cannot_be_connected(house: House, client_of: Browser) -> None:
    project.close(house.project, at=NOW)
    facts = {"system": "github", "project": str(house.project.pk)}
    assert client_of(house.oleg).post(f"{INDEX}new/", facts).status_code == 422


def test_the_page_of_a_connection_says_what_to_do(
    site: Connection, house: House, client_of: Browser, settings: Any
) -> None:
    answer = client_of(house.oleg).get(of(site))
    words = answer.content.decode()
    for part in (f"{settings.SITE_URL}/hooks/{site.address}/", site.secret, "application/json", "Deployment statuses"):
        assert part in words
    assert "no-store" in answer.headers["Cache-Control"]


def test_each_system_has_its_own_words(house: House, client_of: Browser) -> None:
    made = [connection.connect(house.project, system=name, by=None, at=NOW) for name in ("gitlab", "webhook")]
    words = [page(client_of(house.oleg), of(one)) for one in made]
    assert ["Secret token" in words[0], "X-Keepstep-Signature" in words[1]] == [True, True]


def test_the_secret_is_turned(site: Connection, house: House, client_of: Browser) -> None:
    former, browser = site.secret, client_of(house.oleg)
    assert "former secret is void" in page(browser, of(site, "secret/"))
    assert browser.post(of(site, "secret/")).headers["Location"] == of(site)
    words = page(browser, of(site))
    site.refresh_from_db()
    assert (former in words, site.secret in words) == (False, True)


def test_a_connection_is_closed_after_a_question(site: Connection, house: House, client_of: Browser) -> None:
    browser = client_of(house.oleg)
    assert "The steps that came by it stay." in page(browser, of(site, "closing/"))
    assert browser.post(of(site, "closing/")).headers["Location"] == INDEX
    site.refresh_from_db()
    assert site.closed_at is not None
    assert "northwind/site" not in page(browser)
    assert (site.secret in page(browser, of(site)), browser.post(of(site, "closing/")).status_code) == (False, 404)


def test_what_became_of_the_deliveries_stands_there(site: Connection, house: House, client_of: Browser) -> None:
    for number, (name, payload) in enumerate(
        [("push", github("push")), ("issues", github("issues", "opened")), ("release", {"action": "published"})]
    ):
        event = arrive(site, name, payload, number=str(number), at=NOW + timedelta(minutes=number))
        assert event is not None
        translation.translate(event.pk, at=NOW)
    arrive(site, "push", github("push", repository__size=1), number="9")
    for address in (INDEX, of(site)):
        words = page(client_of(house.oleg), address)
        said = ["1 step<", "nothing new for the client", "“release” is missing.", "waits for the worker"]
        assert [part for part in said if part not in words] == []


def test_the_list_is_paged_at_the_same_cost(site: Connection, house: House, client_of: Browser) -> None:
    browser = client_of(house.oleg)
    arrive(site, "push", github("push"))
    browser.get(INDEX)
    with CaptureQueriesContext(database) as one:
        page(browser)
    for number in range(60):
        connection.connect(
            house.project, system="github", by=house.oleg, at=NOW + timedelta(minutes=number), name=f"n{number}"
        )
        arrive(site, "push", github("push", repository__size=number), number=f"n{number}")
    with CaptureQueriesContext(database) as many:
        words = page(browser)
    assert (len(many), len(one) <= 15) == (len(one), True)
    assert ("n48" in words, "n49<" in words, "n49<" in page(browser, f"{INDEX}?page=2")) == (True, False, True)


TOKEN = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def signing(house: House) -> Connection:
    return connection.connect(house.project, system="gitlab", by=house.oleg, at=NOW)


def test_a_signing_token_is_sealed_never_shown_and_can_be_taken_away(house: House, client_of: Browser) -> None:
    shop, browser = signing(house), client_of(house.oleg)
    assert "None: deliveries count by the secret." in page(browser, of(shop))
    browser.post(of(shop, "signing/"), {"token": f" {TOKEN} "})
    words = page(browser, of(shop)) + page(browser, of(shop, "signing/"))
    shop.refresh_from_db()
    assert shop.signing_token is not None
    said = "Kept sealed: deliveries count by their signature alone." in words
    assert (shop.signing_token.reveal(), TOKEN in shop.signing_token.seal, TOKEN in words, said) == (
        TOKEN,
        False,
        False,
        True,
    )
    browser.post(of(shop, "signing/"), {"token": ""})
    shop.refresh_from_db()
    assert shop.signing_token is None


@pytest.mark.parametrize("wrong", ["secret", "whsec_short", TOKEN * 6])
def test_what_is_no_signing_token_is_said_at_its_field(house: House, client_of: Browser, wrong: str) -> None:
    shop = signing(house)
    assert client_of(house.oleg).post(of(shop, "signing/"), {"token": wrong}).status_code == 422
    shop.refresh_from_db()
    assert shop.signing_token is None


def test_only_a_system_that_makes_tokens_is_asked_for_one(site: Connection, house: House, client_of: Browser) -> None:
    browser = client_of(house.oleg)
    assert ("Signing token" in page(browser, of(site)), browser.get(of(site, "signing/")).status_code) == (False, 404)


def test_a_token_sealed_with_another_secret_is_asked_for_again(house: House, client_of: Browser, settings: Any) -> None:
    shop = signing(house)
    connection.sign_with(shop, TOKEN)
    settings.SECRET_KEY = "another secret of this installation"
    browser = client_of(house.oleg)
    assert "nothing comes in until it is entered again" in page(browser, of(shop))
