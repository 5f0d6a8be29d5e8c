"""Preferences: of which things a person wants to know, and by which way; without one, as everybody (§7)."""

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row


class Mail(models.TextChoices):
    """When a thing comes by mail."""

    MORNING = "morning", _("in the morning's letter")
    ONCE = "once", _("at once")
    NEVER = "never", _("never")


class Preference(Row):
    """`kind` is that of a notification; `in_app` is the bell and the list beside it; `in_telegram` counts once there is
    a chat."""

    person = Key(Person, models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=30)
    in_app = models.BooleanField()
    mail = models.CharField(max_length=7, choices=Mail)
    in_telegram = models.BooleanField(default=True, db_default=True)

    class Meta:
        db_table = "preference"
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "person", "kind"], name="a_person_prefers_one_way_for_a_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.mail}"


class Choice(NamedTuple):
    in_app: bool = True
    mail: str = Mail.MORNING
    in_telegram: bool = True


USUAL = Choice()


def choices(person: Person) -> dict[str, Choice]:
    """What this person has chosen, by kind."""
    return {one.kind: Choice(one.in_app, one.mail, one.in_telegram) for one in person.preferences.all()}


@transaction.atomic
def choose(person: Person, wanted: Mapping[str, Choice]) -> None:
    """From now on these kinds reach the person so; what is as usual needs no row."""
    person.preferences.filter(kind__in=wanted).delete()
    Preference.objects.bulk_create(
        Preference(person=person, kind=kind, in_app=one.in_app, mail=one.mail, in_telegram=one.in_telegram)
        for kind, one in wanted.items()
        if one != USUAL
    )
