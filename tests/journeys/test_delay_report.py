"""The client holds a project for ninety working days: in silence all is ours, asked every five days a tenth is."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.cast import House
from tests.hundred_days import hundred_days

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("asked_every", "exposure", "silent"), [(None, 100, 90), (5, 10, 0)], ids=["silent", "asked"])
def test_the_client_reads_what_ninety_days_came_to(
    open_house: House, page_of: Callable[..., Page], open_context: Callable[..., BrowserContext],
    asked_every: int | None, exposure: int, silent: int,
) -> None:  # fmt: skip
    with open_house.agency.entered():
        one = hundred_days(open_house, client="Alder Law", asked_every=asked_every, until=timezone.now())
    page = page_of(open_house.vera)
    page.goto(f"/projects/{one.pk}/")
    page.get_by_role("link", name="Delay report").click()
    expect(page.locator(".report-figure")).to_have_text(f"{exposure} %")
    total = f"(10 + 0 + {silent}) ÷ 100 = {exposure} %"
    expect(page.locator(".report-sum")).to_have_text(total)
    expect(page.locator(".report-months .day.theirs")).to_have_count(90)
    page.get_by_role("link", name="A link for the client").click()
    page.get_by_role("button", name="Make a link").click()
    token = page.locator("#report-link").inner_text().rstrip("/").rsplit("/", 1)[-1]
    guest = open_context().new_page()
    guest.goto(f"/delay-report/{token}/")
    expect(guest.locator(".report-sum")).to_have_text(total)
    answer = guest.request.get(f"/delay-report/{token}/report.pdf")
    text = " ".join(" ".join(part.extract_text() for part in PdfReader(BytesIO(answer.body())).pages).split())
    assert total in text
    assert ("No reminder was given." in guest.content()) == ("No reminder was given." in text)
    page.goto(f"/projects/{one.pk}/delay-report/")
    page.get_by_role("button", name="End all links").click()
    expect(page.locator("#page")).not_to_contain_text("End all links")
    assert guest.request.get(f"/delay-report/{token}/").status == 410
