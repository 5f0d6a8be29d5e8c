"""The board as rows ready to be shown: eighty clients with two items each are a list too."""

from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from keepstep.web.addresses import address
from keepstep.web.rows import lines
from keepstep.web.today.board import Group, Line

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
    found = [_card(group, token, is_first=place == 0) for place, group in enumerate(groups)]
    return lines("web/today/card.html", found)


def _card(group: Group, token: str, *, is_first: bool) -> Card:
    rows = [_row(line, token, is_next=is_first and place == 0) for place, line in enumerate(group.lines)]
    key = group.account.pk
    return Card(
        str(key), address("account", key), group.account.name, group.silence, lines("web/today/line.html", rows)
    )


def _row(line: Line, token: str, *, is_next: bool) -> Row:
    item, deed = line.item, line.deed
    return Row(
        title=line.title,
        project=_project(line),
        why=line.why,
        due=line.due,
        due_tone="item-late" if line.is_late else "",
        aside=_aside(line, token) if deed.aside_address else NOTHING,
        tone="btn-primary" if is_next else "",
        href=deed.address,
        drawer=DRAWER if deed.in_drawer else NOTHING,
        label=f"{deed.words}: {item.account.name}, {line.title}",
        words=str(deed.words),
    )


def _project(line: Line) -> SafeString:
    if line.item.project is None:
        return NOTHING
    href = address("project", line.item.project_id)
    return format_html('<a class="text-secondary" href="{}">{}</a> · ', href, line.item.project.name)


def _aside(line: Line, token: str) -> SafeString:
    """The second way out, done by one click."""
    return format_html(
        '<form method="post" action="{0}" hx-post="{0}" hx-target="#page" hx-swap="outerHTML">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{1}">'
        '<button class="btn btn-sm btn-plain">{2}</button></form>',
        line.deed.aside_address,
        token,
        line.deed.aside_words,
    )
