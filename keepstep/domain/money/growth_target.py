"""Growth targets: by how many per cent a month an account is to buy more. The last word counts (§5.4)."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account


class GrowthTarget(Row):
    account = Key(Account, models.CASCADE, related_name="growth_targets")
    percent = models.DecimalField(max_digits=5, decimal_places=1)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "growth_target"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "account"], condition=Q(replaced_at=None), name="an_account_has_one_growth_target"
            ),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="a_growth_target_is_a_growth"),
        )

    def __str__(self) -> str:
        return f"{self.percent} %"


@transaction.atomic
def aim(account: Account, *, percent: Decimal, by: Person | None, at: datetime) -> None:
    """From now on; none is 0."""
    Account.objects.select_for_update(of=("self",), no_key=True).get(pk=account.pk)
    GrowthTarget.objects.filter(account=account, replaced_at=None).update(replaced_at=at)
    GrowthTarget.objects.create(account=account, percent=percent, by=by, at=at)
