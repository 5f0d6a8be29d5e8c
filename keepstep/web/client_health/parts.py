"""The parts of a client's health in words: what each is made of, how old it is, and what is missing (§5.5)."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from keepstep.domain.agency.health_weights import PARTS
from keepstep.formulas.health import Band
from keepstep.round.health import FRESH, Facts, Health

TITLES: dict[str, Promise] = {
    "communication": gettext_lazy("Communication"),
    "movement": gettext_lazy("Movement of the work"),
    "plan": gettext_lazy("Plan of the month"),
    "payment": gettext_lazy("Payment"),
    "satisfaction": gettext_lazy("Satisfaction"),
    "engagement": gettext_lazy("Engagement"),
    "knowledge": gettext_lazy("What we know of them"),
}
BANDS: dict[str, Promise] = {
    Band.GREEN: pgettext_lazy("health", "green"),
    Band.AMBER: pgettext_lazy("health", "amber"),
    Band.RED: pgettext_lazy("health", "red"),
}
"""A band's own value is its class on a page."""


class Shown(NamedTuple):
    """`value` is None where nothing is known; then `words` say what is missing. `points` of `most` it brings."""

    name: str
    title: str
    value: int | None
    words: str
    points: str
    most: str


def shown(health: Health, weights: Mapping[str, int]) -> list[Shown]:
    """What is known first, the heaviest first; then what is missing."""
    rows = [_row(name, health) for name in PARTS if weights[name]]
    return sorted(rows, key=lambda row: (row.value is None, -weights[row.name]))


def _row(name: str, health: Health) -> Shown:
    part = health.parts.get(name)
    words = SAID[name](health.facts) if part else MISSING[name](health.facts)
    points, most = (floatformat(part.points, 0), floatformat(part.share * 100, 0)) if part else ("", "")
    return Shown(name, str(TITLES[name]), round(part.value) if part else None, words, points, most)


def _communication(facts: Facts) -> str:
    said = ngettext("%(kept)s of the last %(n)s due day kept", "%(kept)s of the last %(n)s due days kept", facts.due)
    since = _("up to %(day)s") % {"day": date_format(facts.last_due, "j E")} if facts.last_due else ""
    return f"{said % {'kept': facts.kept, 'n': facts.due}}, {since}"


def _movement(facts: Facts) -> str:
    if not facts.stalled:
        return ngettext("%(n)s project, and it moves", "%(n)s projects, and all of them move", facts.projects) % {
            "n": facts.projects
        }
    said = ngettext(
        "%(stalled)s of %(n)s project stands still", "%(stalled)s of %(n)s projects stand still", facts.projects
    )
    return said % {"stalled": facts.stalled, "n": facts.projects}


def _plan(facts: Facts) -> str:
    return _("%(n)s %% of the last full month's plan became fact") % {"n": floatformat(float(facts.plan or 0) * 100, 0)}


def _payment(facts: Facts) -> str:
    if not facts.overdue:
        return _("No invoice is overdue")
    said = ngettext(
        "The oldest unpaid invoice is %(n)s working day late", "The oldest unpaid invoice is %(n)s working days late",
        facts.overdue,
    )  # fmt: skip
    return said % {"n": facts.overdue}


def _satisfaction(facts: Facts) -> str:
    day = date_format(facts.marked_on, "j E") if facts.marked_on else ""
    return _("The last mark is %(points)s of 5, given on %(day)s") % {"points": facts.points, "day": day}


def _engagement(facts: Facts) -> str:
    said = ngettext(
        "On %(n)s of the last 20 working days they read, answered or visited",
        "On %(n)s of the last 20 working days they read, answered or visited",
        facts.signs,
    ) % {"n": facts.signs}
    if not facts.last_sign:
        return said
    last = _("last on %(day)s") % {"day": date_format(facts.last_sign, "j E")}
    return f"{said}, {last}"


def _knowledge(facts: Facts) -> str:
    said = _("%(known)s of %(asked)s fields of the dossier are known") % {"known": facts.known, "asked": facts.asked}
    fresh = _("%(n)s of them confirmed within 90 days") % {"n": facts.confirmed}
    return f"{said}, {fresh}"


def _no_mark(facts: Facts) -> str:
    if facts.marked_on is None:
        return _("They have given no mark from 1 to 5 under an update yet")
    day = date_format(facts.marked_on, "j E")
    return _("The last mark, of %(day)s, is older than %(n)s working days") % {"day": day, "n": FRESH}


SAID: dict[str, Callable[[Facts], str]] = {
    "communication": _communication,
    "movement": _movement,
    "plan": _plan,
    "payment": _payment,
    "satisfaction": _satisfaction,
    "engagement": _engagement,
    "knowledge": _knowledge,
}
MISSING: dict[str, Callable[[Facts], str]] = {
    "communication": lambda _facts: _("No update was due yet"),
    "movement": lambda _facts: _("No project is open, or all of them rest"),
    "plan": lambda _facts: _("There is no plan of the last full month"),
    "payment": lambda _facts: _("No invoice was issued yet"),
    "satisfaction": _no_mark,
    "engagement": lambda _facts: _("They had no word from us in the last 20 working days"),
    "knowledge": lambda _facts: _("Their dossier is not begun yet"),
}
