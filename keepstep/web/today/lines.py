"""The board as rows ready to be shown: eighty clients with two items each are a list too."""

from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from itertools import islice
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from keepstep.web.addresses import address
from keepstep.web.rows import each, lines
from keepstep.web.today.board import Group, Line
from keepstep.web.today.deeds import Deed, words_of

NOTHING = SafeString("")
DRAWER = SafeString(" data-drawer")


class Row(NamedTuple):
    """An item as it is shown; `project`, `aside` and `drawer` are markup, or nothing."""

    title: str
    project: SafeString
    why: str
    due: str
    due_tone: str
    aside: SafeString
    tone: str
    href: str
    drawer: SafeString
    label: str
    words: str


class Card(NamedTuple):
    """A client's card; `rows` are its items."""

    key: str
    href: str
    name: str
    silence: str
    rows: SafeString


def cards(groups: list[Group], *, token: str) -> SafeString:
    """The clients' cards; the first act of the first one is the next to do. `token` is the one every form carries."""
    found, said = [line for group in groups for line in group.lines], cache(words_of)
    shown = [_row(line, token, said, is_next=place == 0) for place, line in enumerate(found)]
    rows = iter(each("web/today/line.html", shown))
    return lines("web/today/card.html", [_card(group, islice(rows, len(group.lines))) for group in groups])


def _card(group: Group, rows: Iterable[SafeString]) -> Card:
    key = group.account_id
    return Card(key, address("account", key), group.client, group.silence, SafeString("".join(rows)))


def _row(line: Line, token: str, said: Callable[[str], str], *, is_next: bool) -> Row:
    item, deed = line.item, line.deed
    words = said(deed.name)
    return Row(
        title=line.title,
        project=_project(line),
        why=line.why,
        due=line.due,
        due_tone="item-late" if line.is_late else "",
        aside=_aside(deed, token, said(deed.aside)) if deed.aside_address else NOTHING,
        tone="btn-primary" if is_next else "",
        href=deed.address,
        drawer=DRAWER if deed.in_drawer else NOTHING,
        label=f"{words}: {item.client}, {line.title}",
        words=words,
    )


def _project(line: Line) -> SafeString:
    if line.item.project is None:
        return NOTHING
    href = address("project", line.item.project_id)
    return SafeString(f'<a class="text-secondary" href="{href}">{escape(line.item.project)}</a> · ')


def _aside(deed: Deed, token: str, words: str) -> SafeString:
    """The second way out, done by one click."""
    return format_html(
        '<form method="post" action="{0}" hx-post="{0}" hx-target="#page" hx-swap="outerHTML">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{1}">'
        '<button class="btn btn-sm btn-plain">{2}</button></form>',
        deed.aside_address,
        token,
        words,
    )
