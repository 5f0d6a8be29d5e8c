"""An account manager's morning: three updates by keyboard, received as previewed, and the day is kept."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.clients import account, contact
from keepstep.domain.clients.account import Account, State
from keepstep.domain.delivery import project, step
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.sending import UNDO_LIFE
from keepstep.intake import connection
from keepstep.round import run
from tests.cast import House
from tests.journeys.letters import previewed, received
from tests.journeys.work import work
from tests.mailbox import Mailbox

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def morning(open_house: House) -> datetime:
    """A working day whenever the test runs: three clients of Vera's are due an update, and today's round has run."""
    now = timezone.now()
    with open_house.agency.entered():
        today = default_calendar().working_time().local_day(now)
        CalendarException.objects.create(calendar=default_calendar(), day=today, hours=[["00:00", "23:59"]])
        for name in ("Alder Law", "Fig Interiors"):
            made = _client(name, open_house, now)
            contact.introduce(made, name="Anna Reader", email=f"anna@{name.split()[0].lower()}.test")
        step.record(open_house.project, title="Prices are checked", by=open_house.pavel, at=now - timedelta(minutes=5))
        run.run(day=today, at=now)
    return now


def _client(name: str, house: House, now: datetime) -> Account:
    made = account.welcome(name=name, manager=house.vera, by=house.vera, at=now - timedelta(days=9))
    account.become(made, State.ACTIVE, by=house.vera, at=now - timedelta(days=5))
    site = project.start(made, name=f"Site of {name}", producer=house.pavel, at=now - timedelta(days=5))
    step.record(site, title=f"Home page of {name} is drafted", by=house.pavel, at=now - timedelta(hours=1))
    return made


def test_three_updates_by_keyboard_keep_the_day(
    open_house: House, morning: datetime, post: Mailbox, page_of: Callable[..., Page]
) -> None:
    page = page_of(open_house.vera)
    expect(page.locator(".today-progress")).to_contain_text("0 of 3 clients kept")
    previews = []
    for number in range(3):
        page.locator("[data-act][href*='/update/']").first.focus()
        page.keyboard.press("Enter")
        text = page.locator("#id_body")
        expect(text).to_be_focused()
        page.keyboard.press("Control+End")
        page.keyboard.type(f"\n\nUntil tomorrow, number *{number}*!")
        expect(page.locator("#letter-preview")).to_contain_text(f"Until tomorrow, number {number}!")
        previews.append(previewed(page))
        page.keyboard.press("Control+Enter")
        expect(page.locator("#drawer")).not_to_be_visible()
        expect(page.locator("[data-act][href*='/update/']")).to_have_count(2 - number)
    expect(page.get_by_text("letters on their way")).to_be_visible()
    work()
    assert post.letters == []  # They may still be taken back.
    work(later=UNDO_LIFE)
    assert len(post.letters) == 3
    arrived = [
        (str(letter["Subject"]), received(html)) for letter, html in zip(post.letters, post.pages(), strict=True)
    ]
    assert sorted(arrived) == sorted(previews)
    expect(page.locator(".today-progress")).to_contain_text("3 of 3 clients kept")
    with open_house.agency.entered():
        assert DueDay.objects.exclude(kept_at=None).count() == 3


def test_an_update_is_taken_back_and_sent_after_all(
    open_house: House, morning: datetime, post: Mailbox, page_of: Callable[..., Page]
) -> None:
    page = page_of(open_house.vera)
    page.locator("[data-act][href*='/update/']").first.click()
    page.locator("#id_body").fill("Hello!\n\nOne line.\nAnother line.")
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Shift+Backspace")
    expect(page.locator("#id_body")).to_have_value("Hello!\n\nAnother line.")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Your text is kept")).to_be_visible()
    work(later=UNDO_LIFE)
    assert post.letters == []
    page.locator("[data-act][href*='/update/']").first.click()
    expect(page.locator("#id_body")).to_have_value("Hello!\n\nAnother line.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#drawer")).not_to_be_visible()
    work(later=UNDO_LIFE)
    assert len(post.letters) == 1


def test_what_a_repository_tells_stands_in_the_next_draft(
    open_house: House, morning: datetime, page_of: Callable[..., Page]
) -> None:
    with open_house.agency.entered():
        source = connection.connect(open_house.project, system="github", by=open_house.oleg, at=morning)
    payload = {
        "action": "closed",
        "issue": {
            "id": 7, "number": 7, "title": "fix: Checkout button is visible on telephones (#7)", "state": "closed",
            "state_reason": "completed", "closed_at": morning.isoformat(), "html_url": "https://github.test/shop/issues/7",
            "user": {"login": "pavel", "type": "User"},
        },
        "repository": {"id": 1, "full_name": "lighthouse/shop", "default_branch": "main"},
        "sender": {"login": "pavel", "type": "User"},
    }  # fmt: skip
    body = json.dumps(payload).encode()
    signed = "sha256=" + hmac.new(source.secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json", "X-GitHub-Event": "issues", "X-GitHub-Delivery": "d-1",
        "X-Hub-Signature-256": signed,
    }  # fmt: skip
    page = page_of(open_house.vera)
    assert page.request.post(f"/hooks/{source.address}/", data=body, headers=headers).status == 202
    work()
    page.goto(f"/accounts/{open_house.northwind.pk}/update/")
    expect(page.locator("#id_body")).to_have_value(re.compile("Checkout button is visible on telephones"))


def test_a_step_a_pass_and_a_call_in_two_clicks(
    open_house: House, morning: datetime, page_of: Callable[..., Page]
) -> None:
    page = page_of(open_house.vera)
    page.goto(f"/projects/{open_house.project.pk}/")
    page.get_by_label("What moved").fill("The menu is online")
    page.get_by_role("button", name="Record the step").click()
    expect(page.locator(".timeline")).to_contain_text("The menu is online")
    expect(page.locator(".toast-line")).to_contain_text("Recorded")
    page.locator(".toast-line").get_by_role("button", name="Undo").click()
    expect(page.locator(".timeline")).not_to_contain_text("The menu is online")
    page.get_by_role("link", name="Something is awaited").click()
    page.get_by_label("What is awaited").fill("photos of the cakes")
    page.locator("#drawer input[name=side][value=client]").check()
    page.get_by_role("button", name="Throw the ball").click()
    expect(page.locator(".ball-line")).to_contain_text("photos of the cakes")
    page.goto(f"/accounts/{open_house.northwind.pk}/")
    page.locator(".talk-form input[name=summary], .talk-form textarea[name=summary]").fill("Agreed on the colours")
    page.get_by_role("button", name="Log").click()
    expect(page.locator(".timeline")).to_contain_text("Agreed on the colours")


def test_without_a_mouse_and_in_russian(open_house: House, morning: datetime, page_of: Callable[..., Page]) -> None:
    page = page_of(open_house.vera, locale="ru-RU")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.keyboard.press("Control+k")
    page.keyboard.type("north")
    expect(page.locator("#palette-found a").first).to_contain_text("Northwind Bakery")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Northwind Bakery")


def test_on_a_telephone_more_leads_to_what_the_bar_has_no_room_for(
    open_house: House, page_of: Callable[..., Page]
) -> None:
    page = page_of(open_house.vera, viewport={"width": 390, "height": 844})
    letters = page.get_by_role("navigation").get_by_role("link", name="Letters", exact=True)
    expect(letters).to_be_hidden()
    page.get_by_role("button", name="More", exact=True).click()
    letters.click()
    expect(page.get_by_role("heading", level=1, name="Letters")).to_be_visible()
    expect(letters).to_be_hidden()
