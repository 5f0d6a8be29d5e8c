"""A client on the telephone: a link by mail, a file handed in, an approval declined, a tap – and Vera's Today knows."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings

from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.clients import contact, device
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery import ball, milestone
from keepstep.domain.talk import sending, update
from keepstep.domain.talk.sending import Sending
from keepstep.outlet import jobs, tap
from keepstep.outlet.tap import Tap
from keepstep.portal.seat import COOKIE, ROOT
from keepstep.round import run
from tests.cast import House
from tests.journeys.test_every_page import BY_AXE, DESK, TELEPHONE, findings
from tests.journeys.work import work
from tests.mailbox import Mailbox
from tests.rows import one_of_each

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
Open = Callable[..., BrowserContext]


def path_in(words: str, kind: str) -> str:
    found = re.search(rf"https?://[^/\s]+(/{kind}/[^\s\"]+)", words)
    assert found
    return found[1].replace("&amp;", "&")


def prepared(house: House) -> None:
    """A working day whenever the test runs; two things are awaited of Ines, and today's update is on its way."""
    now = timezone.now()
    today = default_calendar().working_time().local_day(now)
    CalendarException.objects.create(calendar=default_calendar(), day=today, hours=[["00:00", "23:59"]])
    before = now - timedelta(minutes=5)
    for awaited, is_approval in (("photos of the cakes", False), ("the layout", True)):
        ball.throw(
            house.project, side="client", awaited=awaited, contact=house.ines, by=house.vera, at=before, due=today,
            is_approval=is_approval,
        )  # fmt: skip
    told = update.send(house.northwind, day=today, subject="How it goes", body="Done", by=house.vera, at=before)
    jobs.send_soon(house.agency.pk, list(told.sendings.values_list("pk", flat=True)))
    run.run(day=today, at=now)


def test_the_client_hands_in_declines_and_taps_and_today_knows(
    open_house: House,
    post: Mailbox,
    open_context: Open,
    page_of: Callable[..., Page],
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.FILES_FOLDER = str(tmp_path)
    with open_house.agency.entered():
        prepared(open_house)
    page = open_context(viewport=TELEPHONE, is_mobile=True, has_touch=True).new_page()
    page.goto("/portal/projects/")
    page.get_by_label("Your e-mail address").fill("ines@northwind.test")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    work()
    asked, told = sorted(post.texts(), key=lambda text: "/portal/link/" not in text)
    letter_of_the_day = next(html for html in post.pages() if "How it goes" in html)
    link = path_in(asked, "portal/link")
    scanner = open_context().new_page()
    assert scanner.request.get(link).status == 200
    page.goto(link)
    page.get_by_role("button", name="Open my projects").click()
    page.wait_for_url("**/portal/projects/")
    assert scanner.request.get(link).status == 410
    page.get_by_role("link", name="Today").click()
    expect(page.locator(".count")).to_have_text("2")

    card = page.locator(".waiting", has_text="photos of the cakes")
    card.locator("summary").click()
    card.get_by_label("Files").set_input_files({"name": "cakes.pdf", "mimeType": "image/png", "buffer": PDF})
    card.get_by_role("button", name="Hand in").click()
    expect(page.locator(".said")).to_contain_text("Thank you, it has arrived")
    card = page.locator(".waiting", has_text="the layout")
    card.locator("summary").click()
    card.get_by_label("What should be different?").fill("Too dark")
    card.get_by_role("button", name="Decline", exact=True).click()
    expect(page.locator(".said")).to_contain_text("Thank you for saying so")
    expect(page.locator(".waiting")).to_have_count(0)

    assert "How good is our work" in letter_of_the_day and "/mark/" in told
    page.goto(f"{path_in(told, 'mark')}?said=call_me")
    expect(page.get_by_label("Call me")).to_be_checked()
    page.get_by_label("A word, if you like").fill("About the menu")
    page.get_by_role("button", name="Say so").click()
    expect(page.locator("main")).to_contain_text("We call you as soon as we can.")

    vera = page_of(open_house.vera)
    for words in ("Handed in “photos of the cakes”", "Declined “the layout”: Too dark", "Call me: About the menu"):
        expect(vera.locator("#page")).to_contain_text(words)
    vera.goto(f"/accounts/{open_house.northwind.pk}/documents/")
    expect(vera.locator("#page")).to_contain_text("cakes.pdf")


def let_in(context: BrowserContext, who: Contact, base: str) -> Page:
    token = device.let_in(who, address=who.email, name="Chrome, Android", at=timezone.now())
    context.add_cookies([{"name": COOKIE, "value": token, "url": f"{base}{ROOT}"}])
    return context.new_page()


@pytest.mark.parametrize(
    ("look", "size", "language"), [("light", DESK, "en"), ("dark", TELEPHONE, "ru")], ids=["desk", "telephone"]
)
def test_every_page_of_the_portal_is_accessible_and_fits(
    open_house: House, open_context: Open, live_server: object, look: str, size: dict[str, int], language: str,
    settings: Settings, tmp_path: Path,
) -> None:  # fmt: skip
    settings.FILES_FOLDER = str(tmp_path)
    context = open_context(color_scheme=look, viewport=size, **BY_AXE)
    with open_house.agency.entered():
        one_of_each(open_house)
        waiting = Sending.objects.get(update__isnull=False, contact=open_house.ines)
        taken = sending.take(waiting.pk, at=open_house.at)
        assert taken and sending.hand_over(taken, at=open_house.at) and sending.deliver(taken, at=open_house.at)
        contact.amend(open_house.ines, language=language)
        ball.throw(open_house.project, side="client", awaited="the layout", by=None, at=open_house.at, is_approval=True)
        milestone.promise(open_house.project, title="Launch", due=timezone.now().date())
        page = let_in(context, open_house.ines, live_server.url)  # type: ignore[attr-defined]
    told = f"/mark/{tap.token(Tap(open_house.agency.pk, waiting.pk), at=timezone.now())}/"
    named = ("portal", "portal_updates", "portal_projects", "portal_documents", "portal_team", "portal_devices",
             "portal_companies", "portal_sign_in")  # fmt: skip
    faults: list[str] = []
    for address in [
        *(reverse(name) for name in named),
        reverse("portal_update", args=[waiting.update_id]),
        reverse("portal_project", args=[open_house.project.pk]),
        f"/portal/updates/{open_house.project.pk}/",
        "/portal/link/unknown/",
        told,
    ]:
        page.goto(address)
        for summary in page.locator("summary").all():
            summary.click()
        faults += findings(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{address} scrolls sideways")
    assert "\n".join(faults) == ""


def test_no_page_of_the_portal_says_a_word_in_the_console(
    open_house: House, open_context: Open, live_server: object, settings: Settings, tmp_path: Path
) -> None:
    """The fixture fails on any: the policy holds without an exception, the agency's colour and all."""
    settings.FILES_FOLDER = str(tmp_path)
    with open_house.agency.entered():
        one_of_each(open_house)
        page = let_in(open_context(), open_house.ines, live_server.url)  # type: ignore[attr-defined]
    for name in ("portal", "portal_updates", "portal_projects", "portal_documents", "portal_team", "portal_devices"):
        page.goto(reverse(name))
        page.wait_for_load_state("networkidle")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')").startswith(
        "light-dark(#7a1f5b"
    )
