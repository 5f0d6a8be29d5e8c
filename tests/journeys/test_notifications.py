"""What a rung asks of somebody is told by the menu and in one letter; what each has chosen, and quiet hours, hold."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.delivery import ball, project, step
from keepstep.outlet import digest
from keepstep.round import run
from tests.cast import House
from tests.mailbox import Mailbox

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stalled(open_house: House) -> datetime:
    """A working day that has just begun whenever the test runs: three projects stand still, in Pavel's hands."""
    now = timezone.now()
    with open_house.agency.entered():
        hours = default_calendar()
        time = hours.working_time()
        begins = now.astimezone(time.zone) - timedelta(minutes=1)
        opens = begins.strftime("%H:%M") if begins.date() == time.local_day(now) else "00:00"
        CalendarException.objects.create(calendar=hours, day=time.local_day(now), hours=[[opens, "23:59"]])
        for name in ("Shop", "Blog", "Ads"):
            made = project.start(open_house.northwind, name=name, producer=open_house.pavel, at=now - timedelta(days=5))
            ball.throw(
                made, side="us", awaited=f"the {name}", person=open_house.pavel, by=open_house.vera,
                at=now - timedelta(days=5), due=time.add_days(time.local_day(now), -1),
            )  # fmt: skip
            step.record(made, title="Begun", at=now - timedelta(minutes=5))
        project.close(open_house.project, at=now)
    return now


def told(house: House, at: datetime) -> None:
    """The round, and what goes by mail after it."""
    with house.agency.entered():
        run.run(day=default_calendar().working_time().local_day(at), at=at)
        digest.gather(at=at)
    digest.sweep()


def test_three_things_are_three_in_the_menu_and_one_letter(
    open_house: House, stalled: datetime, post: Mailbox, page_of: Callable[..., Page]
) -> None:
    told(open_house, stalled)
    page = page_of(open_house.pavel)
    menu = page.get_by_role("link", name="Notifications")
    expect(menu).to_contain_text("3")
    told(open_house, stalled)
    (letter,), (text,) = post.letters, post.texts()
    assert (letter["To"], letter["Subject"]) == ("Pavel <pavel@lighthouse.test>", "3 things wait for you")
    assert all(name in text for name in ("Shop", "Blog", "Ads"))
    menu.click()
    page.locator(".told a", has_text="Blog").click()
    expect(page.get_by_role("heading", name="Blog")).to_be_visible()
    expect(page.get_by_role("link", name="Notifications")).to_contain_text("2")
    page.goto("/notifications/")
    page.get_by_role("button", name="All seen").click()
    expect(page.locator(".told .is-new")).to_have_count(0)
    page.locator(".toast-line").get_by_role("button", name="Undo").click()
    expect(page.locator(".told .is-new")).to_have_count(2)


def test_what_one_has_chosen_and_quiet_hours_are_kept(
    open_house: House, stalled: datetime, post: Mailbox, page_of: Callable[..., Page]
) -> None:
    page = page_of(open_house.pavel)
    page.goto("/settings/telling/")
    here = stalled.astimezone(ZoneInfo("Europe/Berlin"))
    page.get_by_label("Quiet from").fill((here - timedelta(hours=1)).strftime("%H:%M"))
    page.get_by_label("until").fill((here + timedelta(hours=1)).strftime("%H:%M"))
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast-line")).to_contain_text("Saved.")
    told(open_house, stalled)
    page.goto("/")
    expect(page.get_by_role("link", name="Notifications")).to_contain_text("3")
    assert post.letters == []
    page.goto("/settings/telling/")
    for field in ("Quiet from", "until"):
        page.get_by_label(field).fill("")
    page.get_by_label("Push the stall: By mail").select_option(label="never")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast-line")).to_contain_text("Saved.")
    told(open_house, stalled)
    assert post.letters == []
    page.goto("/settings/telling/")
    page.get_by_label("Push the stall: By mail").select_option(label="at once")
    page.get_by_label("Push the stall: Here").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast-line")).to_contain_text("Saved.")
    told(open_house, stalled)
    assert [str(letter["Subject"]) for letter in post.letters] == ["3 things wait for you"]
    page.goto("/")
    expect(page.get_by_role("link", name="Notifications")).not_to_contain_text("3")
