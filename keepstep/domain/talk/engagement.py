"""Engagement: that a contact was in the portal, or read an update there; the first time each day counts (§5.5)."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk.update import Update


class Kind(models.TextChoices):
    VISIT = "visit"
    READ = "read"


class Engagement(Row):
    account = Key(Account, models.CASCADE)
    contact = Key(Contact, models.CASCADE, related_name="engagements")
    kind = models.CharField(max_length=5, choices=Kind)
    update = Key(Update, models.CASCADE, null=True)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        db_table = "engagement"
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "contact", "day"], condition=Q(kind=Kind.VISIT), name="a_contact_visits_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["agency", "update", "contact"], condition=Q(kind=Kind.READ), name="an_update_is_read_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.VISIT, update=None) | Q(kind=Kind.READ, update__isnull=False),
                name="what_is_read_is_an_update",
            ),
        )
        indexes = (models.Index(fields=["agency", "account", "-day"], name="engagement_of_account"),)

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


def visit(contact: Contact, *, at: datetime) -> None:
    """The contact is in the portal."""
    _note(contact, kind=Kind.VISIT, update=None, at=at)


def read(update: Update, *, contact: Contact, at: datetime) -> None:
    """The contact reads this update, or says something about it."""
    _note(contact, kind=Kind.READ, update=update, at=at)


def _note(contact: Contact, *, kind: Kind, update: Update | None, at: datetime) -> None:
    day = contact.account.local_day(at)
    row = Engagement(account_id=contact.account_id, contact=contact, kind=kind, update=update, day=day, at=at)
    Engagement.objects.bulk_create([row], ignore_conflicts=True)
