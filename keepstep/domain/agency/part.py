"""Parts: a parcel in Telegram is several messages where it is long or brings files; each arrives once (§5.2).

They are written down when the parcel is first taken. So a worker that goes on where another died repeats none that
arrived, and an answer or a press of a button finds the parcel by the message it is about.
"""

from datetime import datetime
from typing import Any

from django.db import models

from keepstep.domain.agency.parcel import Parcel
from keepstep.domain.agency.row import Row


class Part(Row):
    """`message` is the number it has in its chat; unknown of one that only a person knows to have arrived."""

    place = models.PositiveSmallIntegerField()
    chat = models.BigIntegerField()
    message = models.BigIntegerField(null=True)
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def plan(kind: type[Part], *, chat: int, count: int, **of: Parcel) -> list[int]:
    """The places of the parts that have not arrived yet, of as many as the parcel has."""
    known = kind._default_manager
    known.bulk_create([kind(**of, place=place, chat=chat) for place in range(count)], ignore_conflicts=True)
    left = known.filter(**of, place__lt=count, arrived_at=None)
    return list(left.order_by("place").values_list("place", flat=True))


def arrive(kind: type[Part], *, place: int, message: int, at: datetime, **of: Parcel) -> None:
    """Telegram has taken this part."""
    kind._default_manager.filter(**of, place=place).update(message=message, arrived_at=at)


def under_way(parcel: Parcel, parts: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Of a parcel of which nobody knows what became, the part that was on its way, where others are left after it."""
    left = parts.filter(arrived_at=None).order_by("place")
    first, *rest = [*left.values_list("pk", flat=True)[:2], None]
    return parts.filter(pk=first) if rest[:-1] and parcel.failed_at is None else parts.none()
