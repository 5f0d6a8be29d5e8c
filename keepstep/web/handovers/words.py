"""A handover in words: its clocks, what of it is there and what is missing, what happened."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.domain.sales.handover_record import HandoverRecord, Kind
from keepstep.formulas.handover_clock import Leg, Typical
from keepstep.web.words import worked

LEGS = {
    "assigned": gettext_lazy("Won → assigned"),
    "accepted": gettext_lazy("Assigned → accepted"),
    "contacted": gettext_lazy("Accepted → first contact"),
}
WHY = {
    "assigned": gettext_lazy("From the last gate up to the payment until a head has named the account manager."),
    "accepted": gettext_lazy("Until the account manager has accepted; questions and answers are within it."),
    "contacted": gettext_lazy(
        "Until the client first heard from us: an update that arrived, a letter, a call, a meeting."
    ),
}
TITLES = {
    Kind.BEGUN: gettext_lazy("Begun"),
    Kind.OFFERED: gettext_lazy("Handed over"),
    Kind.RETURNED: gettext_lazy("Returned with questions"),
    Kind.ACCEPTED: gettext_lazy("Accepted"),
}


class Clock(NamedTuple):
    name: str
    words: str
    why: str
    tone: str


def clock(leg: Leg) -> Clock:
    return Clock(str(LEGS[leg.name]), took(leg), str(WHY[leg.name]), "red" if leg.is_slow else "")


def took(leg: Leg) -> str:
    """What runs still says so."""
    if leg.took is None:
        return "–"
    said = worked(leg.took)
    return _("%(time)s so far") % {"time": said} if leg.runs else said


def typical(one: Typical) -> Clock:
    name, why = str(LEGS[one.name]), str(WHY[one.name])
    if one.took is None:
        said = ngettext("too early: %(n)s so far", "too early: %(n)s so far", one.ended) % {"n": one.ended}
        return Clock(name, said, why, "")
    slow = _("%(slow)s of %(n)s slow") % {"slow": one.slow, "n": one.ended}
    return Clock(name, f"{worked(one.took)} · {slow}", why, "red" if one.slow * 2 > one.ended else "")


class Told(NamedTuple):
    title: str
    record: HandoverRecord


def told(records: Iterable[HandoverRecord]) -> list[Told]:
    return [Told(_title(one), one) for one in records]


def _title(one: HandoverRecord) -> str:
    if one.kind == Kind.ASSIGNED:
        return _("Assigned to %(name)s") % {"name": one.person.name if one.person else ""}
    return str(TITLES[Kind(one.kind)])


class Gathered(NamedTuple):
    """A line of the checklist; `detail` says how much there is, or what to do."""

    name: Any
    is_there: bool
    is_needed: bool
    detail: str
