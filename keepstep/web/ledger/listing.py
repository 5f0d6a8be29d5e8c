"""Rows of the ledger: whose the days were, what counts as ours, and how quickly each side answered."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.desk import Desk
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.ledger_figures import Figures
from keepstep.domain.delivery.ledger_scope import NOBODY, Period
from keepstep.formulas.ledger import Exposure, Reaction
from keepstep.outlet.percent import percent
from keepstep.web import words
from keepstep.web.addresses import address
from keepstep.web.ledger.asked import Asked
from keepstep.web.ledger.bar import bar
from keepstep.web.projects import runs

ENOUGH = 5
"""From so many balls on, nine of ten of them say something."""


class Row(NamedTuple):
    """What a line of figures says; all of it but days, exposure and its address is markup."""

    name: SafeString
    days: str
    bar: SafeString
    parts: SafeString
    exposure: str
    exposure_href: str
    ours: SafeString
    theirs: SafeString


class Name(NamedTuple):
    """Whom a row is about, and what stands under it."""

    href: str
    words: str
    under: str


def rows(found: list[Figures], wanted: Asked, *, desk: Desk, period: Period) -> list[Row]:
    names = _names(wanted.by, found, desk)
    return [_row(one, names[one.key or NOBODY], wanted, period) for one in found]


def _names(by: str, found: list[Figures], desk: Desk) -> dict[UUID, Name]:
    """One statement for all rows."""
    keys = [one.key for one in found if one.key]
    if by == "project":
        lines = desk.projects().filter(pk__in=keys).values_list("pk", "name", "account__name")
        return {key: Name(address("project", key), name, client) for key, name, client in lines}
    count = {one.key: projects(one.projects) for one in found}
    if by == "account":
        clients = desk.accounts().filter(pk__in=keys).values_list("pk", "name")
        return {key: Name(address("account", key), name, count[key]) for key, name in clients}
    people = desk.people().filter(pk__in=keys).values_list("pk", "name")
    nobody = {NOBODY: Name("", _("without an account manager"), count.get(None, ""))}
    return nobody | {key: Name("", name, count[key]) for key, name in people}


def projects(n: int) -> str:
    return ngettext("%(n)s project", "%(n)s projects", n) % {"n": n}


def _row(one: Figures, name: Name, wanted: Asked, period: Period) -> Row:
    about = one.key or NOBODY

    def days(figure: str) -> str:
        if wanted.by == "project":
            return runs.address(about, figure, period)
        return wanted.address("ledger_days", about=about, figure=figure)

    def answers(side: Side) -> str:
        return wanted.address("ledger_answers", about=about, side=side.value)

    return Row(
        name=_name(name),
        days=words.working_days(one.exposure.days),
        bar=bar(one.exposure),
        parts=parts(one.exposure, days),
        exposure=percent(one.exposure.exposed, one.exposure.days),
        exposure_href=days("exposure"),
        ours=_labelled(_("We answer in"), reaction(one.reactions.get(Side.US), answers(Side.US))),
        theirs=_labelled(_("The client answers in"), reaction(one.reactions.get(Side.CLIENT), answers(Side.CLIENT))),
    )


def _name(name: Name) -> SafeString:
    shown = format_html('<a href="{}">{}</a>', name.href, name.words) if name.href else format_html("{}", name.words)
    return format_html('{}<br><span class="text-secondary">{}</span>', shown, name.under)


def parts(exposure: Exposure, days: Callable[[str], str]) -> SafeString:
    """Ours first, each number a link to its days; a class without days is left out, but never ours and theirs."""
    silent = exposure.theirs_uncovered
    said = [
        ("ours", "ours", exposure.ours, _("ours %(n)s d") % {"n": exposure.ours}),
        ("concurrent", "concurrent", exposure.concurrent, _("several sides %(n)s d") % {"n": exposure.concurrent}),
        ("theirs", "theirs", exposure.theirs, _("theirs %(n)s d") % {"n": exposure.theirs}),
        ("theirs", "uncovered", silent, _("without a reminder %(n)s d") % {"n": silent}),
        ("third", "third", exposure.third, _("third %(n)s d") % {"n": exposure.third}),
        ("free", "free", exposure.free, _("free %(n)s d") % {"n": exposure.free}),
    ]
    shown = [
        ("silent" if figure == "uncovered" else f"ball {tone}", days(figure), spoken)
        for tone, figure, n, spoken in said
        if n or figure in {"ours", "theirs"}
    ]
    return format_html_join("", '<a class="{}" href="{}" data-drawer>{}</a> ', shown)


def reaction(known: Reaction | None, href: str, *, is_brief: bool = False) -> SafeString:
    """The median, and over how many balls; where they are enough, the time in which nine of ten were passed."""
    if known is None:
        return format_html('<small class="text-secondary">{}</small>', _("too early"))
    more = [ngettext("%(n)s ball", "%(n)s balls", known.count) % {"n": known.count}]
    if known.count >= ENOUGH and not is_brief:
        more.insert(0, _("9 of 10 in %(span)s") % {"span": words.worked(known.p90)})
    median = words.worked(known.median)
    return format_html(
        '<a href="{}" data-drawer>{}</a><br><small class="text-secondary">{}</small>', href, median, " · ".join(more)
    )


def _labelled(label: str, said: SafeString) -> SafeString:
    """On a telephone there are no headings above."""
    return format_html('<small class="cell-label">{}</small> {}', label, said)
