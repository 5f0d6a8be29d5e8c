"""A form on somebody's site: one lead whatever is pressed how often, traps for machines, and nothing to read."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from keepstep.domain.agency import own_list
from keepstep.domain.sales import web_form
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.own_field import LeadField
from keepstep.domain.sales.web_form import WebForm
from keepstep.web.lead_forms.asking import new_token
from tests.cast import House
from tests.keepstep.domain.sales.leads import site

SAID = {"name": "Ada", "email": "ada@bakery.test", "message": "A shop", "consent": "on"}
ALLOWED = {"Origin": "https://www.lighthouse.test"}


@pytest.fixture
def form(house: House) -> WebForm:
    cache.clear()
    return web_form.add(
        name="Site", source=site(house), language="en", title="Ask us", asks=["name", "phone", "email", "message"],
        requires=["name"], consent="You may keep it.", hosts=["www.lighthouse.test"], by=house.oleg, at=house.at,
    )  # fmt: skip


def token(form: WebForm, *, seconds_ago: int = 30) -> str:
    return new_token(form, at=timezone.now() - timedelta(seconds=seconds_ago))


def send(form: WebForm, *, headers: Any = None, **said: Any) -> Any:
    return Client(enforce_csrf_checks=True).post(f"/forms/{form.address}/", {**SAID, **said}, headers=headers)


def test_what_is_filled_in_is_a_lead_with_its_touches_and_its_consent(form: WebForm) -> None:
    touches = {"utm_source": "google", "gclid": "1", "first_utm_source": "letter", "first_page": "https://l.test/"}
    answer = send(form, token=token(form), **touches)
    assert (answer.status_code, answer["Location"]) == (302, f"/forms/{form.address}/thanks/")
    made = Lead.objects.get()
    assert (made.name, made.emails, made.channel, made.source) == ("Ada", ["ada@bakery.test"], "form", form.source)
    assert made.last_touch == {"utm_source": "google", "gclid": "1"}
    assert made.first_touch == {"utm_source": "letter", "page": "https://l.test/"}
    assert (made.consent, made.consented_at) == ("You may keep it.", made.came_at)


def test_the_page_carries_where_its_visitor_came_from(form: WebForm) -> None:
    page = Client().get(f"/forms/{form.address}/?utm_source=google&first_gclid=7&other=x").content.decode()
    assert ('name="utm_source" value="google"' in page, 'name="first_gclid" value="7"' in page) == (True, True)
    assert "other" not in page


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(presses=some.integers(1, 5), is_ours=some.booleans(), word=some.text("abc", min_size=1, max_size=9))
def test_however_often_the_button_is_pressed_it_is_one_lead(
    form: WebForm, presses: int, is_ours: bool, word: str
) -> None:
    cache.clear()
    before, of_page = Lead.objects.count(), token(form)
    was_there = Lead.objects.filter(message=word).count()
    for _press in range(presses):
        send(form, message=word, **({"token": of_page} if is_ours else {"headers": ALLOWED}))
    assert (Lead.objects.filter(message=word).count(), Lead.objects.count() - before) == (1, 1 - was_there)


def test_the_same_page_sent_with_other_words_is_still_the_same_lead(form: WebForm) -> None:
    of_page = token(form)
    send(form, token=of_page)
    send(form, token=of_page, message="Another")
    assert Lead.objects.values_list("message", flat=True).get() == "A shop"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"email": ""}, "Tell us how to reach you: a telephone or an e-mail address."),
        ({"email": "ada@"}, "Enter a valid email address."),
        ({"name": ""}, "This field is required."),
        ({"consent": ""}, "Without this we may not answer you."),
        ({"trap": "x"}, "Leave this field empty: it is a trap for machines."),
    ],
)
def test_what_is_wrong_is_said_and_the_words_stay(form: WebForm, said: dict[str, str], words: str) -> None:
    answer = send(form, token=token(form), **said)
    page = answer.content.decode()
    assert (answer.status_code, words in page, "A shop" in page, Lead.objects.count()) == (422, True, True, 0)


def test_a_machine_that_is_too_quick_is_asked_once_more_and_a_person_just_presses_again(form: WebForm) -> None:
    answer = send(form, token=token(form, seconds_ago=0))
    assert (answer.status_code, "once more" in answer.content.decode(), Lead.objects.count()) == (422, True, 0)
    faulty = send(form, token=token(form, seconds_ago=0), email="nobody").content.decode()
    assert ("once more" in faulty, "valid email" in faulty) == (False, True)


@pytest.mark.parametrize("other", ["", "forged", "other form", "old"])
def test_a_page_that_was_not_ours_sends_nothing(house: House, form: WebForm, other: str) -> None:
    if other == "other form":
        foreign = web_form.add(name="X", source=form.source, language="en", asks=["email"], by=None, at=house.at)
        other = token(foreign)
    if other == "old":
        other = token(form, seconds_ago=2 * 86_400)
    assert (send(form, token=other).status_code, Lead.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("headers", "status", "leads"),
    [
        (ALLOWED, 302, 1),
        ({"Referer": "https://www.lighthouse.test/contact/"}, 302, 1),
        ({"Origin": "https://evil.test"}, 422, 0),
        ({"Origin": "https://lighthouse.test"}, 422, 0),
        ({}, 422, 0),
    ],
)
def test_a_form_of_ones_own_is_taken_from_a_site_that_may_show_it(
    form: WebForm, headers: dict[str, str], status: int, leads: int
) -> None:
    assert (send(form, headers=headers).status_code, Lead.objects.count()) == (status, leads)


def test_a_script_reads_the_answer_only_on_a_site_that_may_show_it(form: WebForm) -> None:
    asks = {"Accept": "application/json"}
    ours, evil = send(form, headers={**ALLOWED, **asks}), send(form, headers={"Origin": "https://evil.test", **asks})
    assert (ours.json(), ours["Access-Control-Allow-Origin"]) == (
        {"thanks": "Thank you! We will be in touch."}, "https://www.lighthouse.test",
    )  # fmt: skip
    assert (evil.status_code, "Access-Control-Allow-Origin" in evil.headers) == (422, False)
    asked = Client().options(f"/forms/{form.address}/", headers=ALLOWED)
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "POST")


def test_only_sites_that_may_show_it_put_it_in_a_frame(house: House, form: WebForm) -> None:
    answer = Client().get(f"/forms/{form.address}/")
    assert "frame-ancestors www.lighthouse.test;" in answer["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in answer.headers
    alone = web_form.add(name="X", source=form.source, language="en", asks=["email"], by=None, at=house.at)
    answer = Client().get(f"/forms/{alone.address}/")
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_files_are_not_taken(form: WebForm) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = send(form, token=token(form), file=SimpleUploadedFile("a.exe", b"MZ"))
    assert (answer.status_code, "Files are not taken here." in answer.content.decode()) == (422, True)
    assert Lead.objects.count() == 0


def test_too_many_at_once_are_asked_to_wait(form: WebForm) -> None:
    answers = [send(form, token=token(form), message=str(number)).status_code for number in range(11)]
    assert answers == [*[302] * 10, 429]


def test_a_closed_form_and_a_guessed_one_are_nowhere(house: House, form: WebForm) -> None:
    web_form.close(form, at=house.at)
    for address in (form.address, "guessed"):
        for where in ("", "thanks/", "embed.js"):
            assert Client().get(f"/forms/{address}/{where}").status_code == 404


def test_afterwards_one_goes_where_the_agency_says(form: WebForm) -> None:
    web_form.amend(form, goes_to="https://www.lighthouse.test/thanks")
    answer = send(form, token=token(form))
    assert answer["Location"] == "https://www.lighthouse.test/thanks"
    assert "form-action 'self' https://www.lighthouse.test/thanks" in answer["Content-Security-Policy"]


def test_a_form_asks_for_the_agencys_own_fields_and_refuses_what_is_not_of_their_kind(
    house: House, form: WebForm
) -> None:
    budget = own_list.add(LeadField, name="Budget a month", kind="number")
    way = own_list.add(LeadField, name="How you found us", kind="choice", choices=["A friend", "Search"])
    asks = [*form.asks, f"own_{way.key}", f"own_{budget.key}"]
    web_form.amend(form, asks=asks, requires=["name", f"own_{way.key}"])
    page = Client().get(f"/forms/{form.address}/").content.decode()
    assert page.index("How you found us") < page.index("Budget a month") < page.index('name="consent"')
    refused = send(form, token=token(form), **{f"own_{budget.key}": "a lot"}).content.decode()
    assert ("“a lot” is no number" in refused, "This field is required." in refused) == (True, True)
    send(form, token=token(form), **{f"own_{budget.key}": "1 200", f"own_{way.key}": "Search"})
    assert Lead.objects.get().own == {budget.key: "1200", way.key: "Search"}


def test_a_field_in_the_archive_is_asked_no_more(house: House, form: WebForm) -> None:
    budget = own_list.add(LeadField, name="Budget a month", kind="number")
    web_form.amend(form, asks=[*form.asks, f"own_{budget.key}"], requires=["name", f"own_{budget.key}"])
    own_list.close(budget, at=house.at)
    assert "Budget a month" not in Client().get(f"/forms/{form.address}/").content.decode()
    send(form, token=token(form))
    assert Lead.objects.get().own == {}


def test_the_builder_offers_own_fields(house: House, client_of: Any) -> None:
    budget = own_list.add(LeadField, name="Budget a month", kind="number")
    said = {
        "name": "Site", "source": site(house).pk, "language": "en", "title": "Ask us",
        "asks": ["email", f"own_{budget.key}"], "requires": [f"own_{budget.key}"],
    }  # fmt: skip
    client_of(house.oleg).post("/settings/forms/new/", said)
    made = WebForm.objects.get()
    assert (made.asks, made.requires) == (["email", f"own_{budget.key}"], [f"own_{budget.key}"])
