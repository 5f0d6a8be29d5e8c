"""Goals of the demo's salesperson: agreed on the first morning of each month, a little higher each time."""

from datetime import date
from decimal import Decimal

from keepstep.demo.agency import Demo
from keepstep.demo.day import clock
from keepstep.domain.sales import sales_goal
from keepstep.formulas.working_time import WorkingTime

MONTHS, MORNING = 4, 9
COUNT = 5
"""Deals in the first of them; one more every other month."""
AMOUNT = {"EUR": Decimal(21000), "RUB": Decimal(2100000)}
MORE = Decimal("1.1")


def agree(demo: Demo, *, time: WorkingTime) -> None:
    for number, month in enumerate(_months(demo.day)):
        at = min(clock(time.add_days(month, 0), MORNING, time.zone), demo.at)
        amount = round(AMOUNT[demo.agency.currency] * MORE**number, -3)
        sales_goal.agree(
            demo.seller, month=month, count=COUNT + number // 2, amount=amount, currency=demo.agency.currency,
            by=demo.owner, at=at,
        )  # fmt: skip


def _months(day: date) -> list[date]:
    """The last ones with this one, the oldest first."""
    this = day.year * 12 + day.month - 1
    return [date(place // 12, place % 12 + 1, 1) for place in range(this - MONTHS + 1, this + 1)]
