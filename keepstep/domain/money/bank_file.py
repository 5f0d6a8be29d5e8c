"""Bank files: statements that were taken in, each once, whole or not at all (§5.8)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from keepstep.domain.agency import store
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row


@dataclass(frozen=True)
class Movement:
    """One movement of a statement as a bank tells it; `line` is where it stands in the file.

    `ours` is our account; money that left us has `is_out`. Numbers are bare of spaces, unknown ones empty.
    """

    line: int
    ours: str
    amount: Decimal
    currency: str
    day: date
    is_out: bool = False
    payer: str = ""
    inn: str = ""
    account: str = ""
    purpose: str = ""
    document: str = ""


class BankFile(Row):
    """`digest` is where its bytes lie (`agency.store`); the other numbers say what became of its movements."""

    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    matched = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    passed_over = models.PositiveIntegerField(default=0)
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "bank_file"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "digest"], name="a_bank_file_is_taken_in_once"),
        )
        indexes = (models.Index(fields=["agency", "-at", "-id"], name="bank_file_by_day"),)

    def __str__(self) -> str:
        return self.name


class TakenInBefore(Exception):
    """The very same file; nothing was added."""

    def __init__(self, known: BankFile) -> None:
        super().__init__(_("This file was taken in before: nothing was added."))
        self.known = known


class NotOurs(ValueError):
    """A movement is of an account that none of our companies has; `line` is where it stands."""

    def __init__(self, entry: Movement) -> None:
        words = _("Line %(line)s: the account %(account)s belongs to none of your companies. Nothing was taken in.")
        super().__init__(words % {"line": entry.line, "account": entry.ours or "—"})


class AccountUnsaid(NotOurs):
    """The file does not say which of our accounts it is of, and we have several."""

    def __init__(self) -> None:
        words = _("The file does not say which of your accounts it is of, and you have several. Nothing was taken in.")
        ValueError.__init__(self, words)


@transaction.atomic
def take_in(
    content: bytes, entries: Sequence[Movement], *, agency: Agency, name: str, by: Person | None, at: datetime
) -> BankFile:
    """Its movements are matched or wait; those known from another file, money that left us and what we moved between
    our own accounts are passed over. One file at a time. Raises TakenInBefore, NotOurs."""
    from keepstep.domain.money import bank_line  # a line belongs to its file

    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    digest = store.digest_of(content)
    if known := BankFile.objects.filter(digest=digest).first():
        raise TakenInBefore(known)
    ours = {one.number: one for one in LegalEntity.objects.exclude(number="")}
    entries = [_told(entry, ours) for entry in entries]
    store.keep(content, agency_id=agency.pk)
    made = BankFile.objects.create(name=name[:200], digest=digest, by=by, at=at)
    counted = bank_line.enter(made, [(ours[entry.ours], entry) for entry in entries], ours=ours, by=by, at=at)
    for kind, count in counted.items():
        setattr(made, kind, count)
    made.save(update_fields=list(counted))
    return made


def _told(entry: Movement, ours: dict[str, LegalEntity]) -> Movement:
    """With our account and its currency, where a table leaves unsaid what is plain."""
    if not entry.ours and len(ours) > 1:
        raise AccountUnsaid
    account = entry.ours or next(iter(ours), "")
    if account not in ours:
        raise NotOurs(entry)
    return replace(entry, ours=account, currency=entry.currency or ours[account].currency)
