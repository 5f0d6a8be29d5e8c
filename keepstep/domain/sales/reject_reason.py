"""Why leads are rejected: reasons of the agency's own, which tell more than "no" a year later."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.own_list import Line


class RejectReason(Line):
    usual: ClassVar = (
        pgettext_lazy("reject", "Spam"),
        pgettext_lazy("reject", "Not what we do"),
        pgettext_lazy("reject", "Too small a budget"),
        pgettext_lazy("reject", "Cannot be reached"),
        pgettext_lazy("reject", "Looks for a job or sells something"),
        pgettext_lazy("reject", "Chose another agency"),
    )

    class Meta:
        db_table = "reject_reason"
        ordering = ("id",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_reason_has_a_name_of_its_own"),
        )
