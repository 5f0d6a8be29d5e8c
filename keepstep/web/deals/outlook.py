"""What the open deals promise, by month and by gate, and why others were lost: each figure opens into its deals."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from keepstep.desk import Desk
from keepstep.domain.sales.pipeline import Gate
from keepstep.web.deals import words
from keepstep.web.deals.listing import NO_DAY

YEAR = timedelta(days=365)
CENT = Decimal("0.01")


@dataclass
class Line:
    """Of one month or gate: how many, their sums, and what is to be expected of them, each by currency."""

    name: str
    href: str
    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    expected: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    unknown: int = 0

    def add(self, count: int, currency: str, total: Decimal | None, priced: int, probability: int) -> None:
        self.count += count
        self.unknown += count - priced
        if total is not None:
            self.sums[currency] += total
            self.expected[currency] += (total * probability / 100).quantize(CENT, ROUND_HALF_UP)

    @property
    def sums_told(self) -> list[str]:
        return [words.figure(total, currency) for currency, total in sorted(self.sums.items())]

    @property
    def expected_told(self) -> list[str]:
        return [words.figure(total, currency) for currency, total in sorted(self.expected.items())]


def forecast(desk: Desk) -> tuple[list[Line], list[Line]]:
    """By month of the expected close, those without one last; and by gate. Weighted by each stage's share that comes
    through."""
    months: dict[str, Line] = {}
    gates = {gate: Line(capfirst(str(gate.label)), _address(gate=str(gate.value))) for gate in Gate}
    grouped = (
        desk.deals().open().order_by().annotate(month=TruncMonth("closes_on"))
        .values_list("month", "currency", "stage__gate", "stage__probability")
        .annotate(n=Count("pk"), total=Sum("amount"), priced=Count("amount"))
    )  # fmt: skip
    for month, currency, gate, probability, count, total, priced in grouped.order_by(F("month").asc(nulls_last=True)):
        key = month.strftime("%Y-%m") if month else NO_DAY
        name = capfirst(date_format(month, "F Y")) if month else _("without a date")
        of_month = months.setdefault(key, Line(name, _address(month=key)))
        for line in (of_month, gates[Gate(gate)]):
            line.add(count, currency, total, priced, probability)
    return list(months.values()), [line for line in gates.values() if line.count]


@dataclass(frozen=True)
class Loss:
    name: str
    href: str
    count: int
    share: int
    sums: list[str]


def losses(desk: Desk, *, at: datetime) -> list[Loss]:
    """Of the last year, the commonest reason first; with its share of all lost deals in per cent."""
    lost: dict[Any, tuple[str, int, dict[str, Decimal]]] = {}
    rows = (
        desk.deals().lost().filter(Q(closed_at__gte=at - YEAR)).order_by()
        .values_list("reason", "reason__name", "currency").annotate(n=Count("pk"), total=Sum("amount"))
    )  # fmt: skip
    for key, name, currency, count, total in rows:
        _name, before, sums = lost.get(key, (name, 0, {}))
        lost[key] = (name, before + count, {**sums, **({currency: total} if total is not None else {})})
    whole = sum(count for _name, count, _sums in lost.values())
    found = [
        Loss(
            name, _address(state="lost", reason=str(key)), count, round(100 * count / whole),
            [words.figure(total, currency) for currency, total in sorted(sums.items())],
        )
        for key, (name, count, sums) in lost.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.count, one.name))


def _address(**names: str) -> str:
    return f"{reverse('deal_list')}?{urlencode(names)}"
