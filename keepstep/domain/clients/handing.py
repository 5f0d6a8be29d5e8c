"""Handings: another person manages a client from now on; whoever did until then is kept."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.urls import reverse

from keepstep.domain.agency import notification
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
from keepstep.domain.clients.account import Account

MANAGES = "manages"


class Handing(Row):
    """Until `at` this person managed the account; nobody, where `manager` is empty."""

    account = Key(Account, models.CASCADE, related_name="handings")
    manager = Key(Person, null=True)
    at = models.DateTimeField()
    by = Key(Person, null=True)

    class Meta:
        db_table = "handing"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["agency", "account", "-at"], name="handing_of_account"),)

    def __str__(self) -> str:
        return f"{self.manager} until {self.at}"


def hand(account: Account, *, manager: Person, by: Person | None, at: datetime) -> Handing | None:
    """So it is from now on, and the new account manager is told; None if it was so already."""
    held = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if held.manager_id == manager.pk:
        return None
    made = Handing.objects.create(account=held, manager_id=held.manager_id, at=at, by=by)
    _become(account, manager.pk)
    if manager != by:
        facts = {"client": account.name, "who": by.name if by else ""}
        address = reverse("account", args=[account.pk])
        notification.tell(manager, kind=MANAGES, key=str(made.pk), facts=facts, address=address, at=at)
    return made


def withdraw(handing: Handing, *, at: datetime) -> None:
    """It was a slip of the hand: the client is back where it was. Raises TooLate, also when it was handed on since."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=handing.account_id)
    newest = Handing.objects.filter(account=account).first()
    if newest is None or newest.pk != handing.pk or newest.at <= at - UNDO_LIFE:
        raise TooLate
    _become(account, newest.manager_id)
    notification.untell(kind=MANAGES, key=str(newest.pk))
    newest.delete()


def _become(account: Account, manager: UUID | None) -> None:
    account.manager_id = manager
    account.save(update_fields=["manager"])
