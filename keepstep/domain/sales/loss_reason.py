"""Why deals are lost: reasons of the agency's own, which can be counted (§5.8)."""

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils import translation
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.row import Row
from keepstep.domain.sales.own_list import check_free, check_not_last

USUAL = (
    pgettext_lazy("loss", "Too expensive"),
    pgettext_lazy("loss", "Chose another agency"),
    pgettext_lazy("loss", "Does it in-house"),
    pgettext_lazy("loss", "Put off for later"),
    pgettext_lazy("loss", "Answers no more"),
    pgettext_lazy("loss", "We cannot do it"),
)


class LossReasonQuerySet(models.QuerySet["LossReason"]):
    def still_open(self) -> "LossReasonQuerySet":
        return self.filter(closed_at=None)


class LossReason(Row):
    name = models.CharField(max_length=100)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[LossReasonQuerySet] = LossReasonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "loss_reason"
        ordering = ("id",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_reason_of_loss_has_a_name_of_its_own"),
        )

    def __str__(self) -> str:
        return self.name


def offered(agency: Agency) -> LossReasonQuerySet:
    """The reasons there are; an agency that never had any begins with the usual ones, in its language."""
    if not LossReason.objects.exists():
        with translation.override(agency.language):
            usual = [LossReason(name=str(name)) for name in USUAL]
        LossReason.objects.bulk_create(usual, ignore_conflicts=True)
    return LossReason.objects.still_open()


def add(*, name: str) -> LossReason:
    """Raises NameTaken."""
    check_free(LossReason.objects.all(), name)
    return LossReason.objects.create(name=name)


def rename(reason: LossReason, *, name: str) -> None:
    """Deals lost for it are told by the new name. Raises NameTaken."""
    check_free(LossReason.objects.exclude(pk=reason.pk), name)
    reason.name = name
    reason.save(update_fields=["name"])


@transaction.atomic
def close(reason: LossReason, *, at: datetime) -> None:
    """It is offered no more; deals lost for it keep it. Raises LastOne."""
    check_not_last(LossReason.objects.still_open(), reason)
    LossReason.objects.filter(pk=reason.pk).update(closed_at=at)


def reopen(reason: LossReason) -> None:
    LossReason.objects.filter(pk=reason.pk).update(closed_at=None)
