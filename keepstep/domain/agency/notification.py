"""Notifications: what one of us is told, once, in the application and in one letter a morning (§5.3).

`kind` says what it is about and so in which words it is read (`round/telling.py`); `kind` and `key` together make a
thing come to a person once, however often it is found. Facts are kept and not words, so that each reads in their own
language.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, Func, OuterRef, Q

from keepstep.domain.agency.digest import Digest
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.preference import Preference
from keepstep.domain.agency.row import Key, Row
from keepstep.postgres.how_many import how_many

MOST_COUNTED = 100


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, person: Person) -> "NotificationQuerySet":
        return self.filter(person=person)

    def shown(self) -> "NotificationQuerySet":
        """Those of kinds their person wants to see here."""
        kinds = Preference.objects.filter(person=OuterRef("person"), kind=OuterRef("kind"), in_app=False)
        return self.exclude(Exists(kinds))

    def unseen(self) -> "NotificationQuerySet":
        return self.filter(seen_at=None)


class Notification(Row):
    """`address` is the page of ours on which it is dealt with; `digest` the letter it went along with."""

    person = Key(Person, models.CASCADE)
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=100)
    facts = models.JSONField(default=dict)
    address = models.CharField(max_length=300)
    is_urgent = models.BooleanField(default=False, db_default=False)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    digest = Key(Digest, models.SET_NULL, null=True, related_name="notifications")

    objects: ClassVar[NotificationQuerySet] = NotificationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "notification"
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "person", "kind", "key"], name="a_person_is_told_of_a_thing_once"
            ),
        )
        indexes = (
            models.Index(fields=["agency", "person", "-at", "-id"], name="notification_of"),
            models.Index(fields=["agency", "person"], condition=Q(seen_at=None), name="notification_unseen"),
            models.Index(fields=["agency", "digest"], name="notification_of_digest"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def tell(
    person: Person, *, kind: str, key: str, facts: dict[str, Any], address: str, at: datetime, is_urgent: bool = False
) -> None:
    """This person is to know of it; told before, nothing happens."""
    one = Notification(person=person, kind=kind, key=key, facts=facts, address=address, at=at, is_urgent=is_urgent)
    Notification.objects.bulk_create([one], ignore_conflicts=True)


def untell(*, kind: str, key: str) -> None:
    """It was a slip of the hand, and nothing of it is left to be told."""
    Notification.objects.filter(kind=kind, key=key).delete()


def how_many_unseen() -> Func:
    """Of each person, within a query of people: so the bell costs no statement of its own. Counted up to a limit:
    somebody who has not looked for a year still opens pages."""
    return how_many(Notification.objects.unseen().shown().filter(person=OuterRef("pk")), most=MOST_COUNTED)


def see(found: NotificationQuerySet, *, at: datetime) -> int:
    """These have been seen; how many of them only now."""
    return found.unseen().update(seen_at=at)


def unsee(person: Person, *, seen_at: datetime) -> int:
    """What this person marked as seen at that moment is not seen after all."""
    return Notification.objects.of(person).filter(seen_at=seen_at).update(seen_at=None)
