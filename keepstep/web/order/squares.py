"""A client's due days as squares: a letter in a colour, which words say too; and people by how sure their order is."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from keepstep.domain.talk.order import Became, Outcome, Rank
from keepstep.formulas.order import streak
from keepstep.outlet.percent import percent
from keepstep.web.accounts.portfolio import Line
from keepstep.web.addresses import address

KEY = str(UUID(int=0))
ENOUGH = 5
"""Fewer due days than this say nothing of a person."""
LETTERS = {
    Outcome.UPDATE: "✓",
    Outcome.ITSELF: "↻",
    Outcome.WORD: "☏",
    Outcome.MISSED: "✕",
    Outcome.FAILED: "!",
    Outcome.OPEN: "…",
}
NAMES = {
    Outcome.UPDATE: pgettext_lazy("due day", "kept by an update"),
    Outcome.ITSELF: pgettext_lazy("due day", "kept by an update that went out by itself"),
    Outcome.WORD: pgettext_lazy("due day", "kept by a conversation or a letter"),
    Outcome.MISSED: pgettext_lazy("due day", "missed"),
    Outcome.FAILED: pgettext_lazy("due day", "the update did not arrive"),
    Outcome.OPEN: pgettext_lazy("due day", "not yet"),
}


class Row(NamedTuple):
    href: str
    name: str
    manager: str
    squares: SafeString
    kept: str
    streak: str


class Ranked(NamedTuple):
    name: str
    kept: str
    sure: str


def legend() -> list[tuple[str, str, str]]:
    """Tone, letter and words of each outcome."""
    return [(outcome.value, LETTERS[outcome], str(NAMES[outcome])) for outcome in Outcome]


def row(line: Line, known: Mapping[date, Became], days: Sequence[date]) -> Row:
    over = [one.outcome.is_kept for _day, one in sorted(known.items()) if one.outcome != Outcome.OPEN]
    return Row(
        address("account", line.id),
        line.name,
        line.manager or "",
        SafeString("".join(_opened(day, known.get(day), get_language()) for day in days)),
        _("%(kept)s of %(due)s") % {"kept": sum(over), "due": len(over)} if over else "–",
        _in_a_row(over),
    )


def _in_a_row(kept: Sequence[bool]) -> str:
    """A row that fills these weeks may be longer than them, so its length is not told."""
    n = streak(kept)
    if n == len(kept):
        return _("not one missed") if kept else ""
    return ngettext("%(n)s day in a row", "%(n)s days in a row", n) % {"n": n} if n else ""


def _opened(day: date, became: Became | None, language: str) -> str:
    """A square that was due opens into its day."""
    if became is None:
        return _square(day, None, language)
    return _square(day, became.outcome, language).replace(KEY, str(became.key))


@cache
def _square(day: date, outcome: Outcome | None, language: str) -> SafeString:
    """Most squares of a page are alike. `language` is what the words are in."""
    told = str(NAMES[outcome]) if outcome else _("no update due")
    said = f"{date_format(day, 'D j E')}: {told}"
    tone, letter = (outcome.value, LETTERS[outcome]) if outcome else ("none", "·")
    begins = " begins" if day.weekday() == 0 else ""
    if outcome is None:
        return format_html(
            '<li class="due {}{}" title="{}"><span aria-hidden="true">{}</span>'
            '<span class="visually-hidden">{}</span></li>',
            tone, begins, said, letter, said,
        )  # fmt: skip
    return format_html(
        '<li class="due {}{}" title="{}"><a href="{}" data-drawer aria-label="{}">{}</a></li>',
        tone, begins, said, address("due_day", KEY), said, letter,
    )  # fmt: skip


def ranks(found: Sequence[Rank]) -> list[Ranked]:
    """With too few days it is too early to say how sure we may be."""
    return [
        Ranked(
            rank.name,
            _("%(kept)s of %(due)s") % {"kept": rank.kept, "due": rank.due},
            _("at least %(share)s") % {"share": percent(round(rank.sure * 1000), 1000)}
            if rank.due >= ENOUGH
            else _("too early"),
        )
        for rank in found
    ]
