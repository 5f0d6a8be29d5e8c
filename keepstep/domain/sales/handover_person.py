"""People of a handover: whom the account manager will meet at the client, and the part of each in decisions."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.contact import Contact, Part
from keepstep.domain.sales import handover as handovers
from keepstep.domain.sales.handover import Handover


class HandoverPersonQuerySet(models.QuerySet["HandoverPerson"]):
    def standing(self) -> "HandoverPersonQuerySet":
        return self.filter(withdrawn_at=None)


class HandoverPerson(Row):
    """`contact` is who it is among the people of the client; on acceptance everybody is one."""

    handover = Key(Handover, models.CASCADE, related_name="people")
    contact = Key(Contact, models.SET_NULL, null=True)
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position"), max_length=200, blank=True)
    part = models.CharField(_("part in decisions"), max_length=10, choices=Part, default=Part.PROJECT)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    gets_updates = models.BooleanField(_("gets the daily update"), default=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[HandoverPersonQuerySet] = HandoverPersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "handover_person"
        ordering = ("id",)
        constraints: ClassVar = (
            models.CheckConstraint(condition=~models.Q(name=""), name="somebody_handed_over_has_a_name"),
            models.UniqueConstraint(fields=["agency", "handover", "contact"], name="a_contact_is_handed_over_once"),
        )
        indexes = (models.Index(fields=["agency", "handover"], name="handover_person_of"),)

    def __str__(self) -> str:
        return self.name

    @property
    def decides(self) -> bool:
        return self.part == Part.DECISION_MAKER


KNOWN = ("name", "position", "part", "email", "phone", "gets_updates")
"""What a contact and somebody handed over have in common."""


def gather(handover: Handover, *, at: datetime) -> None:
    """The people of the client, else whoever the deal is with."""
    deal = handover.deal
    if deal.account_id:
        here = Contact.objects.present().filter(account=deal.account_id)
        found = [
            HandoverPerson(handover=handover, contact=one, at=at, **{name: getattr(one, name) for name in KNOWN})
            for one in here
        ]
    elif deal.name:
        found = [HandoverPerson(handover=handover, name=deal.name, email=deal.email, phone=deal.phone, at=at)]
    else:
        found = []
    HandoverPerson.objects.bulk_create(found)


@transaction.atomic
def enter(handover: Handover, *, at: datetime, **facts: Any) -> HandoverPerson:
    """`facts` are those of KNOWN. Raises AlreadyAccepted."""
    return HandoverPerson.objects.create(handover=handovers.lock(handover), at=at, **facts)


@transaction.atomic
def amend(person: HandoverPerson, **facts: Any) -> None:
    """`facts` are those of KNOWN. Raises AlreadyAccepted."""
    handovers.lock(person.handover)
    HandoverPerson.objects.standing().filter(pk=person.pk).update(**facts)


@transaction.atomic
def withdraw(person: HandoverPerson, *, at: datetime) -> None:
    """They have nothing to do with it. Raises AlreadyAccepted."""
    handovers.lock(person.handover)
    HandoverPerson.objects.standing().filter(pk=person.pk).update(withdrawn_at=at)


@transaction.atomic
def restore(person: HandoverPerson) -> None:
    """They have. Raises AlreadyAccepted."""
    handovers.lock(person.handover)
    HandoverPerson.objects.filter(pk=person.pk).update(withdrawn_at=None)
