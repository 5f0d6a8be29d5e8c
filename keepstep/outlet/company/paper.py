"""The company's page in words, the weakest first: what stands on the screen and on the owner's Monday sheet (§5.9)."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keepstep.domain.money.plan_figures import Figures as Plan
from keepstep.formulas.in_step import Zone
from keepstep.formulas.satisfactions import growth_mark
from keepstep.outlet.company import said
from keepstep.outlet.company.figures import CLIENTS, COMPANY, PEOPLE, Figures
from keepstep.outlet.percent import percent

WELL = 70
"""A satisfaction from here on holds nobody back."""


@dataclass(frozen=True)
class Part:
    """What a satisfaction is made of; `href` opens its rows."""

    words: str
    figure: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Card:
    """`figure` is from 0 to 100; empty, it is unknown, and `note` says why."""

    name: str
    title: str
    figure: str
    note: str
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Paper:
    language: str
    title: str
    agency: str
    made: str
    headline: str
    mean: str
    cards: list[Card]
    rest: list[Part]
    foot: str


def of(found: Figures, *, agency: str) -> Paper:
    cards = {CLIENTS: _clients(found), PEOPLE: _people(), COMPANY: _company(found)}
    three = found.satisfactions
    order = [*three.known, *three.unknown] if three else list(cards)
    return Paper(
        language=get_language() or "en",
        title=_("Company"),
        agency=agency,
        made=date_format(found.day, "l, j E Y"),
        headline=headline(found),
        mean=_("Their geometric mean is %(mean)s; the weakest leads.") % {"mean": round(three.mean)}
        if three and len(three.known) > 1
        else "",
        cards=[cards[name] for name in order],
        rest=_rest(found),
        foot=_("From 0 to 100. What is unknown does not count; what is too early is not guessed."),
    )


def headline(found: Figures) -> str:
    """The weakest of those known, and by what it is weakest."""
    three = found.satisfactions
    if three is None:
        return _("Too early: neither clients’ marks nor a year of payments are there yet")
    if three.headline >= WELL:
        return {
            CLIENTS: _("All that is known is well; clients are the weakest"),
            COMPANY: _("All that is known is well; the company is the weakest"),
        }[three.weakest]
    if three.weakest == CLIENTS:
        return _("Clients hold us back: %(n)s of %(all)s marks are four or five") % {
            "n": found.marks.n, "all": found.marks.whole,
        }  # fmt: skip
    known = {name: value for name, value in found.parts.items() if value is not None}
    return {
        "growth": _("The company holds us back: income has not grown as it should"),
        "plan": _("The company holds us back: last month’s plan was not reached"),
        "retention": _("The company holds us back: too much of a year-old income is gone"),
        "in_step": _("The company holds us back: too few clients grow in step with us"),
    }[min(known, key=lambda name: known[name])]


def _clients(found: Figures) -> Card:
    marks = ""
    if found.marks.whole:
        marks = _("%(n)s of %(all)s marks in 90 days") % {"n": found.marks.n, "all": found.marks.whole}
    return Card(
        CLIENTS, _("Clients"), _figure(found.content),
        "" if found.content is not None else _("Too early: fewer than five marks in 90 days."),
        [
            Part(_("content: marks of four and five"), said.share(found.content), marks, reverse("marks")),
            Part(_("order: due days kept"), said.share(found.order.share), _of(found.order), reverse("order")),
            _exposure(found),
        ],
    )  # fmt: skip


def _exposure(found: Figures) -> Part:
    exposure = found.exposure
    told = percent(exposure.exposed, exposure.days) if exposure.days else said.share(None)
    return Part(_("exposure: our share of the delay"), told, _("this quarter"), reverse("ledger"))


def _people() -> Card:
    return Card(PEOPLE, _("People"), "", _("Comes later: people are not asked yet, so nothing is shown."))


def _company(found: Figures) -> Card:
    value = found.satisfactions.known.get(COMPANY) if found.satisfactions else None
    growth, revenue = found.staying.growth, found.staying.revenue
    last_month = said.month(max(found.income))
    early = _("Too early: none of its parts is known.")
    return Card(
        COMPANY, _("Company"), "" if value is None else str(round(value)),
        early if value is None else _("The mean of its parts that are known."),
        [
            Part(
                _("growth in a year"), said.share(None) if growth is None else said.change(growth),
                _("counts as %(mark)s: standing still is 50, a quarter more 100") % {"mark": round(growth_mark(growth))}
                if growth is not None else "", reverse("tenures"),
            ),
            Part(_("plan reached"), said.share(found.attainment), last_month, reverse("plan")),
            Part(_("gross retention (GRR)"), said.share(revenue.gross if revenue else None), "", reverse("retention")),
            Part(_("clients in step"), said.share(found.in_step), _zones(found), reverse("growth")),
        ],
    )  # fmt: skip


def _zones(found: Figures) -> str:
    if not found.zones:
        return _("no client has told its size for a year")
    return _("outgrow us: %(they)s, we outgrow: %(we)s") % {
        "they": found.zones.get(Zone.CLIENT_OUTGROWS, 0), "we": found.zones.get(Zone.WE_OUTGROW, 0),
    }  # fmt: skip


def _rest(found: Figures) -> list[Part]:
    """What the three figures do not say but an owner asks on a Monday."""
    staying, currency = found.staying, found.currency
    n, owed = found.overdue
    months = said.now(found.day)
    parts = [Part(_("income of three months"), said.money(staying.income, currency), months, reverse("tenures"))]
    if found.plan:
        told = _projection(found.plan, currency)
        parts.append(Part(_("this month"), said.money(found.plan.fact, currency), told, reverse("plan")))
    if staying.concentration:
        parts.append(
            Part(
                _("largest client"),
                said.share(staying.concentration.largest),
                "",
                f"{reverse('retention')}#concentration",
            )
        )
    overdue = f"{reverse('invoices')}?state=overdue"
    return [*parts, Part(_("overdue"), said.money(owed, currency), said.invoices(n), overdue)]


def _projection(plan: Plan, currency: str) -> str:
    known = {"projection": said.money(plan.projection, currency), "plan": said.money(plan.plan, currency)}
    if not plan.plan:
        return _("projection %(projection)s, nothing is planned") % known
    return _("projection %(projection)s of a plan of %(plan)s") % known


def _figure(share: float | None) -> str:
    return "" if share is None else str(round(100 * share))


def _of(counted: Any) -> str:
    return _("%(kept)s of %(due)s") % {"kept": counted.n, "due": counted.whole} if counted.whole else ""
