"""Promises: what was said to the client before the contract was signed, and by when; lost at the handover elsewhere."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales import handover as handovers
from keepstep.domain.sales.handover import Handover


class PromiseQuerySet(models.QuerySet["Promise"]):
    def standing(self) -> "PromiseQuerySet":
        return self.filter(withdrawn_at=None)


class Promise(Row):
    """On acceptance one with a day becomes a milestone of the first project, one without a task of its first week."""

    handover = Key(Handover, models.CASCADE, related_name="promises")
    words = models.CharField(_("what was promised"), max_length=300)
    due = models.DateField(_("by when"), null=True, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[PromiseQuerySet] = PromiseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "promise"
        ordering = (models.F("due").asc(nulls_last=True), "id")
        constraints: ClassVar = (models.CheckConstraint(condition=~models.Q(words=""), name="a_promise_says_what"),)
        indexes = (models.Index(fields=["agency", "handover", "due"], name="promise_of"),)

    def __str__(self) -> str:
        return self.words


@transaction.atomic
def write(handover: Handover, *, words: str, by: Person | None, at: datetime, due: date | None = None) -> Promise:
    """Raises AlreadyAccepted."""
    return Promise.objects.create(handover=handovers.lock(handover), words=words, due=due, by=by, at=at)


@transaction.atomic
def amend(promise: Promise, **facts: Any) -> None:
    """`facts` are its words and its day. Raises AlreadyAccepted."""
    handovers.lock(promise.handover)
    Promise.objects.standing().filter(pk=promise.pk).update(**facts)


@transaction.atomic
def withdraw(promise: Promise, *, at: datetime) -> None:
    """It was not promised after all. Raises AlreadyAccepted."""
    handovers.lock(promise.handover)
    Promise.objects.standing().filter(pk=promise.pk).update(withdrawn_at=at)


@transaction.atomic
def restore(promise: Promise) -> None:
    """It was. Raises AlreadyAccepted."""
    handovers.lock(promise.handover)
    Promise.objects.filter(pk=promise.pk).update(withdrawn_at=None)
