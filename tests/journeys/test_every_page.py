"""Every page, in both looks and on a telephone, without findings of axe-core and without a sideways scroll."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from keepstep.domain.agency import founding
from keepstep.domain.agency.calendar import WorkCalendar
from keepstep.domain.agency.ladder import Ladder
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.project import Project
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.web_form import WebForm
from keepstep.domain.talk.incoming import Incoming
from keepstep.domain.talk.message import Message
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import Update
from keepstep.intake.connection import Connection
from tests.cast import House
from tests.rows import one_of_each

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# The checker styles the page it looks at, which the policy forbids; the policy itself has its test below.
BY_AXE = {"bypass_csp": True}
TELEPHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
PLAIN = ("today", "accounts", "account_new", "projects", "project_new", "stalls", "search", "settings", "password",
         "agency", "brand", "people", "person_new", "calendar", "calendar_new", "ladder", "ladder_faults",
         "notifications", "connections", "connection_new", "letters", "mail_settings",
         "telling", "own_chat", "telegram_settings", "telegram_token", "telegram_calls", "telegram_remove",
         "leads", "lead_new", "lead_forms", "lead_form_new", "lead_settings", "source_new", "reason_new",
         "catalogue", "service_new", "rate_new", "companies", "company_new", "absences", "absence_new")  # fmt: skip


def addresses(house: House) -> list[str]:
    """Every page a person can open, with rows behind it."""
    with house.agency.entered():
        rows = one_of_each(house)
        asked = Touchpoint.objects.unanswered().values_list("pk", flat=True)[0]
    of_account = (
        "account",
        "account_edit",
        "payer_new",
        "contact_new",
        "touchpoint_new",
        "update_new",
        "account_timeline",
        "documents",
        "document_new",
    )
    of_project = ("project", "project_edit", "project_close", "project_days", "step_new", "ball_new", "milestone_new",
                  "task_new", "delay_report", "delay_report_comment", "delay_report_link", "call_sheet")  # fmt: skip
    of_lead = ("lead", "lead_edit", "lead_give", "lead_attach", "lead_reject", "lead_talk")
    return [
        *(reverse(name) for name in PLAIN),
        *(reverse(name, args=[house.northwind.pk]) for name in of_account),
        *(reverse(name, args=[rows[Project]]) for name in of_project),
        reverse("update", args=[rows[Update]]),
        *(reverse(name, args=[rows[Lead]]) for name in of_lead),
        *(reverse(name, args=[rows[WebForm]]) for name in ("lead_form", "lead_form_edit", "lead_form_close")),
        reverse("message", args=[rows[Message]]),
        reverse("ball_ask", args=[rows[Ball]]),
        f"{reverse('stall_pushes')}?project={rows[Project]}",
        *(reverse(name, args=[rows[Incoming]]) for name in ("letter", "letter_attach")),
        reverse("touchpoint_answer", args=[asked]),
        reverse("exception_new", args=[rows[WorkCalendar]]),
        reverse("ladder_past", args=[rows[Ladder]]),
        reverse("connection", args=[rows[Connection]]),
        "/no-such-page/",
    ]


def findings(page: Page) -> list[str]:
    """What axe-core calls serious or critical, with the element it is about."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{page.url} {found['id']}: {node['html'][:120]}"
        for found in violations
        if found["impact"] in {"serious", "critical"}
        for node in found["nodes"]
    ]


@pytest.mark.parametrize(
    ("look", "size", "language"), [("light", DESK, "en-GB"), ("dark", TELEPHONE, "ru-RU")], ids=["desk", "telephone"]
)
def test_every_page_is_accessible_and_fits(
    open_house: House, page_of: Callable[..., Page], look: str, size: dict[str, int], language: str
) -> None:
    page = page_of(open_house.oleg, color_scheme=look, viewport=size, locale=language, **BY_AXE)
    faults: list[str] = []
    for address in addresses(open_house):
        page.goto(address)
        faults += findings(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{address} scrolls sideways")
    assert "\n".join(faults) == ""


def test_no_page_says_a_word_in_the_console(open_house: House, page_of: Callable[..., Page]) -> None:
    """The fixture fails on any: a breach of the security policy, an error of a script, a file that is missing."""
    page = page_of(open_house.oleg)
    for address in addresses(open_house):
        page.goto(address)
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_pages_for_strangers_are_accessible(open_house: House, open_context: Callable[..., object], look: str) -> None:
    page: Page = open_context(color_scheme=look, **BY_AXE).new_page()  # type: ignore[attr-defined]
    faults: list[str] = []
    with open_house.agency.entered():
        one_of_each(open_house)
        form = f"/forms/{WebForm.objects.get().address}/"
    for address in ("/sign-in/", "/sign-in/link/", "/sign-in/link/unknown/", form, f"{form}thanks/"):
        page.goto(address)
        faults += findings(page)
    assert "\n".join(faults) == ""


def test_an_empty_agency_is_shown_what_to_do(open_house: House, page_of: Callable[..., Page]) -> None:
    _agency, owner = founding.found(
        name="Empty", owner="Olga", email="olga@empty.test", password="correct horse battery", at=open_house.at
    )
    page = page_of(owner, **BY_AXE)
    faults: list[str] = []
    for address in ("/", "/accounts/", "/projects/", "/settings/connections/", "/settings/calendar/"):
        page.goto(address)
        faults += findings(page)
        assert page.locator(".empty, .card-body.text-secondary, form").first.is_visible()
    assert "\n".join(faults) == ""
