"""Corrections: what the ledger said until more became known; each is kept, with when and why (§5.3)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.delivery.ball import Ball


class Why(models.TextChoices):
    """What became known: an answer was given earlier, what we had sent reached nobody, or it had been forwarded."""

    EARLIER = "earlier"
    CAME_BACK = "came_back"
    FORWARDED = "forwarded"


class What(models.TextChoices):
    PASSED = "passed"
    NOTICED = "noticed"


class Correction(Row):
    """Until `at` the ball counted as passed, or as asked for, at the moment `was_at`."""

    ball = Key(Ball, models.CASCADE, related_name="corrections")
    what = models.CharField(max_length=7, choices=What)
    why = models.CharField(max_length=9, choices=Why)
    was_at = models.DateTimeField()
    was_by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "correction"
        ordering = ("at", "id")
        indexes = (models.Index(fields=["agency", "ball", "at"], name="correction_of_ball"),)

    def __str__(self) -> str:
        return f"{self.what} {self.was_at}: {self.why}"


def keep(stood: Iterable[tuple[Ball, datetime, Person | None]], *, what: str, why: str, at: datetime) -> None:
    """What stood of each ball, when it had happened and who had done it, before it is put right."""
    Correction.objects.bulk_create(
        Correction(ball=ball, what=what, why=why, was_at=was_at, was_by=was_by, at=at) for ball, was_at, was_by in stood
    )
