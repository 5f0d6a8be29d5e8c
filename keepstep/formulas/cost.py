"""Cost of one – a lead, a qualified lead, a client – and what came back of it (§5.7).

Money is rounded once, here at its line."""

from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

HUNDREDTH = Decimal("0.01")
DAY = timedelta(days=1)


def each(amount: Decimal, count: int) -> Decimal | None:
    """What one costs; None while there is none to divide by, or nothing was spent."""
    return (amount / count).quantize(HUNDREDTH, ROUND_HALF_EVEN) if count and amount else None


def returned(paid: Decimal, spend: Decimal) -> Decimal | None:
    """How many times what was spent has come back; None where nothing was spent. A payment never lowers it."""
    return (paid / spend).quantize(HUNDREDTH, ROUND_HALF_EVEN) if spend else None


def spread(amount: Decimal, first: date, last: date) -> dict[date, Decimal]:
    """By the first day of each month: the same every day, to the hundredth; what is left over is the last month's."""
    months = _months(first, last)
    days = (last - first).days + 1
    shares = {month: (amount * n / days).quantize(HUNDREDTH, ROUND_HALF_EVEN) for month, n in months.items()}
    end = max(months)
    shares[end] += amount - sum(shares.values())
    return shares


def _months(first: date, last: date) -> dict[date, int]:
    """How many days of the span lie in each month."""
    found: dict[date, int] = {}
    while first <= last:
        end = min((first.replace(day=1) + 31 * DAY).replace(day=1) - DAY, last)
        found[first.replace(day=1)] = (end - first).days + 1
        first = end + DAY
    return found
