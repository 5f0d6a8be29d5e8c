"""Never silent, by keyboard: a push is asked for from Today, previewed, sent, taken back, and three at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.clients.account import AccountState
from keepstep.domain.delivery import ball, project, step
from keepstep.domain.delivery.ledger import ledgers
from keepstep.domain.talk.sending import UNDO_LIFE, Sending
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


def test_three_stalls_are_asked_for_at_once_by_keyboard(
    open_house: House, stalled: datetime, post: Mailbox, page_of: Callable[..., Page]
) -> None:
    with open_house.agency.entered():
        hours = open_house.northwind.working_time()
        for name in ("Shop", "Blog"):
            made = project.start(open_house.northwind, name=name, at=stalled - timedelta(days=1))
            ball.throw(
                made, side="client", awaited=f"texts of the {name}", contact=open_house.ines, by=open_house.vera,
                at=stalled - timedelta(days=1), due=hours.add_days(hours.local_day(stalled), -1),
            )  # fmt: skip
            step.record(made, title="Begun", at=stalled - timedelta(minutes=5))
    page = page_of(open_house.vera)
    page.goto("/stalls/")
    page.get_by_label("all shown").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".push-line")).to_have_count(3)
    page.locator(".push-line textarea").first.fill("Dear reader, a word *please*.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sent-title")).to_contain_text("3 letters on their way")
    _post_goes(open_house)
    assert sorted(str(letter["To"]) for letter in post.letters) == [
        "Ines <ines@northwind.test>", "Ines <ines@northwind.test>", "Tom <tom@northwind.test>",
    ]  # fmt: skip
    assert sum("Dear reader, a word please." in text for text in post.texts()) == 1


def test_letters_taken_back_are_there_to_look_over_again(
    open_house: House, stalled: datetime, post: Mailbox, page_of: Callable[..., Page]
) -> None:
    page = page_of(open_house.vera)
    page.goto("/stalls/")
    page.get_by_label("Choose: New site").check()
    page.get_by_role("button", name="Ask the chosen ones").click()
    page.wait_for_url("**/stalls/pushes/**")  # Loaded: its keys are there as well.
    expect(page.locator(".push-line input[type=checkbox]")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.locator(".toast-line").get_by_role("button", name="Undo").click()
    expect(page.locator(".push-line")).to_have_count(1)
    _post_goes(open_house)
    assert post.letters == []
