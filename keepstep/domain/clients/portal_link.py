"""Links that let the reader of an e-mail address into the portal once, before any agency is known."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from uuid_utils.compat import uuid7

from keepstep.domain.clients.contact import Contact
from keepstep.postgres import tenancy
from keepstep.postgres.tenancy import NewKey

LINK_LIFE = timedelta(minutes=30)
KEPT = timedelta(days=2)


class PortalLink(models.Model):
    """Somebody at this address, known or not, asks to be let in, on the way to `goal`.

    Whether anybody is known there is found out only when the letter is written (`arm`), so that the page that was
    asked can tell nothing by its words or its pace. Of the token only a hash is kept, and it is used once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, db_default=NewKey(), editable=False)
    address = models.EmailField()
    goal = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "portal_link"
        constraints = (
            models.UniqueConstraint(
                fields=["token_hash"], condition=~models.Q(token_hash=""), name="a_portal_link_has_its_own_token"
            ),
        )

    def __str__(self) -> str:
        return f"{self.address} until {self.expires_at}"


def ask(address: str, *, at: datetime, goal: str = "") -> PortalLink:
    """Somebody asks to be let in at this address; no link opens anything yet."""
    return PortalLink.objects.create(address=address.strip().lower(), goal=goal, asked_at=at, expires_at=at + LINK_LIFE)


def arm(link: PortalLink, *, at: datetime) -> str:
    """The secret part of the link, new each time: a letter that is written again makes the former one void."""
    token = secrets.token_urlsafe(32)
    link.token_hash, link.expires_at = _hash(token), at + LINK_LIFE
    link.save(update_fields=["token_hash", "expires_at"])
    return token


def find(token: str, *, at: datetime) -> PortalLink | None:
    """The link, if it can still be used."""
    return PortalLink.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=at).first()


def use(link: PortalLink, *, at: datetime) -> bool:
    """Use the link up; False for whoever comes second."""
    return PortalLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=at).update(used_at=at) == 1


def forget(*, at: datetime) -> None:
    """Whoever asked some days ago is forgotten."""
    PortalLink.objects.filter(asked_at__lt=at - KEPT).delete()


def readers(address: str) -> list[Contact]:
    """The contacts at this address who may enter, of whichever agencies, each with its client and agency."""
    with tenancy.every_agency():
        known = Contact.objects.in_the_portal().at_address(address).order_by("agency", "pk")
        found: list[tuple[UUID, UUID]] = list(known.values_list("agency_id", "pk"))
    return [contact for agency_id, key in found if (contact := _contact(agency_id, key))]


def _contact(agency_id: UUID, key: UUID) -> Contact | None:
    with tenancy.entered(agency_id):
        return Contact.objects.in_the_portal().select_related("account", "agency").filter(pk=key).first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
