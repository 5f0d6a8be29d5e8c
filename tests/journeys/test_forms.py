"""From a site to the queue: a form in a page of the agency's site, with scripts and without; elsewhere refused."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Frame, Page, expect

from keepstep.domain.agency import own_list
from keepstep.domain.sales import web_form
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.source import Source
from keepstep.domain.sales.web_form import WebForm
from tests.cast import House

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


class Site:
    """A site on a port of its own, and so, to a browser, somebody else's."""

    def __init__(self) -> None:
        self.page = ""

        class Handler(BaseHTTPRequestHandler):
            def do_GET(handler) -> None:
                is_page = not handler.path.startswith("/favicon")
                handler.send_response(200 if is_page else 204)
                handler.send_header("Content-Type", "text/html; charset=utf-8")
                handler.end_headers()
                handler.wfile.write(self.page.encode() if is_page else b"")

            def log_message(handler, *said: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def form(open_house: House, site: Site) -> Iterator[WebForm]:
    """Nobody types as fast as a browser that is driven, so its haste is forgiven."""
    cache.clear()
    with open_house.agency.entered():
        made = web_form.add(
            name="Site", source=own_list.offered(Source, open_house.agency)[0], language="en", title="Ask us",
            asks=["name", "email", "message"], requires=["name"], consent="You may keep it.", hosts=[site.host],
            by=open_house.oleg, at=open_house.at,
        )  # fmt: skip
    with patch("keepstep.web.lead_forms.asking.QUICKEST", timedelta()):
        yield made


def embedded(live_server: Any, form: WebForm) -> str:
    """As the page of the form says to put it."""
    address = f"{live_server.url}/forms/{form.address}/"
    return (
        f'<title>Agency</title><h1>Agency</h1><script src="{address}embed.js" data-title="Ask us" async></script>'
        f'<noscript><iframe src="{address}" title="Ask us" width="100%" height="640"></iframe></noscript>'
    )


def shown(page: Page) -> Frame:
    page.wait_for_selector("iframe")
    frame = page.query_selector("iframe").content_frame()  # type: ignore[union-attr]
    assert frame is not None
    return frame


def fill_in(frame: Frame | Page) -> None:
    frame.fill("[name=name]", "Ada")
    frame.fill("[name=email]", "ada@bakery.test")
    frame.fill("[name=message]", "A shop")
    frame.check("[name=consent]")


def leads(house: House) -> list[Lead]:
    with house.agency.entered():
        return list(Lead.objects.all())


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_visitor_of_the_site_fills_it_in_and_it_is_one_lead(
    open_house: House, form: WebForm, site: Site, live_server: Any, open_context: Callable[..., BrowserContext],
    scripts: bool,
) -> None:  # fmt: skip
    page = open_context(java_script_enabled=scripts).new_page()
    site.page = embedded(live_server, form)
    page.goto(f"http://{site.host}/prices/?utm_source=google&gclid=1")
    frame = shown(page)
    fill_in(frame)
    frame.dblclick("button")
    frame.wait_for_selector("h1:has-text('Sent')")
    (made,) = leads(open_house)
    assert (made.title, made.emails, made.consent) == ("Ada", ["ada@bakery.test"], "You may keep it.")
    told = {"utm_source": "google", "gclid": "1", "page": f"http://{site.host}/prices/"}
    assert (made.last_touch, made.first_touch) == ((told, told) if scripts else ({}, {}))


def test_going_back_and_sending_again_is_still_one_lead(
    open_house: House, form: WebForm, live_server: Any, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context().new_page()
    page.goto(f"{live_server.url}/forms/{form.address}/")
    for _time in range(2):
        fill_in(page)
        page.click("button")
        expect(page.locator("h1")).to_have_text("Sent")
        page.go_back()
    assert [lead.title for lead in leads(open_house)] == ["Ada"]


def test_a_form_of_the_sites_own_sends_to_the_same_address(
    open_house: House, form: WebForm, site: Site, live_server: Any, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context().new_page()
    site.page = (
        f'<title>Agency</title><form method="post" action="{live_server.url}/forms/{form.address}/"><input name="name">'
        '<input name="email"><input name="message"><input type="checkbox" name="consent"><button>Go</button></form>'
    )
    page.goto(f"http://{site.host}/")
    fill_in(page)
    page.click("button")
    expect(page.locator("h1")).to_have_text("Sent")
    assert [lead.emails for lead in leads(open_house)] == [["ada@bakery.test"]]


def test_a_site_that_is_not_named_neither_shows_nor_sends_it(
    open_house: House, form: WebForm, site: Site, live_server: Any, browser: Any
) -> None:
    """Its browser says so in the console, and rightly: so the context is not the one that forbids it."""
    with open_house.agency.entered():
        web_form.amend(form, hosts=["www.elsewhere.test"])
    page = browser.new_context().new_page()
    site.page = embedded(live_server, form)
    page.goto(f"http://{site.host}/")
    page.wait_for_load_state("networkidle")
    assert shown(page).query_selector("form") is None
    site.page = (
        f'<form method="post" action="{live_server.url}/forms/{form.address}/">'
        '<input name="email" value="a@b.test"><button>Go</button></form>'
    )
    page.goto(f"http://{site.host}/")
    page.click("button")
    expect(page.locator("h1")).to_have_text("Ask us")
    page.context.close()
    assert leads(open_house) == []
