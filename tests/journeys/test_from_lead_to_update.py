"""From a posted web form to the first update to the new client: every gate, no jump, an accepted handover (issue 5)."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect

from keepstep.domain.agency import own_list
from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients.account import Account
from keepstep.domain.sales import web_form
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.source import Source
from keepstep.domain.sales.web_form import WebForm
from keepstep.domain.talk.sending import UNDO_LIFE
from keepstep.domain.talk.update import Update
from keepstep.round import run
from tests.cast import House, join
from tests.journeys.letters import previewed, received
from tests.journeys.work import work
from tests.mailbox import Mailbox

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PROOFS = (
    ("Brief answered?", "A shop for cakes, open before Easter", None),
    ("Proposal version accepted?", "Version 2, by letter", None),
    ("Contract signed?", "Both copies", ("contract.pdf", "application/pdf", b"%PDF-1.7")),
    ("Payment recorded?", "The advance", None),
)


@pytest.fixture
def sam(open_house: House) -> Person:
    with open_house.agency.entered():
        return join("Sam", Role.SALES, head=open_house.oleg)


@pytest.fixture
def form(open_house: House, sam: Person) -> Iterator[WebForm]:
    """Of a working day whose round has run; nobody types as fast as a driven browser, so its haste is forgiven."""
    cache.clear()
    now = timezone.now()
    with open_house.agency.entered():
        today = default_calendar().working_time().local_day(now)
        CalendarException.objects.create(calendar=default_calendar(), day=today, hours=[["00:00", "23:59"]])
        made = web_form.add(
            name="Site", source=own_list.offered(Source, open_house.agency)[0], language="en", title="Ask us",
            asks=["name", "email", "company", "message"], requires=["name"], consent="You may keep it.",
            by=open_house.oleg, at=now - timedelta(days=1),
        )  # fmt: skip
        run.run(day=today, at=now)
    with patch("keepstep.web.lead_forms.asking.QUICKEST", timedelta()):
        yield made


def test_from_a_posted_form_to_the_first_update(
    open_house: House,
    sam: Person,
    form: WebForm,
    post: Mailbox,
    open_context: Callable[..., BrowserContext],
    page_of: Callable[..., Page],
) -> None:
    _ask(open_context().new_page(), form)
    seller, head, manager = page_of(sam), page_of(open_house.oleg), page_of(open_house.vera)
    _make_a_deal(seller)
    _try_to_jump(seller)
    handover = _come_through_the_gates(seller)
    _gather_and_hand_over(seller, handover)
    _assign(head)
    _ask_back_and_accept(manager, seller, handover)
    with open_house.agency.entered():
        client = Account.objects.get(name="Cake & Co")
        assert (client.manager, Deal.objects.get().state) == (open_house.vera, "done")
    preview = _introduce(manager)
    work()
    assert post.letters == []  # It may still be taken back.
    work(later=UNDO_LIFE)
    [letter], [html] = post.letters, post.pages()
    assert (str(letter["To"]), (str(letter["Subject"]), received(html))) == ("Ada <ada@cakes.test>", preview)
    with open_house.agency.entered():
        assert Update.objects.get(account=client).by == open_house.vera
    manager.goto(handover)
    clocks = manager.locator(".handover-clocks")
    expect(clocks).to_contain_text("Accepted → first contact")
    expect(clocks).not_to_contain_text("so far")


def _ask(page: Page, form: WebForm) -> None:
    """Somebody who has never heard of us asks on the form's own page."""
    page.goto(f"/forms/{form.address}/")
    page.fill("[name=name]", "Ada")
    page.fill("[name=email]", "ada@cakes.test")
    page.fill("[name=company]", "Cake & Co")
    page.fill("[name=message]", "We want to sell cakes")
    page.check("[name=consent]")
    page.locator("form button").last.click()
    page.wait_for_url("**/thanks/**")


def _make_a_deal(page: Page) -> None:
    """The lead waits unsorted; it is taken and becomes a deal, by somebody who is quicker than the line."""
    page.goto("/leads/")
    page.locator("#page").get_by_role("link", name=re.compile("Ada|Cake & Co")).first.click()
    held: list[Route] = []
    page.route("**/taking/", lambda route: held.append(route))
    page.get_by_role("button", name="Take", exact=True).click()
    page.get_by_role("link", name="Make a deal").click()
    drawer = page.locator("#drawer")
    drawer.get_by_label("What they may buy").fill("Shop for cakes")
    held[0].continue_()
    expect(page.locator("form[action$='/taking/']")).to_have_count(0)
    page.unroute("**/taking/")
    drawer.locator("button.btn-primary").click()
    page.wait_for_url("**/deals/*/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Shop for cakes")


def _try_to_jump(page: Page) -> None:
    """A salesperson says a stage far ahead and answers nothing: it stays where it is."""
    page.get_by_role("link", name="Move to", exact=True).click()
    drawer = page.locator("#drawer")
    drawer.get_by_label("Stage").select_option(label="Handed over")
    drawer.locator("button.btn-primary").click()
    expect(drawer).to_contain_text("The account manager opens the last gate")
    drawer.locator("button.btn-primary").click()
    expect(drawer.locator(".field-fault").first).to_be_visible()
    drawer.get_by_role("link", name="Leave it").click()
    expect(page.locator(".gates [aria-current=step]")).to_contain_text("New")


def _come_through_the_gates(page: Page) -> str:
    """Each gate opens on its evidence; the handover is prepared meanwhile, and shut until the money is there."""
    drawer = page.locator("#drawer")
    page.get_by_role("button", name="Prepare the handover").click()
    page.wait_for_url("**/handovers/*/")
    handover = page.url
    expect(page.locator("#page")).to_contain_text("There is no evidence yet: brief answered")
    page.get_by_role("link", name="Shop for cakes").click()
    page.wait_for_url("**/deals/*/")
    for question, words, file in PROOFS:
        if question == PROOFS[-1][0]:
            _is_shut(page, handover)
        page.locator(".gates").get_by_role("link", name=question).click()
        drawer.get_by_label("In a line").fill(words)
        if file:
            name, kind, content = file
            drawer.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
        drawer.locator("button.btn-primary").click()
        expect(drawer).not_to_be_visible()
        expect(page.locator(".gates").get_by_role("link", name=question)).to_have_count(0)
    page.get_by_role("link", name="Move to", exact=True).click()
    drawer.get_by_label("Stage").select_option(label="Paid")
    drawer.locator("button.btn-primary").click()
    expect(page.locator(".gates [aria-current=step]")).to_contain_text("Payment received")
    return handover


def _is_shut(page: Page, handover: str) -> None:
    """Before the payment nothing is handed over."""
    deal = page.url
    page.goto(handover)
    expect(page.locator("#page")).to_contain_text("There is no evidence yet: payment recorded")
    expect(page.get_by_role("link", name="Hand over", exact=True)).to_have_count(0)
    page.goto(deal)


def _gather_and_hand_over(page: Page, handover: str) -> None:
    page.goto(handover)
    expect(page.locator("#page")).to_contain_text("contract.pdf")
    drawer = page.locator("#drawer")
    page.locator("section", has=page.get_by_role("heading", name="What was promised")).get_by_role(
        "link", name="Add"
    ).click()
    drawer.get_by_label("What was promised").fill("The shop opens before Easter")
    drawer.get_by_label("By when").fill("2035-04-01")
    drawer.locator("button.btn-primary").click()
    expect(page.locator("#page")).to_contain_text("The shop opens before Easter")
    page.get_by_role("link", name="Hand over", exact=True).click()
    drawer.locator("button.btn-primary").click()
    expect(page.locator(".page-head")).to_contain_text("waits to be accepted")


def _assign(page: Page) -> None:
    """The head has it on Today, and sees who has how much to do."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("Assign")).first.click()
    drawer = page.locator("#drawer")
    drawer.get_by_label(re.compile("Vera — 1 client")).check()
    drawer.locator("button.btn-primary").click()
    expect(drawer).not_to_be_visible()


def _ask_back_and_accept(manager: Page, seller: Page, handover: str) -> None:
    manager.goto("/")
    expect(manager.locator("#page")).to_contain_text("Accept the client or ask back")
    manager.goto(handover)
    drawer = manager.locator("#drawer")
    manager.get_by_role("link", name="Return with questions").click()
    drawer.get_by_label("What do you need to know?").fill("Who decides?")
    drawer.locator("button.btn-primary").click()
    expect(manager.locator(".page-head")).to_contain_text("returned with questions")
    seller.goto("/")
    expect(seller.locator("#page")).to_contain_text("Who decides?")
    seller.goto(handover)
    seller.get_by_role("link", name="Hand over", exact=True).click()
    seller.locator("#drawer").get_by_label("Answers to the questions").fill("Ada, alone.")
    seller.locator("#drawer").locator("button.btn-primary").click()
    expect(seller.locator(".page-head")).to_contain_text("waits to be accepted")
    manager.goto(handover)
    expect(manager.locator(".timeline")).to_contain_text("Ada, alone.")
    manager.get_by_role("button", name="Accept", exact=True).click()
    expect(manager.locator(".page-head")).to_contain_text("accepted")
    expect(manager.locator("#page")).to_contain_text("What it left")


def _introduce(page: Page) -> tuple[str, str]:
    """The first word is drafted on Today and leaves with the account manager's yes."""
    page.goto("/")
    expect(page.locator("#page")).to_contain_text("Still missing: the introduction")
    page.get_by_role("link", name="Send: Cake & Co").click()
    expect(page.locator("#letter-preview")).to_contain_text("My name is Vera")
    expect(page.locator("#letter-preview")).to_contain_text("The shop opens before Easter")
    preview = previewed(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#drawer")).not_to_be_visible()
    return preview
