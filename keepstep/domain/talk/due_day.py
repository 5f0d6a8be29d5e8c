"""Due days: the working days on which an account was to hear from us, and whether it did (§5.2)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count
from django.db.models.functions import JSONObject

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account

MOST_DAYS = 61
"""One more than the longest run of kept days that is told."""
LOOKED_BACK = timedelta(days=100)
"""For so many working days; what lies before grows for ever, and would be counted on every page."""


class DueDay(Row):
    """Written by the round for each account due that day; `kept_at` is when word was delivered."""

    account = Key(Account, models.CASCADE)
    day = models.DateField()
    kept_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "due_day"
        ordering = ("-day",)
        constraints: ClassVar = (
            # Includes `kept_at` so that the order of a page of accounts is read from the index alone.
            models.UniqueConstraint(
                fields=["agency", "account", "day"], include=["kept_at"], name="an_account_is_due_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {'kept' if self.kept_at else 'open'}"


class Kept(NamedTuple):
    """How many clients were due on a day, and how many of them have heard from us."""

    day: date
    due: int
    kept: int


def last_days(manager: UUID, *, since: date, until: date) -> ArraySubquery:
    """The last days on which clients of this person were due, the newest first, as a column of a query of something
    else. Read from an index alone, which knows nothing but the day and whether it was kept."""
    theirs = DueDay.objects.filter(account__manager=manager, day__gte=since, day__lte=until)
    days = theirs.order_by("-day").values("day").annotate(due=Count("day"), kept=Count("kept_at"))
    return ArraySubquery(days.values(told=JSONObject(**{name: name for name in Kept._fields}))[:MOST_DAYS])


def as_told(days: Iterable[dict[str, Any]]) -> list[Kept]:
    return [Kept(date.fromisoformat(one["day"]), one["due"], one["kept"]) for one in days]


def keep(account_id: UUID, *, day: date, at: datetime) -> None:
    """Word was delivered on this day; the first one counts."""
    DueDay.objects.filter(account_id=account_id, day=day, kept_at=None).update(kept_at=at)


def reopen(account_id: UUID, *, day: date, unless: datetime | None) -> None:
    """What had kept this day did not arrive; it stays kept by whatever else was delivered on it, first at `unless`."""
    DueDay.objects.filter(account_id=account_id, day=day, kept_at__isnull=False).update(kept_at=unless)
