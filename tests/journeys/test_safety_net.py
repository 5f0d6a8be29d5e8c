"""An update that nobody has sent: the hour comes, it arrives marked as automatic, and every page says so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from keepstep.domain.talk.due_day import DueDay
from keepstep.outlet import jobs
from keepstep.round import run, safety_net
from tests.cast import House
from tests.mailbox import Mailbox

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MORNING = datetime(2026, 3, 3, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
"""A Tuesday; the pages' clock stands where a test puts it."""


def test_what_nobody_sends_arrives_by_itself(open_house: House, post: Mailbox, page_of: Callable[..., Page]) -> None:
    house, five = open_house, MORNING.replace(hour=17)
    with patch.object(timezone, "now", return_value=MORNING) as clock:
        with house.agency.entered():
            run.run(day=MORNING.date(), at=MORNING)
        page = page_of(house.oleg)
        page.goto("/settings/updates/")
        page.get_by_label("An update that nobody has sent goes out by itself").check()
        page.get_by_label("At", exact=True).fill("03:00")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".field-fault")).to_have_text(
            "Choose an hour within your working day, between 09:00 and 18:00."
        )
        page.get_by_label("At", exact=True).fill("17:00")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".toast-line")).to_contain_text("Saved")

        page = page_of(house.vera)
        expect(page.locator(".today-clients")).to_contain_text("Goes by itself at 17:00 unless you send it.")
        clock.return_value = five
        safety_net.spread(house.agency.pk, at=five)
        jobs.sweep()
        (text,) = post.texts()
        assert "- Menu page is ready" in text
        assert "This message was put together and sent automatically. Your answer is read by Vera." in text
        with house.agency.entered():
            assert DueDay.objects.get(day=five.date()).kept_at == five

        clock.return_value = five + timedelta(minutes=5)
        page.goto("/")
        expect(page.locator(".today-progress")).to_contain_text("1 of 1 client kept")
        page.get_by_text("Done today (1)").click()
        expect(page.locator(".today-rest")).to_contain_text("went out by itself")
        page.goto("/order/")
        expect(page.locator(".order-rows .due.itself")).to_have_count(1)
        page.goto("/notifications/")
        expect(page.locator("main")).to_contain_text("Today's update went out by itself")
        page.goto(f"/accounts/{house.northwind.pk}/")
        expect(page.locator(".timeline li").first).to_contain_text("went out by itself")
        page.locator(".timeline li a").first.click()
        expect(page.locator("#drawer")).to_contain_text("It went out by itself at 17:00")
