"""Every page, in both looks and on a telephone: no findings of axe-core, no sideways scroll, no word in the console."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from keepstep.domain.agency import founding
from keepstep.domain.sales.web_form import WebForm
from tests.cast import House
from tests.guards.test_routes import TABLE, address, known_rows
from tests.rows import one_of_each

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# The checker would take a word that is still rising for a pale one.
BY_AXE = {"reduced_motion": "reduce"}
AXE = Axe()
# A rule says itself how grave its findings are; those that are never serious are not tried. What passes is not listed
# with its elements, and style sheets are not fetched once more: half of the checker's time, and the policy forbids it.
SERIOUS_FINDINGS = """async () => {
  const light = axe._audit.rules.filter((rule) => ["minor", "moderate"].includes(rule.impact));
  const rules = Object.fromEntries(light.map((rule) => [rule.id, {enabled: false}]));
  const found = await axe.run({rules, resultTypes: ["violations"], preload: false, selectors: false});
  const serious = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
  return serious.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)}`));
}"""
TELEPHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
NOT_A_PAGE = {
    "accounts_file", "act_file", "act_pdf", "attachment", "call_history", "company_pdf", "contract_file",
    "contract_pdf", "deal_import_refused", "deals_file", "delay_report_pdf", "document", "enclosure", "evidence_file",
    "file", "growth_review_pdf", "import_refused", "invoice_pdf", "invoices_file", "leads_file", "proposal_pdf",
    "snippets_at_hand",
}  # fmt: skip
"""Addresses that answer with a file, or with a part of a page."""
PAGES = [name for name, route in TABLE.items() if not (route.is_post or route.is_public or name in NOT_A_PAGE)]


def addresses(house: House) -> list[str]:
    """Every page a person can open, with rows behind it."""
    with house.agency.entered():
        rows = known_rows(house)
    return [*(address(name, rows) for name in PAGES), "/no-such-page/"]


def findings(page: Page) -> list[str]:
    """What axe-core calls serious or critical, with the element it is about."""
    page.evaluate(AXE.axe_script)
    return [f"{page.url} {found}" for found in page.evaluate(SERIOUS_FINDINGS)]


@pytest.mark.parametrize(
    ("look", "size", "language"), [("light", DESK, "en-GB"), ("dark", TELEPHONE, "ru-RU")], ids=["desk", "telephone"]
)
def test_every_page_is_accessible_fits_and_says_nothing_in_the_console(
    open_house: House, page_of: Callable[..., Page], look: str, size: dict[str, int], language: str
) -> None:
    """The fixture fails on any word in the console: a breach of the security policy, an error of a script, a file that
    is missing."""
    page = page_of(open_house.oleg, color_scheme=look, viewport=size, locale=language, **BY_AXE)
    faults: list[str] = []
    for where in addresses(open_house):
        page.goto(where)
        expect(page.locator(".htmx-request")).to_have_count(0)
        faults += findings(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{where} scrolls sideways")
    assert "\n".join(faults) == ""


@pytest.mark.parametrize("look", ["light", "dark"])
def test_pages_for_strangers_are_accessible(open_house: House, open_context: Callable[..., object], look: str) -> None:
    page: Page = open_context(color_scheme=look, **BY_AXE).new_page()  # type: ignore[attr-defined]
    faults: list[str] = []
    with open_house.agency.entered():
        one_of_each(open_house)
        form = f"/forms/{WebForm.objects.get().address}/"
    for where in ("/sign-in/", "/sign-in/link/", "/sign-in/link/unknown/", form, f"{form}thanks/"):
        page.goto(where)
        faults += findings(page)
    assert "\n".join(faults) == ""


def test_an_empty_agency_is_shown_what_to_do(open_house: House, page_of: Callable[..., Page]) -> None:
    _agency, owner = founding.found(
        name="Empty", owner="Olga", email="olga@empty.test", password="correct horse battery", at=open_house.at
    )
    page = page_of(owner, **BY_AXE)
    faults: list[str] = []
    for where in ("/", "/accounts/", "/projects/", "/settings/connections/", "/settings/calendar/"):
        page.goto(where)
        faults += findings(page)
        assert page.locator(".empty, .card-body.text-secondary, form").first.is_visible()
    assert "\n".join(faults) == ""
