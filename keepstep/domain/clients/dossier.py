"""The dossier: what we know of a client's business. Each word is a row, and so is each confirmation (§4)."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients import dossier_field
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.dossier_field import DossierField

FRESH = timedelta(days=90)
"""What nobody has confirmed for longer may not be so any more."""
FROM_BRIEF = "brief"
SECRET = re.compile(r"\b(password|passwd|pwd|passwort|пароль|логин/пароль)\b\s*[:=–—-]\s*\S+", re.IGNORECASE)


class DossierEntryQuerySet(models.QuerySet["DossierEntry"]):
    def standing(self) -> "DossierEntryQuerySet":
        """The last word of each field."""
        return self.filter(replaced_at=None, undone_at=None)

    def history(self) -> "DossierEntryQuerySet":
        """All words that were not slips of the hand, the newest first."""
        return self.filter(undone_at=None).order_by("-at", "-id")


class DossierEntry(Row):
    """`words` are what is known, nothing if it turned out not to be; `by` said it or confirmed it, at that moment. A
    row with the same words as the one before is a confirmation. `source` says whence it came, if not from a person."""

    account = Key(Account, models.CASCADE, related_name="dossier")
    field = Key(DossierField, models.CASCADE)
    words = models.TextField(max_length=4000, blank=True)
    source = models.CharField(max_length=20, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[DossierEntryQuerySet] = DossierEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "dossier_entry"
        ordering = ("at", "id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "account", "field"], condition=Q(replaced_at=None, undone_at=None),
                name="one_word_about_a_field_of_the_dossier_stands",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["agency", "account", "field", "-at"], name="dossier_entry_of"),)

    def __str__(self) -> str:
        return self.words[:60]

    def is_fresh(self, at: datetime) -> bool:
        return at - self.at <= FRESH


class HoldsSecret(Exception):
    """A password was about to be written where everybody reads it."""

    def __init__(self) -> None:
        super().__init__(_("No passwords here: say who holds the access, and keep it where passwords are kept."))


@transaction.atomic
def write(
    account: Account, field: DossierField, *, words: str, by: Person | None, at: datetime, source: str = ""
) -> DossierEntry:
    """This is what we know; the same words again confirm them. Raises HoldsSecret."""
    words = words.strip()
    if SECRET.search(words):
        raise HoldsSecret
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    DossierEntry.objects.standing().filter(account=account, field=field).update(replaced_at=at)
    return DossierEntry.objects.create(account=account, field=field, words=words, source=source, by=by, at=at)


@transaction.atomic
def confirm(account: Account, field: DossierField, *, by: Person | None, at: datetime) -> DossierEntry | None:
    """It is still so; None where nothing is known."""
    known = DossierEntry.objects.standing().filter(account=account, field=field).exclude(words="").first()
    return write(account, field, words=known.words, by=by, at=at) if known else None


@transaction.atomic
def undo(entry: DossierEntry, *, at: datetime) -> bool:
    """It was a slip of the hand, and what stood before stands again; False where another word has replaced it."""
    Account.objects.select_for_update(no_key=True).get(pk=entry.account_id)
    if not DossierEntry.objects.standing().filter(pk=entry.pk).update(undone_at=at):
        return False
    before = DossierEntry.objects.history().filter(account=entry.account_id, field=entry.field_id).first()
    if before:
        DossierEntry.objects.filter(pk=before.pk).update(replaced_at=None)
    return True


def prefill(account: Account, said: Mapping[str, str], *, agency: Agency, source: str, at: datetime) -> int:
    """What was said by the fields' codes goes where nothing is known yet. How many fields it filled."""
    fields = {one.code: one for one in dossier_field.offered(agency) if one.code}
    known = set(
        DossierEntry.objects.standing().filter(account=account).exclude(words="").values_list("field", flat=True)
    )
    filled = 0
    for code, words in said.items():
        if words.strip() and code in fields and fields[code].pk not in known and not SECRET.search(words):
            write(account, fields[code], words=words[:4000], by=None, at=at, source=source)
            filled += 1
    return filled
