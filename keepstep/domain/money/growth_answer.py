"""What own management answers when a client outgrows us, or we outgrow a client: a dated row, the last one counts."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.formulas.in_step import Gap, Zone


class Answer(models.TextChoices):
    GROW = "grow", _("We grow with them: more or larger work is offered")
    STAFF = "staff", _("We put stronger people on it")
    WATCH = "watch", _("We look again in a quarter")
    PART = "part", _("We prepare to part in good time")


ZONES = {
    Zone.IN_STEP: pgettext_lazy("growth", "in step"),
    Zone.CLIENT_OUTGROWS: pgettext_lazy("growth", "outgrows us"),
    Zone.WE_OUTGROW: pgettext_lazy("growth", "we outgrow it"),
}


class GrowthAnswer(Row):
    """`gap` and `zone` are as they were when it was answered."""

    account = Key(Account, models.CASCADE)
    zone = models.CharField(max_length=7, choices=[(str(zone), words) for zone, words in ZONES.items()])
    gap = models.DecimalField(max_digits=8, decimal_places=4)
    answer = models.CharField(max_length=5, choices=Answer)
    words = models.TextField(max_length=1000, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "growth_answer"
        ordering = ("-at", "-id")
        indexes: ClassVar = (models.Index(fields=["agency", "account", "-at"], name="growth_answer_of_account"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.answer}"


def answer(account: Account, *, gap: Gap, answer: str, words: str, by: Person | None, at: datetime) -> GrowthAnswer:
    value = Decimal(str(round(gap.value, 4)))
    return GrowthAnswer.objects.create(
        account=account, zone=gap.zone.value, gap=value, answer=answer, words=words, by=by, at=at
    )
