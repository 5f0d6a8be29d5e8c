"""The safety net: whether an update that nobody has sent goes out by itself, and at which hour (§5.2).

The agency's word and each client's own are dated rows; the latest counts. Without one nothing goes by itself.
"""

from datetime import datetime, time
from typing import ClassVar, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account

USUAL_HOUR = time(17)


class Stand(models.TextChoices):
    AGENCY = "agency", _("as the agency")
    ON = "on", _("goes by itself")
    OFF = "off", _("never by itself")


class SafetyNet(Row):
    """The stand of an account, or without one of the agency, which also names the `hour` of the client's clock."""

    account = Key(Account, models.CASCADE, null=True, related_name="nets")
    stand = models.CharField(max_length=6, choices=Stand)
    hour = models.TimeField(null=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "safety_net"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(account__isnull=False, hour=None)
                | Q(account=None, hour__isnull=False) & ~Q(stand="agency"),
                name="the_agency_names_the_hour_and_a_client_follows_or_not",
            ),
        )
        indexes = (models.Index(fields=["agency", "account", "-at", "-id"], name="safety_net_of"),)

    def __str__(self) -> str:
        return f"{self.account_id or ''} {self.stand}"


class Net(NamedTuple):
    """What the agency has chosen."""

    is_on: bool = False
    hour: time = USUAL_HOUR


NONE = Net()


def of_agency() -> Net:
    return as_chosen(SafetyNet.objects.filter(account=None).first())


def as_chosen(last: SafetyNet | None) -> Net:
    return Net(last.stand == Stand.ON, last.hour or USUAL_HOUR) if last else NONE


def last_words(nets: QuerySet[SafetyNet], account: Account) -> dict[UUID | None, SafetyNet]:
    """The latest row of the account and, under None, of the agency."""
    of_both = nets.filter(Q(account=account) | Q(account=None))
    return {one.account_id: one for one in of_both.order_by("account_id", "-at", "-id").distinct("account_id")}


def of_account(account: Account) -> Stand:
    last = SafetyNet.objects.filter(account=account).first()
    return Stand(last.stand) if last else Stand.AGENCY


def stretch(*, is_on: bool, hour: time, by: Person | None, at: datetime) -> bool:
    """From now on the agency has it so; False if it had."""
    if of_agency() == Net(is_on, hour):
        return False
    SafetyNet.objects.create(stand=Stand.ON if is_on else Stand.OFF, hour=hour, by=by, at=at)
    return True


def stretch_for(account: Account, *, stand: Stand, by: Person | None, at: datetime) -> bool:
    """From now on this client has it so; False if it had."""
    if of_account(account) == stand:
        return False
    SafetyNet.objects.create(account=account, stand=stand, by=by, at=at)
    return True


def is_anywhere() -> Exists:
    """Whether there may be clients whose update goes by itself, within a query of something else."""
    return Exists(SafetyNet.objects.filter(stand=Stand.ON))


def lies_under(account: str) -> str:
    """SQL: whether the update of the account with this key goes by itself."""
    latest = "order by n.at desc, n.id desc limit 1"
    return f"""(
        coalesce(nullif((select n.stand from safety_net n where n.account_id = {account} {latest}), 'agency'),
                 (select n.stand from safety_net n where n.account_id is null {latest})) = 'on'
    ) is true"""
