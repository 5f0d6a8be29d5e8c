"""Parcels: rows that leave the house at most once, whatever crashes in between (§5.2).

The life of a parcel: queued → taken → handed (the server was given the text) → delivered, or failed. Taken but not
handed may be taken again; handed but neither delivered nor failed is *uncertain*, and nothing repeats it by itself.
"""

from datetime import datetime, timedelta
from typing import Any, Self, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from keepstep.domain.agency.row import Row

CLAIM_LIFE = timedelta(minutes=10)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
Kind = TypeVar("Kind", bound="Parcel")


class ParcelQuerySet(models.QuerySet[Kind]):
    def under_way(self) -> Self:
        """Those that may still arrive."""
        return self.filter(delivered_at=None, failed_at=None)

    def waiting(self, at: datetime) -> Self:
        """Those to be tried now: never begun, due again, or claimed by a worker that died before handing over."""
        abandoned = Q(taken_at__lt=at - CLAIM_LIFE)
        return self.under_way().filter(Q(taken_at=None) | abandoned, next_try_at__lte=at, handed_at=None)


class Parcel(Row):
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    taken_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


def message_id(key: UUID) -> str:
    """Stable for a parcel, so that a mail server can tell a repetition from a new message (RFC 5322 §3.6.4)."""
    return f"<{key}@{settings.MAIL_DOMAIN}>"


def take(one: ParcelQuerySet[Any], *, at: datetime) -> bool:
    """Claim it for this worker; False when another has it or it is over."""
    return bool(one.waiting(at).update(taken_at=at, attempts=F("attempts") + 1) == 1)


def hand_over(parcel: Parcel, *, at: datetime) -> bool:
    """The server is about to get the text: from here on nobody repeats it. False if the claim was lost."""
    return claimed(parcel).filter(handed_at=None).update(handed_at=at, fault="") == 1


def postpone(parcel: Parcel, *, at: datetime, fault: str) -> datetime | None:
    """The server refused for now: try again later, or fail when the patience is at its end (then None)."""
    if parcel.attempts > len(BACKOFF):
        refuse(parcel, at=at, fault=fault)
        return None
    again = at + BACKOFF[parcel.attempts - 1]
    claimed(parcel).update(taken_at=None, handed_at=None, next_try_at=again, fault=fault[:500])
    return again


def rest(parcel: Parcel, *, until: datetime, fault: str) -> None:
    """The server has not taken it and wants to be left alone until then: that was no attempt."""
    fresh = {"taken_at": None, "handed_at": None, "next_try_at": until, "fault": fault[:500]}
    claimed(parcel).update(**fresh, attempts=F("attempts") - 1)


def go_on(parcel: Parcel) -> bool:
    """A part of it has arrived and others are left: until the next is handed over, anybody may carry on."""
    return claimed(parcel).update(handed_at=None) == 1


def refuse(parcel: Parcel, *, at: datetime, fault: str) -> None:
    """The server refused for good."""
    claimed(parcel).update(failed_at=at, handed_at=None, fault=fault[:500])


def doubt(parcel: Parcel, *, fault: str) -> None:
    """The line broke while the text was on its way: nobody knows what became of it."""
    claimed(parcel).update(fault=fault[:500])


def deliver(parcel: Parcel, *, at: datetime) -> bool:
    """The server has accepted it; False if that was known before."""
    mine = type(parcel)._default_manager.filter(pk=parcel.pk, delivered_at=None)
    return mine.update(delivered_at=at, failed_at=None, fault="") == 1


def claimed(parcel: Parcel) -> models.QuerySet[Any]:
    """The parcel while it is this worker's: one that was held up for long must not undo what another has done."""
    claim = {"taken_at": parcel.taken_at, "attempts": parcel.attempts}
    return type(parcel)._default_manager.filter(pk=parcel.pk, delivered_at=None, failed_at=None, **claim)
