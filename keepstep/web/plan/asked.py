"""Which month is asked for, of whose accounts, and where the page begins."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode

from keepstep.formulas.month import DAY, first_day, month_from
from keepstep.web.days import day_of, key_of

AHEAD = 18
"""So many months ahead a plan can be made."""
SOON = 7
"""Within so many last days of a month one comes to plan the next."""


@dataclass(frozen=True)
class Asked:
    month: date
    today: date
    manager: UUID | None
    after: str
    shows_all: bool

    @property
    def is_past(self) -> bool:
        return self.month < first_day(self.today)

    @property
    def is_running(self) -> bool:
        return self.month == first_day(self.today)

    @property
    def has_begun(self) -> bool:
        return self.month <= self.today

    @property
    def manager_key(self) -> str:
        return str(self.manager or "")

    @property
    def name(self) -> str:
        return f"{self.month:%Y-%m}"

    def address(self, *, month: date | None = None, **more: str) -> str:
        """The page of another month, or another part of it."""
        said = {
            "month": f"{month or self.month:%Y-%m}",
            "manager": self.manager_key,
            "all": "1" if self.shows_all else "",
            **more,
        }
        return f"{reverse('plan')}?{urlencode({name: value for name, value in said.items() if value})}"


def asked(data: Any, *, today: date) -> Asked:
    """The address, read leniently; without a month the present one or, in its last week, the next."""
    usual = first_day(today + SOON * DAY)
    month = _month(data.get("month", "")) or usual
    return Asked(
        month=min(month, month_from(first_day(today), AHEAD)),
        today=today,
        manager=key_of(data.get("manager", "")),
        after=data.get("after", "")[:300].replace("\0", ""),
        shows_all=bool(data.get("all")),
    )


def _month(text: str) -> date | None:
    found = day_of(f"{text}-01") if len(text) == 7 else None
    return found if found and found.year >= 2000 else None
