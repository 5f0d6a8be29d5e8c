"""A real browser before a real server; each test has a browser context, and so a session, of its own."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from keepstep.domain.agency.person import Person
from tests.cast import PASSWORD

# The browser's driver runs an event loop in this thread, which Django would take for asynchronous code of ours.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--disable-quic")  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "The journeys need Debian's chromium: bin/test installs it, or say `apt install chromium`."
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def open_context(browser: Browser, live_server: object) -> Iterator[Callable[..., BrowserContext]]:
    """A fresh browser context; a message in its console or an error of a script fails the test."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def fresh(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, **{"locale": "en-GB", **options})  # type: ignore[attr-defined]
        context.set_default_timeout(10_000)
        context.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        opened.append(context)
        return context

    yield fresh
    for context in opened:
        context.close()
    expected = [words for words in complaints if not re.search(r"status of (404|410|422)", words)]
    assert expected == []


@pytest.fixture
def page_of(open_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """A page on which this person has signed in by password."""

    def signed_in(person: Person, **options: object) -> Page:
        page = open_context(**options).new_page()
        page.goto("/sign-in/")
        page.locator("#id_login").fill(person.email)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("[data-submit]").click()
        page.wait_for_url("**/")
        return page

    return signed_in
