"""An account manager's whole round without the mouse: ten clients, each read, shortened, added to and sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.clients import account, contact
from keepstep.domain.clients.account import State
from keepstep.domain.delivery import project, step, task
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.sending import UNDO_LIFE
from keepstep.round import run
from tests.cast import House
from tests.journeys.work import work
from tests.mailbox import Mailbox

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

OTHERS = ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak")
HERE = "[data-item][aria-current]"


@pytest.fixture
def ten(open_house: House) -> datetime:
    """Nine clients of Vera's beside Northwind, each with two steps since the last word; at Oak it is quiet."""
    now = timezone.now()
    with open_house.agency.entered():
        today = default_calendar().working_time().local_day(now)
        CalendarException.objects.create(calendar=default_calendar(), day=today, hours=[["00:00", "23:59"]])
        _steps(open_house.project, open_house, now)
        for name in OTHERS:
            made = account.welcome(name=name, manager=open_house.vera, by=open_house.vera, at=now - timedelta(days=9))
            account.become(made, State.ACTIVE, by=open_house.vera, at=now - timedelta(days=6))
            contact.introduce(made, name="Anna Reader", email=f"anna@{name.lower()}.test")
            site = project.start(made, name=f"Site of {name}", producer=open_house.pavel, at=now - timedelta(days=6))
            if name != "Oak":
                _steps(site, open_house, now)
            task.plan(site, title="Menu", due=today + timedelta(days=9), at=now)
        run.run(day=today, at=now)
    return now


def _steps(site: project.Project, house: House, now: datetime) -> None:
    for n, title in enumerate(("Colours are chosen", "Prices are checked")):
        step.record(site, title=title, by=house.pavel, at=now - timedelta(minutes=9 - n))


def test_ten_clients_by_the_keyboard_keep_the_day(
    open_house: House, ten: datetime, post: Mailbox, page_of: Callable[..., Page]
) -> None:
    page = page_of(open_house.vera)
    expect(page.locator(".today-progress")).to_contain_text("0 of 10 clients kept")
    for number in range(10):
        _find_an_update(page)
        page.keyboard.press("Enter")
        text = page.locator("#id_body")
        expect(text).to_be_focused()
        _drop(page, "- Colours are chosen")
        page.keyboard.press("Control+End")
        page.keyboard.type(f"\n\nUntil tomorrow, {number}!")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#drawer")).not_to_be_visible()
        expect(page.locator("[data-act][href*='/update/']")).to_have_count(9 - number)
    work(later=UNDO_LIFE)
    said = post.texts()
    assert sorted(int(text.split("Until tomorrow, ")[1][0]) for text in said) == list(range(10))
    assert [sum(words in text for text in said) for words in ("Colours", "Prices", "A quiet day")] == [0, 9, 1]
    expect(page.locator(".today-progress")).to_contain_text("10 of 10 clients kept")
    with open_house.agency.entered():
        assert DueDay.objects.exclude(kept_at=None).count() == 10


def _find_an_update(page: Page) -> None:
    """Up to the first thing to do, then down to the next update."""
    for _ in range(page.locator("[data-item]").count()):
        page.keyboard.press("k")
    for _ in range(page.locator("[data-item]").count()):
        if page.locator(f"{HERE} [data-act][href*='/update/']").count():
            return
        page.keyboard.press("j")


def _drop(page: Page, line: str) -> None:
    """Go to the line by the arrows and let it drop, if the draft has it."""
    lines = page.locator("#id_body").input_value().split("\n")
    if line not in lines:
        return
    page.keyboard.press("Control+Home")
    for _ in range(lines.index(line)):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Shift+Backspace")
    assert line not in page.locator("#id_body").input_value().split("\n")
