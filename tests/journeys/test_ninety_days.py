"""The client holds a project for ninety working days: silent or asked every five, it ends in own management's call."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import BytesIO
from unittest.mock import patch

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.clients import account, contact
from keepstep.domain.clients.account import State
from keepstep.domain.clients.contact import Part
from keepstep.domain.delivery import ball, notice, project
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.project import Project
from keepstep.round import run
from tests.cast import House

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OURS, THEIRS = 10, 90
OUTCOME = "Greta sends the photos on Thursday"


@dataclass
class Clock:
    """What everybody who asks the time is told; the test moves it from one working day to another."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def goes_to(self, n: int, hour: int) -> None:
        """The n-th working day after Monday 2 March 2026."""
        hours = default_calendar().working_time()
        day = hours.add_days(datetime(2026, 3, 2).date(), n)
        self.at = datetime.combine(day, time(hour), hours.zone)


@pytest.fixture
def clock(open_house: House) -> Iterator[Clock]:
    told = Clock(open_house.at)
    with patch.object(timezone, "now", told):
        yield told


def begun(house: House, clock: Clock) -> Project:
    """Day 1: a shop that waits for sketches of ours."""
    client = account.welcome(name="Alder Law", manager=house.vera, by=house.vera, at=clock() - timedelta(days=5))
    account.become(client, State.ACTIVE, by=house.vera, at=clock() - timedelta(days=4))
    contact.introduce(
        client, name="Greta Holm", email="greta@client.test", phone="+4930123456", part=Part.DECISION_MAKER
    )
    shop = project.start(client, name="Online shop", producer=house.pavel, at=clock())
    ball.throw(shop, side=Side.US, awaited="sketches", person=house.pavel, by=house.vera, at=clock())
    return shop


def passed_to_greta(page: Page, shop: Project) -> None:
    page.goto(f"/projects/{shop.pk}/")
    page.get_by_role("link", name="Pass").first.click()
    page.locator("#drawer [name=side][value=client]").check()
    page.locator("#drawer [name=awaited]").fill("photos of the goods")
    page.locator("#drawer form .btn-primary").click()
    expect(page.locator(".ball-line")).to_contain_text("photos of the goods")


def called(page: Page, shop: Project) -> None:
    """From Today: the sheet of own management's call, which wants an outcome."""
    to_the_sheet = page.locator(f"[data-act][href*='/projects/{shop.pk}/call/']")
    page.goto("/")
    to_the_sheet.click()
    page.get_by_label("What came of it").fill(OUTCOME)
    page.get_by_role("button", name="I have called").click()
    page.goto("/")
    expect(to_the_sheet).to_have_count(0)


def report(page: Page, shop: Project) -> tuple[str, str]:
    """The sum on the page, and the words of the PDF that goes to the client."""
    page.goto(f"/projects/{shop.pk}/delay-report/")
    answer = page.request.get(f"/projects/{shop.pk}/delay-report.pdf")
    words = " ".join(part.extract_text() for part in PdfReader(BytesIO(answer.body())).pages)
    return page.locator(".report-sum").inner_text().replace("\N{NO-BREAK SPACE}", " "), " ".join(words.split())


@pytest.mark.parametrize(
    ("asked_every", "silent", "percent", "after"),
    [(None, 90, 100, "(10 + 0 + 89) ÷ 100 = 99 %"), (5, 0, 10, "(10 + 0 + 0) ÷ 100 = 10 %")],
    ids=["in silence", "asked every five days"],
)
def test_ninety_days_end_in_a_call_and_a_paper(
    open_house: House, clock: Clock, page_of: Callable[..., Page], open_context: Callable[..., BrowserContext],
    asked_every: int | None, silent: int, percent: int, after: str,
) -> None:  # fmt: skip
    with open_house.agency.entered():
        clock.goes_to(0, 9)
        shop = begun(open_house, clock)
        clock.goes_to(OURS, 9)
    passed_to_greta(page_of(open_house.vera), shop)
    with open_house.agency.entered():
        held = Ball.objects.in_the_air().get(project=shop)
        for n in range(OURS, OURS + THEIRS, asked_every) if asked_every else ():
            clock.goes_to(n, 10)
            notice.give(held, how="email", by=open_house.vera, at=clock(), subject="The photos of the goods")
        clock.goes_to(OURS + THEIRS - 1, 12)
        run.run(day=clock().date(), at=clock())
    page = page_of(open_house.oleg)
    total = f"(10 + 0 + {silent}) ÷ 100 = {percent} %"
    seen, printed = report(page, shop)
    assert (seen, total in printed) == (total, True)
    called(page, shop)
    seen, printed = report(page, shop)
    assert (seen, OUTCOME in printed) == (after, True)
    assert "Oleg" in printed and "by telephone" in printed
    assert open_context().new_page().request.get(f"/projects/{shop.pk}/delay-report.pdf", max_redirects=0).status == 302
