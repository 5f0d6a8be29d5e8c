"""Why leads are rejected: reasons of the agency's own, which tell more than "no" a year later."""

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils import translation
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.row import Row
from keepstep.domain.sales.source import check_free, check_not_last

USUAL = (
    pgettext_lazy("reject", "Spam"),
    pgettext_lazy("reject", "Not what we do"),
    pgettext_lazy("reject", "Too small a budget"),
    pgettext_lazy("reject", "Cannot be reached"),
    pgettext_lazy("reject", "Looks for a job or sells something"),
    pgettext_lazy("reject", "Chose another agency"),
)


class RejectReasonQuerySet(models.QuerySet["RejectReason"]):
    def still_open(self) -> "RejectReasonQuerySet":
        return self.filter(closed_at=None)


class RejectReason(Row):
    name = models.CharField(max_length=100)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[RejectReasonQuerySet] = RejectReasonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "reject_reason"
        ordering = ("id",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_reason_has_a_name_of_its_own"),
        )

    def __str__(self) -> str:
        return self.name


def offered(agency: Agency) -> RejectReasonQuerySet:
    """The reasons there are; an agency that never had any begins with the usual ones, in its language."""
    if not RejectReason.objects.exists():
        with translation.override(agency.language):
            usual = [RejectReason(name=str(name)) for name in USUAL]
        RejectReason.objects.bulk_create(usual, ignore_conflicts=True)
    return RejectReason.objects.still_open()


def add(*, name: str) -> RejectReason:
    """Raises NameTaken."""
    check_free(RejectReason.objects.all(), name)
    return RejectReason.objects.create(name=name)


def rename(reason: RejectReason, *, name: str) -> None:
    """Leads rejected for it are told by the new name. Raises NameTaken."""
    check_free(RejectReason.objects.exclude(pk=reason.pk), name)
    reason.name = name
    reason.save(update_fields=["name"])


@transaction.atomic
def close(reason: RejectReason, *, at: datetime) -> None:
    """It is offered no more; leads rejected for it keep it. Raises LastOne."""
    check_not_last(RejectReason.objects.still_open(), reason)
    RejectReason.objects.filter(pk=reason.pk).update(closed_at=at)


def reopen(reason: RejectReason) -> None:
    RejectReason.objects.filter(pk=reason.pk).update(closed_at=None)
