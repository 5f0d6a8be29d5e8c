"""The same figures of money by pandas, from the rows as they are read: both must agree."""

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

from django.db import connection

from bench.figure import Figure
from bench.house import House
from keepstep.domain.money.tenure import Spans, month_before
from keepstep.outlet.company.figures import Figures

ORACLES = Path(__file__).parent.parent / ".tools" / "oracles"


def beside_pandas(name: str, house: House, found: Figures | None, took: float) -> Iterator[Figure]:
    """The money's figures alone: retention, growth, concentration, income by month, survival. Both must agree."""
    if not ORACLES.exists():
        return
    sys.path.append(str(ORACLES))
    import pandas

    begin = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("select account_id, paid_on, amount::float8 from payment where undone_at is null")
        paid = pandas.DataFrame(cursor.fetchall(), columns=["account", "day", "amount"])
        cursor.execute("select account_id, since from account_state where state = 'churned' and until is null")
        left = dict(cursor.fetchall())
    read = perf_counter() - begin
    begin = perf_counter()
    told = _by_pandas(pandas, paid, left, house)
    counted = perf_counter() - begin
    if found and found.staying.revenue and found.staying.concentration and found.staying.curve:
        ours = (
            found.staying.revenue.net, found.staying.revenue.gross, found.staying.concentration.largest,
            float(sum(found.income.values(), Decimal(0))), len(found.staying.curve.steps),
        )  # fmt: skip
        if any(abs(mine - its) > 1e-6 * max(abs(its), 1) for mine, its in zip(ours, told, strict=True)):
            raise AssertionError(f"pandas finds {told}, we {ours}")
    yield Figure(f"{name}: pandas, reading the rows", read, "s")
    yield Figure(f"{name}: pandas, the money's figures", counted, "s")
    yield Figure(f"{name}: elapsed ÷ pandas with reading", took / (read + counted), "×")


def _by_pandas(pandas: Any, paid: Any, left: dict[Any, Any], house: House) -> tuple[float, ...]:
    spans = Spans(house.today)
    days = pandas.to_datetime(paid["day"])

    def within(span: tuple[date, date]) -> Any:
        return paid[(days >= pandas.Timestamp(span[0])) & (days <= pandas.Timestamp(span[1]))]

    sums = [within(span).groupby("account")["amount"].sum() for span in (spans.before, spans.now, spans.year)]
    before, now, year = sums
    both = before.to_frame("before").join(now.rename("now"), how="left").fillna(0.0)
    kept = both[["before", "now"]].min(axis=1).sum()
    months = within((month_before(house.today, 24), spans.year[1]))
    income = months.groupby(months["day"].map(lambda day: day.replace(day=1)))["amount"].sum()
    first = days.groupby(paid["account"]).min()
    ends = first.index.map(lambda one: left[one].date() if one in left else house.today)
    lengths = (pandas.to_datetime(pandas.Series(ends, index=first.index)) - first).dt.days
    gone = lengths[first.index.isin(left)]
    whole = both["before"].sum()
    return both["now"].sum() / whole, kept / whole, year.max() / year.sum(), income.sum(), gone.nunique()
