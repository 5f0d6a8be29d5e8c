"""Signing in: by password and by a link that works once; limited, and silent about who is known."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from keepstep.domain.agency import login, person
from keepstep.domain.agency.person import Role
from tests.cast import PASSWORD, House


@pytest.fixture(autouse=True)
def no_attempts_yet(db: None) -> None:
    cache.clear()


def attempt(
    client: Client, password: str = PASSWORD, email: str = "vera@lighthouse.test", where: str = "/sign-in/"
) -> int:
    return client.post(where, {"login": email, "password": password}).status_code


def link_in_mail() -> str:
    found = re.search(r"http://[^/]+(/sign-in/link/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_the_right_password_opens_the_day(house: House) -> None:
    client = Client()
    assert attempt(client) == 302
    assert client.get("/").status_code == 200


def test_a_wrong_password_says_so_without_saying_who_is_known(house: House) -> None:
    known, unknown = (
        Client().post("/sign-in/", {"login": email, "password": "wrong"})
        for email in ("vera@lighthouse.test", "no@one.test")
    )
    assert known.status_code == unknown.status_code == 422
    assert re.findall(r'role="alert">(.*?)</div>', known.content.decode(), re.S) == re.findall(
        r'role="alert">(.*?)</div>', unknown.content.decode(), re.S
    )


def test_after_five_failures_the_address_has_to_wait(house: House) -> None:
    answers = [attempt(Client(), "wrong") for _number in range(6)]
    assert answers[:5] == [422] * 5
    assert attempt(Client()) == 422


def test_after_signing_in_one_is_where_one_wanted_to_go(house: House) -> None:
    client = Client()
    where = client.get("/accounts/").headers["Location"]
    assert where == "/sign-in/?next=/accounts/"
    answer = client.post(where, {"login": "vera@lighthouse.test", "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/"


def test_nobody_is_led_away_to_another_site(house: House) -> None:
    answer = Client().post("/sign-in/?next=https://evil.test/", {"login": "vera@lighthouse.test", "password": PASSWORD})
    assert answer.headers["Location"] == "/"


def test_a_mailed_link_signs_in_once_and_only_by_its_button(house: House) -> None:
    client = Client()
    client.post("/sign-in/link/", {"email": "Vera@Lighthouse.test"})
    where = link_in_mail()
    assert client.get(where).status_code == 200
    assert client.get("/").status_code == 302
    assert client.post(where).status_code == 302
    assert client.get("/").status_code == 200
    assert Client().post(where).status_code == 410


def test_an_unknown_address_gets_the_same_answer_and_no_mail(house: House) -> None:
    pages = [
        Client().post("/sign-in/link/", {"email": email}).content.decode().replace(email, "…")
        for email in ("vera@lighthouse.test", "no@one.test")
    ]
    plain = [re.sub(r'value="[^"]{30,}"|"X-CSRFToken": "[^"]*"', "", page) for page in pages]
    assert plain[0] == plain[1]
    assert [sent.to for sent in mail.outbox] == [["vera@lighthouse.test"]]


def test_links_are_not_mailed_without_end(house: House) -> None:
    answers = [Client().post("/sign-in/link/", {"email": "vera@lighthouse.test"}).status_code for _number in range(6)]
    assert answers == [200] * 5 + [429]


def test_an_old_link_is_void(house: House) -> None:
    token = login.make_link(house.vera.login, at=house.at)
    with patch("django.utils.timezone.now", return_value=house.at + timedelta(minutes=31)):
        assert Client().get(f"/sign-in/link/{token}/").status_code == 410


def test_whoever_has_left_can_no_longer_come_in(house: House) -> None:
    client = Client()
    attempt(client)
    person.leave(house.vera, at=house.at)
    assert client.get("/").status_code == 302


def test_signing_out_ends_it(house: House) -> None:
    client = Client()
    attempt(client)
    client.post("/sign-out/")
    assert client.get("/").status_code == 302


def test_a_stranger_chooses_the_language(house: House) -> None:
    client = Client()
    assert client.post("/language/", {"language": "ru", "next": "/sign-in/"}).headers["Location"] == "/sign-in/"
    assert "Войти" in client.get("/sign-in/").content.decode()
    assert client.post("/language/", {"language": "en", "next": "https://evil.test/"}).headers["Location"] == "/"


def test_a_person_of_two_agencies_sits_in_one(house: House) -> None:
    """The first joined; nothing of the other is visible."""
    with house.elsewhere.entered():
        person.join(name="Vera", email="vera@lighthouse.test", roles=[Role.ACCOUNT_MANAGER], at=house.at)
    client = Client()
    attempt(client)
    assert b"Northwind" in client.get("/accounts/").content
    assert b"Lumen Dental" not in client.get("/accounts/").content
