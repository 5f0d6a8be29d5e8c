"""The portfolio by health and by what each client pays, with the list behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from keepstep.domain.agency.person import Role
from keepstep.formulas.amount import in_figures
from keepstep.formulas.health import AMBER, GREEN, Band, band
from keepstep.round import health_history
from keepstep.round.client_figures import revenue
from keepstep.web.addresses import address
from keepstep.web.client_health.parts import BANDS
from keepstep.web.colleagues import colleagues
from keepstep.web.components.chart import Cell, Group, Guide, Map, Point, Shape, Tone
from keepstep.web.days import key_of
from keepstep.web.rows import options
from keepstep.web.seat import StaffRequest

PAGE, MOST_POINTS = 80, 400
NOTHING = Decimal(0)
TONES = {Band.GREEN: Tone.GOOD, Band.AMBER: Tone.FAIR, Band.RED: Tone.BAD}
SHAPES = {Band.GREEN: Shape.CIRCLE, Band.AMBER: Shape.TRIANGLE, Band.RED: Shape.DIAMOND}


@dataclass(frozen=True)
class Asked:
    band: str
    manager: UUID | None
    place: int

    def address(self, place: int) -> str:
        names = {"band": self.band, "manager": str(self.manager or ""), "place": place or ""}
        return f"?{urlencode({name: value for name, value in names.items() if value})}"


class Known(NamedTuple):
    id: UUID
    name: str
    manager: str
    score: int
    paid: Decimal

    @property
    def band(self) -> Band:
        return band(self.score)


def asked(data: Any) -> Asked:
    """Read leniently: a bookmark never fails."""
    place = data.get("place", "")
    return Asked(
        band=data.get("band", "") if data.get("band") in set(Band) else "",
        manager=key_of(data.get("manager", "")),
        place=min(int(place), 100_000) if place.isdecimal() and len(place) < 7 else 0,
    )


def of(request: StaffRequest, *, at: datetime) -> dict[str, Any]:
    desk, wanted = request.desk, asked(request.GET)
    day = desk.working_time.local_day(at)
    accounts = desk.accounts().with_us()
    if wanted.manager:
        accounts = accounts.filter(manager=wanted.manager)
    last = health_history.last_day(day)
    paid = revenue(desk.agency.currency, day=day) if desk.sees_money else {}
    known = [
        Known(key, name, manager or "", score, paid.get(key, NOTHING))
        for key, name, manager, score in (health_history.scores(accounts, day=last) if last else [])
    ]
    chosen = [one for one in known if not wanted.band or one.band == wanted.band]
    following = wanted.place + PAGE
    return {
        "day": last,
        "asked": wanted,
        "counts": [_count(colour, known) for colour in Band],
        "chart": _chart(chosen, desk.agency.currency) if desk.sees_money and len(chosen) > 1 else None,
        "rows": [_row(one, desk.agency.currency) for one in chosen[wanted.place : following]],
        "bands": options([(str(colour), BANDS[colour]) for colour in Band], chosen=wanted.band),
        "managers": options(_managers(request), chosen=str(wanted.manager or "")),
        "next": wanted.address(following) if len(chosen) > following else "",
        "first": wanted.address(0) if wanted.place else "",
    }


def _managers(request: StaffRequest) -> list[tuple[str, str]]:
    if len(request.desk.accounts_in_parts()) == 2:
        return []
    return colleagues(request.desk, Role.ACCOUNT_MANAGER, Role.HEAD, Role.OWNER)


def _count(colour: Band, known: Iterable[Known]) -> dict[str, Any]:
    found = [one for one in known if one.band == colour]
    n = len(found)
    words = ngettext("%(n)s client", "%(n)s clients", n) % {"n": n}
    return {"name": BANDS[colour], "tone": colour.value, "words": words}


def _row(one: Known, currency: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "href": address("account_health", one.id),
        "score": one.score,
        "band": BANDS[one.band],
        "tone": one.band.value,
        "manager": one.manager,
        "paid": _money(one.paid, currency) if one.paid else "–",
    }


def _chart(known: list[Known], currency: str) -> Map:
    drawn = sorted(known, key=lambda one: -one.paid)[:MOST_POINTS]
    return Map(
        title=_title(known, currency),
        over=_("Client"),
        x=_("Paid in 12 months"),
        y=_("Health"),
        groups=[Group(str(BANDS[colour]), SHAPES[colour], TONES[colour]) for colour in Band],
        points=[
            Point(
                one.name, Cell(float(one.paid), _money(one.paid, currency)), Cell(one.score, str(one.score)),
                list(Band).index(one.band), address("account_health", one.id),
            )
            for one in drawn
        ],
        x_unit=currency,
        guides=[Guide(GREEN, _("green from %(n)s") % {"n": GREEN}), Guide(AMBER, _("red below %(n)s") % {"n": AMBER})],
        least=0,
        most=100,
    )  # fmt: skip


def _title(known: list[Known], currency: str) -> str:
    """How much of the income hangs on clients that are not well."""
    whole = sum((one.paid for one in known), NOTHING)
    ill = sum((one.paid for one in known if one.band != Band.GREEN), NOTHING)
    if not whole:
        return _("Nobody of these has paid in the last twelve months")
    facts = {"share": round(ill / whole * 100), "sum": _money(ill, currency)}
    return _("%(share)s %% of the income of twelve months, %(sum)s, comes from clients who are not green") % facts


def _money(amount: Decimal, currency: str) -> str:
    return in_figures(amount.quantize(Decimal(1)), currency, language=get_language() or "en")
