"""What the month comes to: by service, by manager and altogether, of all that is asked for and not of one page."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from keepstep.desk import Desk
from keepstep.domain.agency.agency import FactBy
from keepstep.domain.money import plan_close, plan_figures
from keepstep.domain.money.plan_close import PlanClose
from keepstep.domain.money.plan_figures import Figures
from keepstep.web.plan import words
from keepstep.web.plan.asked import Asked
from keepstep.web.plan.grid import Grid, Progress, Sum, summed

Of = dict[tuple[UUID | None, str], Figures]


@dataclass(frozen=True)
class Whole:
    """In one currency; `accuracy` is told of months that are over."""

    sum: Sum
    accuracy: str


@dataclass(frozen=True)
class Totals:
    """`columns` are in the order of the grid's services; `managers` by name, nobody's last."""

    columns: list[list[Sum]]
    wholes: list[Whole]
    managers: list[tuple[str, list[Whole]]]


def of(desk: Desk, wanted: Asked, grid: Grid, *, closed: PlanClose | None, names: dict[UUID, str]) -> Totals:
    by_service = _by("service", desk, wanted, closed)
    by_currency: dict[str, Figures] = defaultdict(Figures)
    for (_service, currency), one in by_service.items():
        by_currency[currency] += one
    return Totals(
        [_column(service.pk, by_service, wanted, grid.progress) for service in grid.services],
        _wholes(by_currency, wanted, grid.progress),
        _managers(desk, wanted, grid, closed=closed, names=names),
    )


def _by(key: str, desk: Desk, wanted: Asked, closed: PlanClose | None) -> Of:
    managers = [wanted.manager] if wanted.manager else desk.paid_managers
    if closed:
        return plan_close.summed(closed, key, managers=managers)
    of = plan_figures.by_service if key == "service" else plan_figures.by_manager
    return of(wanted.month, fact_by=FactBy(desk.agency.fact_by), day=wanted.today, managers=managers)


def _column(service: UUID, by_service: Of, wanted: Asked, known: Progress) -> list[Sum]:
    return [
        summed(one, currency, wanted, known)
        for (of, currency), one in sorted(by_service.items(), key=lambda each: each[0][1])
        if of == service
    ]


def _managers(
    desk: Desk, wanted: Asked, grid: Grid, *, closed: PlanClose | None, names: dict[UUID, str]
) -> list[tuple[str, list[Whole]]]:
    """Whoever sees the clients of one manager alone reads them above already."""
    if wanted.manager or (desk.paid_managers is not None and len(desk.paid_managers) < 2):
        return []
    of_each: dict[UUID | None, dict[str, Figures]] = defaultdict(dict)
    for (manager, currency), one in _by("manager", desk, wanted, closed).items():
        of_each[manager][currency] = one
    named = [(names.get(manager, "") if manager else "", of) for manager, of in of_each.items()]
    ordered = sorted(named, key=lambda one: (not one[0], one[0]))
    return [(name, _wholes(of, wanted, grid.progress)) for name, of in ordered]


def _wholes(by_currency: dict[str, Figures], wanted: Asked, known: Progress) -> list[Whole]:
    return [
        Whole(summed(one, currency, wanted, known), words.per_cent(one.accuracy) if wanted.is_past else "")
        for currency, one in sorted(by_currency.items())
    ]
