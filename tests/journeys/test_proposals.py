"""From a proposal to the open gate: ours write and publish, the client reads on a telephone, asks, gets the next
version and accepts it; without scripts too."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from keepstep.domain.agency import service, vat_rate
from keepstep.domain.sales import evidence
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.decision import Decision
from keepstep.domain.sales.pipeline import Gate
from tests.cast import House
from tests.keepstep.domain.money.bills import company
from tests.keepstep.domain.sales.deals import begun

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture
def deal(open_house: House) -> Deal:
    with open_house.agency.entered():
        company(vat="top")
        rate = vat_rate.add(percent=Decimal(19))
        service.offer(name="SEO", unit="month", price=Decimal(1000), currency="EUR", rate=rate)
        made = begun(open_house, company="Green Spade", name="Ada")
        evidence.record(made, Gate.CLARIFIED, by=open_house.vera, at=open_house.at)
    return made


def write_and_publish(page: Page, deal: Deal) -> str:
    """The link of the published proposal, as a path."""
    page.goto(f"/deals/{deal.pk}/")
    page.get_by_role("link", name="Write one").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No lines yet.")).to_be_visible()
    page.locator("#offered").select_option(label="SEO · €1,000")
    page.get_by_role("button", name="Add a line").click()
    expect(page.get_by_label("Price")).to_have_value("1,000")
    page.get_by_label("Quantity").fill("3")
    page.get_by_label("Discount on the whole, %").fill("10")
    page.get_by_label("Discount on the whole, %").blur()
    expect(page.locator("#sums strong")).to_have_text("€3,213")
    page.get_by_role("button", name="Save the draft").last.click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="A link for the client").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.locator("#proposal-link").inner_text()
    return "/proposal/" + link.split("/proposal/")[1]


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "bare"])
def test_asked_about_changed_and_accepted_it_opens_the_gate(
    open_house: House, deal: Deal, page_of: Callable[..., Page], open_context: Callable[..., BrowserContext],
    has_scripts: bool,
) -> None:  # fmt: skip
    ours = page_of(open_house.vera)
    where = write_and_publish(ours, deal)
    theirs = open_context(viewport=TELEPHONE, java_script_enabled=has_scripts).new_page()
    theirs.goto(where)
    theirs.locator("summary", has_text="Ask a question").click()
    theirs.get_by_label("Your question").fill("And for two months?")
    theirs.locator("#ask-name").fill("Ada")
    theirs.get_by_role("button", name="Ask", exact=True).click()
    expect(theirs.get_by_text("And for two months?")).to_be_visible()
    if has_scripts:
        assert theirs.evaluate("document.documentElement.scrollWidth <= innerWidth")

    ours.goto("/notifications/")
    ours.get_by_text("Ada asks about “New shop”").click()
    expect(ours.locator("dd", has_text="1 time")).to_be_visible()
    ours.get_by_role("button", name="Write the next version").click()
    ours.get_by_label("Quantity").fill("2")
    ours.get_by_role("button", name="Save the draft").last.click()
    expect(ours.get_by_text("the client reads version 1")).to_be_visible()
    ours.get_by_role("button", name="Publish").click()
    expect(ours.get_by_text("Published: whoever has a link reads it now.")).to_be_visible()

    # The telephone still shows the version before: it is not accepted unread.
    theirs.locator("#accept-name").fill("Ada Lovelace")
    theirs.locator("#accept-email").fill("ada@bakery.test")
    theirs.locator("#accept-is_agreed").check()
    theirs.get_by_role("button", name="Accept for €3,213.00").click()
    expect(theirs.get_by_text("There is a newer version of this proposal")).to_be_visible()
    expect(theirs.get_by_text("What is new since version 1")).to_be_visible()
    theirs.get_by_role("button", name="Accept for €2,142.00").click()
    expect(theirs.get_by_text("Accepted by Ada Lovelace")).to_be_visible()

    with open_house.agency.entered():
        said = Decision.objects.get()
        assert (said.version.number, said.digest) == (2, said.version.digest)
        assert Deal.objects.get().amount == Decimal("2142.00")
    ours.goto(f"/deals/{deal.pk}/")
    expect(ours.locator(".gates li", has_text="price and composition agreed")).to_contain_text(
        "Proposal version accepted"
    )


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_clients_page_is_accessible(
    open_house: House, deal: Deal, page_of: Callable[..., Page], open_context: Callable[..., BrowserContext], look: str
) -> None:
    where = write_and_publish(page_of(open_house.vera), deal)
    page = open_context(viewport=TELEPHONE, color_scheme=look, bypass_csp=True).new_page()
    page.goto(where)
    for summary in page.locator("summary").all():
        summary.click()
    violations = Axe().run(page, options={"resultTypes": ["violations"], "preload": False}).response["violations"]
    assert [found["id"] for found in violations if found["impact"] in {"serious", "critical"}] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
