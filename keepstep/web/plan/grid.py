"""The month's grid: a page of accounts × services with plan, fact, pace, and what each row comes to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from keepstep.desk import Desk
from keepstep.domain.agency.agency import FactBy
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account, AccountQuerySet
from keepstep.domain.money import development, plan_close, plan_figures, plan_suggestion
from keepstep.domain.money.plan_close import PlanClose
from keepstep.domain.money.plan_facts import Line
from keepstep.domain.money.plan_figures import Figures
from keepstep.domain.money.plan_line import begins
from keepstep.formulas.month import DAY, last_day
from keepstep.formulas.plan import Suggestion
from keepstep.formulas.trend import trend
from keepstep.postgres.keyset import beyond
from keepstep.web.days import key_of
from keepstep.web.plan import words
from keepstep.web.plan.asked import Asked

PAGE = 20
FEW = 8
"""So many services stand beside one another unless more are used."""


@dataclass(frozen=True)
class Progress:
    """How many of the month's working days have come; all of a month that is over."""

    elapsed: int
    days: int


class Cell(NamedTuple):
    """What may be planned of one service: `hint` is the suggestion as it would be typed, `why` its reason; `start` is
    the plan as it was frozen where it is another now."""

    name: str
    service: str
    label: str
    value: str
    hint: str
    why: str
    fact: str
    pace: str
    tone: str
    start: str


class Sum(NamedTuple):
    """What a row, a column or a manager comes to in one currency."""

    plan: str
    start: str
    fact: str
    pace: str
    tone: str
    projection: str
    gap: str


class Row(NamedTuple):
    key: UUID
    name: str
    cells: list[Cell]
    other: str
    sums: list[Sum]
    verdict: str
    tone: str


@dataclass(frozen=True)
class Grid:
    """`is_open` says whether anything may be typed."""

    rows: list[Row]
    services: list[Service]
    more: int
    next: str
    progress: Progress
    is_open: bool


def accounts(desk: Desk, wanted: Asked) -> AccountQuerySet:
    """Those with us in that month, in their order."""
    first, last = (begins(day, desk.working_time) for day in (wanted.month, last_day(wanted.month) + DAY))
    begun = desk.account_states().filter(account=OuterRef("pk"), since__lt=last)
    found = desk.billed_accounts().filter(Q(left_at=None) | Q(left_at__gte=first), Exists(begun))
    if wanted.manager:
        found = found.filter(manager=wanted.manager)
    return found.order_by("sort_name", "pk")


def progress(desk: Desk, wanted: Asked) -> Progress:
    hours = desk.working_time
    days = len(hours.working_days(wanted.month, last_day(wanted.month)))
    until = min(wanted.today, last_day(wanted.month))
    return Progress(len(hours.working_days(wanted.month, until)), days)


def of(
    desk: Desk, wanted: Asked, *, closed: PlanClose | None, only: Iterable[Account] | None = None,
    services: Sequence[UUID] = (),
) -> Grid:  # fmt: skip
    """A page of it, or these rows alone, with the columns that stand already."""
    shown, after = (list(only), "") if only is not None else _page(desk, wanted)
    keys = [one.pk for one in shown]
    fact_by = FactBy(desk.agency.fact_by)
    figures = _figures(wanted, closed, fact_by, keys)
    hints = {} if wanted.is_past else plan_suggestion.suggestions(
        wanted.month, day=wanted.today, fact_by=fact_by, accounts=keys
    )  # fmt: skip
    used: set[UUID | None] = set(services) or {line.service for line in (*figures, *hints)}
    columns, more = _columns(desk, used, shows_all=wanted.shows_all)
    trends = development.of_accounts(keys, day=min(wanted.today, last_day(wanted.month)))
    known = progress(desk, wanted)
    of_account: dict[UUID, dict[Line, Figures]] = defaultdict(dict)
    for line, one in figures.items():
        of_account[line.account][line] = one
    rows = []
    for account in shown:
        found = trends[account.pk].trend if account.pk in trends else trend({})
        rows.append(
            Row(
                account.pk,
                account.name,
                [_cell(account, service, of_account[account.pk], hints, wanted, known) for service in columns],
                _other(of_account[account.pk], columns),
                sums(of_account[account.pk], wanted, known),
                words.verdict(found),
                words.TONES.get(found.verdict, ""),
            )
        )
    return Grid(rows, columns, more, after, known, is_open=closed is None)


def sums(figures: dict[Line, Figures], wanted: Asked, known: Progress) -> list[Sum]:
    """By currency, in its order."""
    found: dict[str, Figures] = defaultdict(Figures)
    for line, one in figures.items():
        found[line.currency] += one
    return [summed(one, currency, wanted, known) for currency, one in sorted(found.items())]


def summed(one: Figures, currency: str, wanted: Asked, known: Progress) -> Sum:
    pace = _pace(one, wanted, known)
    return Sum(
        words.money(one.plan, currency),
        words.money(one.at_start, currency) if _has_turned(one, wanted) else "",
        words.money(one.fact, currency),
        words.per_cent(pace),
        words.tone(pace),
        words.money(one.projection, currency),
        words.money(one.gap, currency) if one.gap else "",
    )


def _page(desk: Desk, wanted: Asked) -> tuple[list[Account], str]:
    found = accounts(desk, wanted)
    name, separator, key = wanted.after.rpartition("~")
    if separator and (last := key_of(key)):
        found = found.filter(beyond((F("sort_name"), name), (F("pk"), last)))
    rows = list(found[: PAGE + 1])
    return rows[:PAGE], f"{rows[PAGE - 1].sort_name}~{rows[PAGE - 1].pk}" if len(rows) > PAGE else ""


def _figures(wanted: Asked, closed: PlanClose | None, fact_by: FactBy, keys: list[UUID]) -> dict[Line, Figures]:
    """Of a closed month as they were kept."""
    if closed:
        return {line: one for line, one in plan_close.as_closed(closed).items() if line.account in set(keys)}
    return plan_figures.by_line(wanted.month, fact_by=fact_by, day=wanted.today, accounts=keys)


def _columns(desk: Desk, used: set[UUID | None], *, shows_all: bool) -> tuple[list[Service], int]:
    """Those of which there is something to tell, else the first of the catalogue; and how many more there are."""
    every = [one for one in desk.services().order_by("-is_recurring", "name") if one.pk in used or not one.closed_at]
    shown = every if shows_all else [one for one in every if one.pk in used] or every[:FEW]
    return shown, len(every) - len(shown)


def _cell(
    account: Account, service: Service, figures: dict[Line, Figures], hints: dict[Line, Suggestion], wanted: Asked,
    known: Progress,
) -> Cell:  # fmt: skip
    line = Line(account.pk, service.pk, service.currency)
    one, made = figures.get(line, Figures()), hints.get(line)
    pace = _pace(one, wanted, known)
    return Cell(
        f"plan-{account.pk}-{service.pk}",
        service.name,
        f"{account.name}, {service.name}",
        words.figure(one.plan) if one.is_planned else "",
        "" if made is None or one.is_planned else words.figure(made.amount),
        words.why(made, service.currency) if made else "",
        words.figure(one.fact) if one.fact else "",
        words.per_cent(pace),
        words.tone(pace),
        words.figure(one.at_start) if _has_turned(one, wanted) else "",
    )


def _pace(one: Figures, wanted: Asked, known: Progress) -> Decimal | None:
    """Of a month that is over it is the attainment."""
    return one.pace(elapsed=known.elapsed, days=known.days)


def _has_turned(one: Figures, wanted: Asked) -> bool:
    return wanted.has_begun and one.at_start != one.plan


def _other(figures: dict[Line, Figures], services: list[Service]) -> str:
    """Facts of no service shown: advances, and what was sold beside the catalogue or in another currency."""
    shown = {(one.pk, one.currency) for one in services}
    left: dict[str, Decimal] = defaultdict(Decimal)
    for line, one in figures.items():
        if (line.service, line.currency) not in shown:
            left[line.currency] += one.fact
    return ", ".join(words.money(amount, currency) for currency, amount in sorted(left.items()) if amount)
