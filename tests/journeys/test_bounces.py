"""A letter that came back breaks the day it had kept; mended, it goes once more, and the day is kept again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.talk import update
from keepstep.domain.talk.sending import Sending
from keepstep.intake.mail import collect
from keepstep.outlet import jobs
from keepstep.round import run
from tests.cast import House
from tests.imap_server import ImapServer, imap_server, is_here
from tests.journeys.work import work
from tests.mailbox import Mailbox

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not is_here(), reason="needs Debian's dovecot-imapd; bin/test installs it"),
]
BOUNCE = Path(__file__).parents[1] / "keepstep/intake/mail/corpus/bounce-postfix.eml"
OURS = b"<0195a000-0000-7000-8000-000000000001@lighthouse.test>"


@pytest.fixture
def server(settings: Settings) -> Iterator[ImapServer]:
    with imap_server() as running:
        settings.IMAP, settings.IMAP_AGENCY = running.settings, "Lighthouse"
        yield running


def test_a_bounce_breaks_the_day_and_a_mended_address_keeps_it(
    open_house: House, server: ImapServer, post: Mailbox, page_of: Callable[..., Page]
) -> None:
    house, now = open_house, timezone.now()
    with house.agency.entered():
        today = default_calendar().working_time().local_day(now)
        CalendarException.objects.create(calendar=default_calendar(), day=today, hours=[["00:00", "23:59"]])
        run.run(day=today, at=now)
        update.send(house.northwind, day=today, subject="The menu", body="It is ready.", by=house.vera, at=now)
    jobs.sweep()
    assert [letter["To"] for letter in post.letters] == ["Ines <ines@northwind.test>"]
    page = page_of(house.vera)
    expect(page.locator(".today-progress")).to_contain_text("1 of 1 client kept")

    server.put(BOUNCE.read_bytes().replace(OURS, str(post.letters[0]["Message-ID"]).encode()))
    assert collect.collect_all() == 1
    work()
    page.goto("/order/")
    page.locator(".order-rows .due.failed a").click()
    expect(page.locator("#drawer")).to_contain_text("The update did not arrive")
    expect(page.locator("#drawer")).to_contain_text("ines@northwind.test · not delivered")
    page.goto("/")
    expect(page.locator(".today-progress")).to_contain_text("0 of 1 client kept")
    expect(page.locator(".today-clients .item").filter(has_text="Reach them another way")).to_have_count(1)

    trouble = page.locator(".today-trouble")
    trouble.get_by_role("link", name="Address").click()
    page.locator("#drawer").get_by_label("E-mail").fill("ines.weber@northwind.test")
    page.locator("#drawer").get_by_role("button", name="Save").click()
    expect(page.locator("#drawer")).not_to_be_visible()
    trouble.get_by_role("button", name="Send again").click()
    expect(trouble).to_have_count(0)
    work(later=timedelta(seconds=1))
    assert [letter["To"] for letter in post.letters][1:] == ["Ines <ines.weber@northwind.test>"]
    page.goto("/")
    expect(page.locator(".today-progress")).to_contain_text("1 of 1 client kept")
    with house.agency.entered():
        assert Sending.objects.count() == 1
