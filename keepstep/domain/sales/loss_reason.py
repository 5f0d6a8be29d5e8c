"""Why deals are lost: reasons of the agency's own, which can be counted (§5.8)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.own_list import Line


class LossReason(Line):
    usual: ClassVar = (
        pgettext_lazy("loss", "Too expensive"),
        pgettext_lazy("loss", "Chose another agency"),
        pgettext_lazy("loss", "Does it in-house"),
        pgettext_lazy("loss", "Put off for later"),
        pgettext_lazy("loss", "Answers no more"),
        pgettext_lazy("loss", "We cannot do it"),
    )

    class Meta:
        db_table = "loss_reason"
        ordering = ("id",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_reason_of_loss_has_a_name_of_its_own"),
        )
