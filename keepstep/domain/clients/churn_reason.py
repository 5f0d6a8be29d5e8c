"""Why clients leave: reasons of the agency's own, so that they can be counted (§5.6)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.own_list import Line


class ChurnReason(Line):
    usual: ClassVar = (
        pgettext_lazy("churn", "The results did not convince"),
        pgettext_lazy("churn", "Heard too little from us"),
        pgettext_lazy("churn", "Too expensive"),
        pgettext_lazy("churn", "Went to another agency"),
        pgettext_lazy("churn", "Does it in-house now"),
        pgettext_lazy("churn", "Has outgrown us"),
        pgettext_lazy("churn", "The business closed or was sold"),
        pgettext_lazy("churn", "The work was done"),
        pgettext_lazy("churn", "We ended it"),
    )

    class Meta:
        db_table = "churn_reason"
        ordering = ("id",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_reason_of_leaving_has_a_name_of_its_own"),
        )
