"""A letter as it is seen before it leaves, and as it arrives, in a form that tests can compare."""

import re

from playwright.sync_api import Page


def previewed(page: Page) -> tuple[str, str]:
    """The letter as the desk shows it: its subject and its HTML without the subject."""
    paper = page.locator("#letter-preview")
    subject = paper.locator(".letter-subject").inner_text()
    html = paper.evaluate(
        "paper => { const copy = paper.cloneNode(true); copy.firstElementChild.remove(); return copy.innerHTML }"
    )
    return subject, _bare(html)


def received(page: str) -> str:
    """The HTML of a letter that has arrived, as written."""
    found = re.search(r'<div class="letter"[^>]*>(.*)</div>', page, re.DOTALL)
    assert found
    return _bare(found[1])


def _bare(html: str) -> str:
    """HTML as written, without the style the letter carries along and the spaces between its blocks."""
    return re.sub(r">\s+<", "><", re.sub(r' style="[^"]*"', "", html)).strip()
