"""Payers: the companies of a client that make contracts with us and pay (§5.8)."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from keepstep.domain.agency import requisites
from keepstep.domain.agency.requisites import Requisites
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account


class Payer(Requisites, Row):
    account = Key(Account, models.CASCADE)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payer"
        ordering = ("name", "id")
        indexes = (
            models.Index(fields=["agency", "account", "name"], name="payer_of_account"),
            models.Index(fields=["agency", "inn"], condition=~Q(inn=""), name="payer_by_inn"),
        )


def enter(account: Account, **facts: Any) -> Payer:
    """`facts` are fields of Requisites. Raises WrongRequisites."""
    return Payer.objects.create(account=account, **requisites.verified(facts))


def amend(payer: Payer, **facts: Any) -> None:
    """Documents made before keep what stood in them. Raises WrongRequisites."""
    proper = requisites.verified(facts)
    for field, value in proper.items():
        setattr(payer, field, value)
    payer.save(update_fields=list(proper))


def close(payer: Payer, *, at: datetime) -> None:
    """No more documents are made out to it."""
    payer.closed_at = at
    payer.save(update_fields=["closed_at"])


def reopen(payer: Payer) -> None:
    payer.closed_at = None
    payer.save(update_fields=["closed_at"])
