"""A new agency's first hour: a client, a person there, a project, a step; the next day its update is due."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from keepstep.domain.agency import founding
from keepstep.domain.agency.calendar import default_calendar, make_exception
from keepstep.domain.clients.account import Account, AccountState
from keepstep.round import run
from tests.cast import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_an_empty_house_to_the_first_update(transactional_db: None, page_of: Callable[..., Page]) -> None:
    now = timezone.now()
    agency, owner = founding.found(name="Fresh", owner="Olga", email="olga@fresh.test", password=PASSWORD, at=now)
    page = page_of(owner)
    expect(page.locator(".empty")).to_contain_text("Nothing is due right now")

    page.get_by_role("link", name="Clients", exact=True).click()
    page.get_by_role("link", name="Add the first client").click()
    drawer = page.locator("#drawer")
    drawer.get_by_label("Name", exact=True).fill("Blue Door Books")
    expect(drawer.get_by_label("Account manager")).to_contain_text("Olga")
    drawer.locator("button.btn-primary").click()
    page.wait_for_url("**/accounts/*/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Blue Door Books")

    page.get_by_role("link", name="Add a person").click()
    drawer.get_by_label("Name", exact=True).fill("Ada Page")
    drawer.get_by_label("E-mail").fill("ada@bluedoor.test")
    drawer.locator("button.btn-primary").click()
    expect(page.locator(".person")).to_contain_text("gets the daily update in English")

    page.get_by_role("link", name="New project").click()
    drawer.get_by_label("Name", exact=True).fill("Shop")
    drawer.locator("button.btn-primary").click()
    page.wait_for_url("**/projects/*/")
    page.get_by_label("What moved").fill("Shelves are photographed")
    page.get_by_role("button", name="Record the step").click()
    expect(page.locator(".timeline")).to_contain_text("Shelves are photographed")
    expect(page.locator(".record input[type=text]")).to_have_value("")

    page.get_by_role("link", name="Blue Door Books").click()
    page.get_by_role("link", name="Make active").click()
    drawer.locator("button.btn-primary").click()
    expect(page.locator(".page-head")).to_contain_text("active")

    with agency.entered():
        AccountState.objects.update(since=now - timedelta(days=3))
        Account.objects.get().projects.update(opened_at=now - timedelta(days=3))
        today = default_calendar().working_time().local_day(now)
        make_exception(default_calendar(), day=today, hours=[["00:00", "23:59"]])
        run.run(day=today, at=timezone.now())
    page.get_by_role("link", name="Today", exact=True).click()
    page.get_by_role("link", name="Send: Blue Door Books").click()
    expect(page.locator("#letter-preview")).to_contain_text("Shelves are photographed")
