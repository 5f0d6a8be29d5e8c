"""Months, named by their first day."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def first_day(day: date) -> date:
    """The month of this day."""
    return day.replace(day=1)


def month_from(month: date, n: int) -> date:
    """The n-th month after this one, or before it."""
    years, place = divmod(month.year * 12 + month.month - 1 + n, 12)
    return date(years, place + 1, 1)


def last_day(month: date) -> date:
    return month_from(month, 1) - DAY
