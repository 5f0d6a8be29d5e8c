"""Lines of bank files: money that came, recognised by its purpose, INN and amount, or waiting for a person (§5.8)."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.money import allocation, matching
from keepstep.domain.money.bank_file import BankFile, Movement
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.payment import Payment, Way

LONGEST = {"payer": 300, "inn": 12, "account": 34, "purpose": 500, "document": 40}


class BankLineQuerySet(models.QuerySet["BankLine"]):
    def waiting(self) -> "BankLineQuerySet":
        """Neither matched nor set aside; a payment that was taken back leaves its line waiting again."""
        return self.filter(Q(payment=None) | Q(payment__undone_at__isnull=False), set_aside_at=None)

    def matched(self) -> "BankLineQuerySet":
        return self.filter(payment__isnull=False, payment__undone_at=None)

    def set_aside(self) -> "BankLineQuerySet":
        return self.filter(set_aside_at__isnull=False)


class BankLine(Row):
    """`key` is the same for the same movement in whatever file; `hint` says why it was not recognised."""

    file = Key(BankFile, models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    entity = Key(LegalEntity)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    day = models.DateField()
    payer = models.CharField(max_length=LONGEST["payer"], blank=True)
    inn = models.CharField(max_length=LONGEST["inn"], blank=True)
    account = models.CharField(max_length=LONGEST["account"], blank=True)
    purpose = models.CharField(max_length=LONGEST["purpose"], blank=True)
    document = models.CharField(max_length=LONGEST["document"], blank=True)
    hint = models.CharField(max_length=200, blank=True)
    payment = Key(Payment, null=True)
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = Key(Person, null=True)
    set_aside_for = models.CharField(max_length=200, blank=True)

    objects: ClassVar[BankLineQuerySet] = BankLineQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "bank_line"
        ordering = ("-day", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "key"], name="a_movement_is_entered_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_movement_is_of_something"),
        )
        indexes = (
            models.Index(fields=["agency", "-day", "-id"], name="bank_line_by_day"),
            models.Index(fields=["agency", "payment"], name="bank_line_of_payment"),
            models.Index(fields=["agency", "file", "place"], name="bank_line_of_file"),
        )

    def __str__(self) -> str:
        return f"{self.payer} {self.amount}"


class NotWaiting(Exception):
    def __init__(self) -> None:
        super().__init__(_("This line is matched or set aside already."))


def enter(
    file: BankFile, entries: Sequence[tuple[LegalEntity, Movement]], *, ours: Mapping[str, LegalEntity],
    by: Person | None, at: datetime,
) -> dict[str, int]:  # fmt: skip
    """How many were `matched`, are `waiting`, were `known` before, or `passed_over`."""
    counted = dict.fromkeys(("matched", "waiting", "known", "passed_over"), 0)
    inns = {one.inn for one in ours.values() if one.inn}
    keys = {_key(entry) for _entity, entry in entries}
    seen = set(BankLine.objects.filter(key__in=keys).values_list("key", flat=True))
    for entity, entry in entries:
        key = _key(entry)
        if entry.is_out or entry.account in ours or entry.inn in inns:
            counted["passed_over"] += 1
        elif key in seen:
            counted["known"] += 1
        else:
            seen.add(key)
            line = _write(file, entity, entry, key)
            counted["matched" if _recognise(line, by=by, at=at) else "waiting"] += 1
    return counted


@transaction.atomic
def match(line: BankLine, invoices: Sequence[Invoice], *, by: Person, at: datetime) -> Payment:
    """By hand: it pays these invoices in their order, what is left is an advance. Raises NotWaiting, NotToBePaid."""
    known = _waiting(line)
    made = allocation.receive(
        invoices, amount=known.amount, paid_on=known.day, by=by, at=at, purpose=known.purpose, way=Way.BANK
    )
    known.payment = made
    known.save(update_fields=["payment"])
    return made


@transaction.atomic
def set_aside(line: BankLine, *, reason: str, by: Person, at: datetime) -> None:
    """It is none of a client's. Raises NotWaiting."""
    known = _waiting(line)
    known.set_aside_at, known.set_aside_by, known.set_aside_for = at, by, reason
    known.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_for"])


def bring_back(line: BankLine) -> None:
    """It waits again."""
    BankLine.objects.filter(pk=line.pk).update(set_aside_at=None, set_aside_by=None, set_aside_for="")


def unmatch(line: BankLine, *, by: Person, at: datetime) -> bool:
    """As if it had never been matched: it waits again, and every invoice owes what it owed. False if it does."""
    return line.payment is not None and allocation.take_back(line.payment, by=by, at=at)


def _waiting(line: BankLine) -> BankLine:
    known = BankLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if not BankLine.objects.waiting().filter(pk=known.pk).exists():
        raise NotWaiting
    return known


def _write(file: BankFile, entity: LegalEntity, entry: Movement, key: str) -> BankLine:
    said = {name: getattr(entry, name)[:most] for name, most in LONGEST.items()}
    return BankLine.objects.create(
        file=file, place=entry.line, key=key, entity=entity, amount=entry.amount, currency=entry.currency,
        day=entry.day, **said,
    )  # fmt: skip


def _recognise(line: BankLine, *, by: Person | None, at: datetime) -> bool:
    found = matching.find(line.entity, amount=line.amount, currency=line.currency, inn=line.inn, purpose=line.purpose)
    if not found.invoices:
        line.hint = found.reason
        line.save(update_fields=["hint"])
        return False
    line.payment = allocation.receive(
        found.invoices, amount=line.amount, paid_on=line.day, by=by, at=at, purpose=line.purpose, way=Way.BANK,
        reason=found.reason,
    )  # fmt: skip
    line.save(update_fields=["payment"])
    return True


def _key(entry: Movement) -> str:
    """What makes two movements one: everything a bank says of it, but for its words, which differ between exports."""
    said = (entry.ours, entry.day, f"{entry.amount:.2f}", entry.document, entry.account, entry.inn, entry.is_out)
    whole = said if entry.document else (*said, entry.payer, entry.purpose)
    return hashlib.sha256("\x1f".join(map(str, whole)).encode()).hexdigest()
