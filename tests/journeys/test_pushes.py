"""Never silent, by keyboard: a push is asked for from Today, previewed, sent, taken back, and three at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.clients.account import AccountState
from keepstep.domain.delivery import ball, step
from keepstep.domain.delivery.ledger import ledgers
from keepstep.domain.talk.message import UNDO_LIFE
from keepstep.domain.talk.sending import Sending
from keepstep.outlet import mail
from keepstep.round import run
from tests.cast import House
from tests.journeys.letters import previewed, received
from tests.mailbox import Mailbox

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stalled(open_house: House) -> datetime:
    """A working day whenever the test runs: Tom's photos were due the working day before."""
    now = timezone.now()
    with open_house.agency.entered():
        hours = default_calendar()
        today = hours.working_time().local_day(now)
        CalendarException.objects.create(calendar=hours, day=today, hours=[["00:00", "23:59"]])
        ball.throw(
            open_house.project, side="client", awaited="photos", contact=open_house.tom, by=open_house.vera,
            at=now - timedelta(days=5), due=hours.working_time().add_days(today, -1),
        )  # fmt: skip
        step.record(open_house.project, title="Prices are checked", at=now - timedelta(minutes=5))
        run.run(day=today, at=now)
    return now


def _post_goes(house: House) -> None:
    """Whatever waits leaves, as if the seconds in which it may be taken back had passed."""
    with house.agency.entered():
        waiting = list(Sending.objects.under_way().values_list("pk", flat=True))
    for key in waiting:
        mail.send(house.agency.pk, key, clock=lambda: timezone.now() + UNDO_LIFE)


def _ask_by_keyboard(page: Page) -> None:
    page.locator("[data-act][href*='/notices/']").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_words")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\nUntil *tomorrow*!")
    expect(page.locator("#letter-preview em")).to_have_text("tomorrow")


def test_a_push_by_keyboard_arrives_as_previewed_and_covers_the_day(
    open_house: House, stalled: datetime, post: Mailbox, page_of: Callable[..., Page]
) -> None:
    page = page_of(open_house.vera)
    _ask_by_keyboard(page)
    seen = previewed(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast-line")).to_contain_text("On its way to Tom")
    expect(page.locator("[data-act][href*='/notices/']")).to_have_count(0)
    assert post.letters == []
    _post_goes(open_house)
    assert [(str(post.letters[0]["Subject"]), received(post.pages()[0]))] == [seen]
    assert post.letters[0]["To"] == "Tom <tom@northwind.test>"
    with open_house.agency.entered():
        states = list(AccountState.objects.filter(account=open_house.northwind))
        time = open_house.northwind.working_time()
        days = ledgers([open_house.project], states=states, time=time, at=timezone.now())[open_house.project.pk].days
        assert (days[-1].date, days[-1].was_noticed) == (time.local_day(stalled), True)


def test_a_push_taken_back_never_arrives_and_is_asked_for_again(
    open_house: House, stalled: datetime, post: Mailbox, page_of: Callable[..., Page]
) -> None:
    page = page_of(open_house.vera)
    _ask_by_keyboard(page)
    page.keyboard.press("Control+Enter")
    page.locator(".toast-line").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast-line").last).to_contain_text("nothing was sent")
    expect(page.locator("[data-act][href*='/notices/']")).to_have_count(1)
    _post_goes(open_house)
    assert post.letters == []
