"""The figures of the company's page, gathered as at a moment: each kind in a statement of its own (§5.9)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, DateField, DecimalField, F, Q, Sum, Value
from django.db.models.functions import Cast, TruncMonth, TruncWeek

from keepstep.desk import Desk
from keepstep.domain.agency.monday_sheet import MondaySheet
from keepstep.domain.clients.metric import Metric
from keepstep.domain.delivery import ledger_months
from keepstep.domain.delivery.ledger_scope import Portfolio
from keepstep.domain.money import in_step, plan_figures, tenure
from keepstep.domain.money.in_step import Pace
from keepstep.domain.money.plan_figures import Figures as Plan
from keepstep.domain.money.retention import Staying
from keepstep.formulas.in_step import Zone
from keepstep.formulas.ledger import Exposure
from keepstep.formulas.month import month_from
from keepstep.formulas.satisfactions import Satisfactions, growth_mark, mean_of_known, satisfactions

CLIENTS, PEOPLE, COMPANY = "clients", "people", "company"
GOOD, ENOUGH_MARKS, MARKED = 4, 5, timedelta(days=90)
"""A mark from four on is content; fewer than five of them within ninety days say nothing."""
ORDERED, WEEKS = timedelta(weeks=4), timedelta(weeks=26)
MONTHS, EXPOSED_MONTHS = 24, 12
FULL = 100.0
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Counted:
    """`n` of `whole`; a share of nothing is unknown."""

    n: int
    whole: int

    @property
    def share(self) -> float | None:
        return self.n / self.whole if self.whole else None


@dataclass(frozen=True)
class Figures:
    """`plan` is that of this month, `planned` that of the last full one; `order` is of four weeks, `weeks` of half a
    year; `exposures` are of this month and the twelve before it. `paces` say how each client whose size is known grows
    beside us; `is_sent` whether the sheet comes to its reader on Mondays. Money is in the agency's currency."""

    day: date
    currency: str
    staying: Staying
    income: dict[date, Decimal]
    plan: Plan | None
    planned: Plan | None
    order: Counted
    weeks: dict[date, Counted]
    exposures: dict[date, Exposure]
    marks: Counted
    overdue: tuple[int, Decimal]
    paces: list[Pace]
    is_sent: bool

    @cached_property
    def exposure(self) -> Exposure:
        """Of this quarter so far."""
        return ledger_months.together(self.exposures, since=tenure.quarter_begins(tenure.quarter(self.day)))

    @cached_property
    def zones(self) -> dict[Zone, int]:
        found = [one.found.gap.zone for one in self.paces if one.found]
        return {zone: found.count(zone) for zone in Zone if zone in found}

    @property
    def content(self) -> float | None:
        """CSAT: the share of marks of four and five."""
        return self.marks.share if self.marks.whole >= ENOUGH_MARKS else None

    @property
    def in_step(self) -> float | None:
        return Counted(self.zones.get(Zone.IN_STEP, 0), sum(self.zones.values())).share

    @property
    def attainment(self) -> float | None:
        """Of the last full month: this month's is low as long as it lasts."""
        found = self.planned.attainment if self.planned else None
        return None if found is None else float(found)

    @cached_property
    def parts(self) -> dict[str, float | None]:
        """What makes the company's satisfaction, each from 0 to 100."""
        growth, revenue = self.staying.growth, self.staying.revenue
        return {
            "growth": None if growth is None else growth_mark(growth),
            "plan": None if self.attainment is None else min(FULL * self.attainment, FULL),
            "retention": None if revenue is None else FULL * revenue.gross,
            "in_step": None if self.in_step is None else FULL * self.in_step,
        }

    @cached_property
    def satisfactions(self) -> Satisfactions | None:
        """People's are asked by a pulse of their own, which is not there yet: they are unknown."""
        content = None if self.content is None else FULL * self.content
        return satisfactions({CLIENTS: content, PEOPLE: None, COMPANY: mean_of_known(self.parts)})


def gather(desk: Desk, *, at: datetime) -> Figures:
    """For own management, whose desk sees everything."""
    day, currency = desk.working_time.local_day(at), desk.agency.currency
    month, counts = tenure.month_before(day, 0), _counts(desk, at, day)
    return Figures(
        day=day,
        currency=currency,
        staying=desk.staying(day),
        income=dict.fromkeys([tenure.month_before(day, n) for n in range(MONTHS, 0, -1)], Decimal(0))
        | {since: amount for since, amount, _none in counts["income"]},
        plan=_plan(desk, month, day),
        planned=_plan(desk, tenure.month_before(day, 1), day),
        order=_only(counts["order"]),
        weeks={week: Counted(int(kept), int(due)) for week, kept, due in sorted(counts["week"])},
        exposures=ledger_months.exposures(Portfolio(), first=month_from(month, -EXPOSED_MONTHS), last=day, at=at),
        marks=_only(counts["marks"]),
        overdue=next(((int(n), owed) for _day, owed, n in counts["overdue"]), (0, Decimal(0))),
        paces=_paces(currency, day),
        is_sent=_only(counts["sent"]).n > 0,
    )


def _counts(desk: Desk, at: datetime, day: date) -> dict[str, list[tuple[Any, Any, Any]]]:
    """Whatever is only counted, in one statement: by kind, of no day or of one, two figures."""
    due, monday = desk.due_days(), day - day.weekday() * DAY
    ordered = due.filter(day__gt=day - ORDERED, day__lte=day).exclude(day=day, kept_at=None)
    weeks = due.filter(day__gte=monday - WEEKS, day__lt=monday)
    marks = desk.marks().filter(at__gt=at - MARKED, at__lte=at, points__isnull=False)
    overdue = desk.invoices().overdue(day).filter(currency=desk.agency.currency)
    since, until = tenure.month_before(day, MONTHS), tenure.month_before(day, 0)
    paid = desk.payments().standing().filter(currency=desk.agency.currency, paid_on__gte=since, paid_on__lt=until)
    first, *others = (
        _counted("income", paid, Sum("amount"), Value(0), of=TruncMonth("paid_on")),
        _counted("order", ordered.exclude(account__manager=None), Count("kept_at"), Count("pk")),
        _counted("week", weeks, Count("kept_at"), Count("pk"), of=TruncWeek("day")),
        _counted("marks", marks, Count("pk", filter=Q(points__gte=GOOD)), Count("pk")),
        _counted("overdue", overdue, Sum(F("total") - F("paid")), Count("pk")),
        _counted("sent", MondaySheet.objects.wanted().filter(person=desk.person), Count("pk"), Value(0)),
    )
    found: dict[str, list[tuple[Any, Any, Any]]] = {
        kind: [] for kind in ("income", "order", "week", "marks", "overdue", "sent")
    }
    for kind, of, n, whole in first.union(*others, all=True):
        found[kind].append((of, n, whole))
    return found


def _counted(kind: str, rows: Any, n: Any, whole: Any, *, of: Any = None) -> Any:
    """All columns are of one type in all parts of the statement, as a union asks."""
    number, nothing = DecimalField(max_digits=20, decimal_places=2), Cast(Value(None), DateField())
    named = rows.order_by().annotate(kind=Value(kind, output_field=CharField()), of=of or nothing)
    return named.values("kind", "of").annotate(n=Cast(n, number), whole=Cast(whole, number)).values_list(
        "kind", "of", "n", "whole"
    )  # fmt: skip


def _only(rows: list[tuple[Any, Any, Any]]) -> Counted:
    """The one row there is; without any, nothing of nothing."""
    return next((Counted(int(n), int(whole)) for _of, n, whole in rows), Counted(0, 0))


def _plan(desk: Desk, month: date, day: date) -> Plan | None:
    """None: nothing is planned, nor has anything come."""
    return plan_figures.of_agency(month, fact_by=desk.agency.fact_by, day=day).get(desk.agency.currency)  # type: ignore[arg-type]


def _paces(currency: str, day: date) -> list[Pace]:
    sizes = Metric.objects.sizes().filter(account__left_at=None).select_related("account")
    return in_step.paces(sizes, currency=currency, day=day)
