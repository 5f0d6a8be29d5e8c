"""Devices: where a contact is let into the portal without asking each time, until it expires or is ended."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F
from django.db.models.functions import Lower

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.contact import Contact
from keepstep.postgres import tenancy

DEVICE_LIFE = timedelta(days=60)


class DeviceQuerySet(models.QuerySet["Device"]):
    def open(self, at: datetime) -> "DeviceQuerySet":
        """Those that let somebody in: the contact still may enter, and still reads the mail it was proven for."""
        return self.annotate(reads=Lower("contact__email")).filter(
            ended_at=None,
            expires_at__gt=at,
            reads=F("address"),
            contact__left_at=None,
            contact__opens_portal=True,
            contact__account__left_at=None,
        )


class Device(Row):
    """`address` is the one whose mail was read there; `ended_by` is null when the client ended it. Of the secret in the
    device's cookie only a hash is kept."""

    contact = Key(Contact, models.CASCADE, related_name="devices")
    address = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = Key(Person, null=True)

    objects: ClassVar[DeviceQuerySet] = DeviceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "device"
        ordering = ("-seen_at", "-id")
        indexes = (models.Index(fields=["agency", "contact"], name="device_of_contact"),)

    def __str__(self) -> str:
        return self.name


def let_in(contact: Contact, *, address: str, name: str, at: datetime, until: datetime | None = None) -> str:
    """The secret of a device on which this contact is let in from now on."""
    token = secrets.token_urlsafe(32)
    Device.objects.create(
        contact=contact,
        address=address.strip().lower(),
        token_hash=_hash(token),
        name=name[:100],
        opened_at=at,
        seen_at=at,
        expires_at=until or at + DEVICE_LIFE,
    )
    return token


def find(token: str, *, at: datetime) -> tuple[UUID, UUID] | None:
    """The keys of the agency and of the device with this secret, before any agency is known."""
    if not token:
        return None
    with tenancy.every_agency():
        return Device.objects.open(at).filter(token_hash=_hash(token)).values_list("agency_id", "pk").first()


def see(device: Device, *, at: datetime) -> None:
    """The device was used."""
    device.seen_at = at
    device.save(update_fields=["seen_at"])


def end(device: Device, *, by: Person | None, at: datetime) -> bool:
    """The device lets nobody in any more; False if it was ended before."""
    return Device.objects.filter(pk=device.pk, ended_at=None).update(ended_at=at, ended_by=by) == 1


def end_all(contact: Contact, *, by: Person | None, at: datetime) -> int:
    """No device of this contact lets anybody in any more."""
    return Device.objects.filter(contact=contact, ended_at=None).update(ended_at=at, ended_by=by)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
