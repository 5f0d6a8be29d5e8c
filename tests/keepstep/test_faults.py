"""What is not there: clients see it calmly, in their language and under the agency's name, never the staff's page."""

from collections.abc import Callable

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from keepstep.domain.clients import contact
from keepstep.domain.clients.contact import Contact
from tests.cast import House

Of = Callable[[Contact], Client]


def said(answer: HttpResponseBase) -> str:
    return getattr(answer, "content", b"").decode()


def title(answer: HttpResponseBase) -> str:
    return said(answer).partition("<title>")[2].partition("</title>")[0]


def is_of_the_portal(answer: HttpResponseBase) -> bool:
    page = said(answer)
    return ("portal.css" in page, "keepstep.css" in page, "Keepstep" in page) == (True, False, False)


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing here"), ("ru", "Здесь ничего нет")])
@pytest.mark.parametrize("path", ["/portal/nowhere/", "/portal/updates/7/", "/portal/projects/x/y/z"])
def test_a_client_stays_in_the_portal(house: House, portal_of: Of, language: str, words: str, path: str) -> None:
    contact.amend(house.ines, language=language)
    answer = portal_of(house.ines).get(path, headers={"Accept-Language": "de"})
    assert (answer.status_code, title(answer), is_of_the_portal(answer)) == (404, f"{words} · Lighthouse", True)
    assert (answer.headers["Content-Language"], 'href="/portal/updates/"' in said(answer)) == (
        language,
        True,
    )


@pytest.mark.parametrize("path", ["/portal/nowhere/", "/mark/x/y/"])
def test_a_stranger_stands_at_the_door_in_the_browsers_language(db: None, path: str) -> None:
    answer = Client().get(path, headers={"Accept-Language": "ru"})
    assert (answer.status_code, title(answer), is_of_the_portal(answer)) == (404, "Здесь ничего нет", True)
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_form_that_grew_old_is_said_where_one_is(house: House, portal_of: Of) -> None:
    ines = portal_of(house.ines)
    ines.handler.enforce_csrf_checks = True
    answer = ines.post("/portal/sign-out/", {"words": "Hello"})
    assert (answer.status_code, title(answer), is_of_the_portal(answer)) == (403, "Please once more · Lighthouse", True)
    staff = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "x"})
    assert (staff.status_code, title(staff), "keepstep.css" in said(staff)) == (
        403,
        "Please once more · Keepstep",
        True,
    )


def test_the_staffs_own_page_stays_what_it_was(db: None) -> None:
    answer = Client().get("/nowhere/", headers={"Accept-Language": "en"})
    assert (answer.status_code, title(answer), is_of_the_portal(answer)) == (404, "Nothing here · Keepstep", False)


def test_a_path_without_its_last_stroke_still_finds_its_page(house: House, portal_of: Of) -> None:
    assert portal_of(house.ines).get("/portal/updates").headers["Location"] == "/portal/updates/"
