"""The board as rows ready to be shown: eighty clients with two items each are a list too."""

from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keepstep.formulas.health import band
from keepstep.web.addresses import address
from keepstep.web.rows import MOST_ROWS, lines
from keepstep.web.today.board import Group, Line
from keepstep.web.today.deeds import Deed, words_of

NOTHING = SafeString("")
DRAWER = SafeString(" data-drawer")
TOKEN = SafeString("\0")
"""Where a form's token goes; it stands in no text of ours, since the database refuses it."""


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
    """A card of a client or a lead; `rows` are its items."""

    key: str
    href: str
    name: str
    silence: str
    health: SafeString
    rows: SafeString


def cards(groups: list[Group], *, token: str) -> SafeString:
    """The cards; the first act of the first one is the next to do. `token` is the one every form carries."""
    language = get_language()
    shown = [_card(group, is_next=True) for group in groups[:1]]
    shown += [_kept(group, language) for group in groups[1:]]
    return SafeString("".join(shown).replace(TOKEN, escape(token)))


@lru_cache(MOST_ROWS)
def _kept(group: Group, language: str | None) -> SafeString:
    return _card(group, is_next=False)


def _card(group: Group, *, is_next: bool) -> SafeString:
    rows = [_row(line, is_next=is_next and place == 0) for place, line in enumerate(group.lines)]
    items = lines("web/today/line.html", rows)
    return lines("web/today/card.html", [Card(group.key, group.href, group.name, group.silence, _health(group), items)])


def _health(group: Group) -> SafeString:
    """The number says it by itself; its colour only helps the eye."""
    if group.health is None:
        return NOTHING
    return format_html(
        ' · <a class="tone {0}" href="{1}">{2}</a>', band(group.health).value, address("account_health", group.key),
        _("health %(n)s") % {"n": group.health},
    )  # fmt: skip


def _row(line: Line, *, is_next: bool) -> Row:
    item, deed = line.item, line.deed
    title, words = line.title, words_of(deed.name)
    return Row(
        title=title,
        project=_project(line),
        why=line.why,
        due=line.due,
        due_tone="item-late" if line.is_late else "",
        aside=_aside(deed) if deed.aside_address else NOTHING,
        tone="btn-primary" if is_next else "",
        href=deed.address,
        drawer=DRAWER if deed.in_drawer else NOTHING,
        label=f"{words}: {item.subject}, {title}",
        words=words,
    )


def _project(line: Line) -> SafeString:
    if line.item.project is None:
        return NOTHING
    href = address("project", line.item.project_id)
    return SafeString(f'<a class="text-secondary" href="{href}">{escape(line.item.project)}</a> · ')


def _aside(deed: Deed) -> SafeString:
    """The second way out, done by one click."""
    return format_html(
        '<form method="post" action="{0}" hx-post="{0}" hx-target="#page" hx-swap="outerHTML">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{1}">'
        '<button class="btn btn-sm btn-plain">{2}</button></form>',
        deed.aside_address,
        TOKEN,
        words_of(deed.aside),
    )
