"""The link by which a client reads a proposal without signing in, and when they did (§5.8)."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.postgres import tenancy

LINK_LIFE = timedelta(days=90)
ONE_LOOK = timedelta(minutes=30)
"""Whoever comes back within it is looking still."""


class ProposalLinkQuerySet(models.QuerySet["ProposalLink"]):
    def open(self, at: datetime) -> "ProposalLinkQuerySet":
        return self.filter(ended_at=None, expires_at__gt=at)


class ProposalLink(Row):
    """Whoever has it reads the newest version and may answer, until it expires; only a hash of it is kept."""

    proposal = Key(Proposal, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = Key(Person, null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[ProposalLinkQuerySet] = ProposalLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "proposal_link"
        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=["agency", "proposal", "-made_at"], name="proposal_link_of"),)

    def __str__(self) -> str:
        return f"{self.proposal_id} until {self.expires_at}"


class ProposalView(Row):
    """Somebody looked at this version: by a link or, where that is null, in the portal."""

    link = Key(ProposalLink, models.CASCADE, null=True, related_name="views")
    version = Key(ProposalVersion, models.CASCADE, related_name="views")
    at = models.DateTimeField()

    class Meta:
        db_table = "proposal_view"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["agency", "version", "at"], name="proposal_view_of"),)

    def __str__(self) -> str:
        return f"{self.version_id} at {self.at}"


def make(proposal: Proposal, *, by: Person | None, at: datetime, token: str = "") -> str:
    """The secret part of a new link; it may be given."""
    token = token or secrets.token_urlsafe(24)
    ProposalLink.objects.create(
        proposal=proposal, token_hash=_hash(token), made_by=by, made_at=at, expires_at=at + LINK_LIFE
    )
    return token


def end(token: str, *, at: datetime) -> None:
    """This one link opens nothing any more."""
    ProposalLink.objects.open(at).filter(token_hash=_hash(token)).update(ended_at=at)


def end_all(proposal: Proposal, *, at: datetime) -> int:
    """No link to this proposal opens any more."""
    return ProposalLink.objects.open(at).filter(proposal=proposal).update(ended_at=at)


def find(token: str, *, at: datetime) -> ProposalLink | None:
    """The link, before any agency is known; None if it is unknown, ended or expired."""
    with tenancy.every_agency():
        return ProposalLink.objects.open(at).filter(token_hash=_hash(token)).first()


def see(version: ProposalVersion, *, at: datetime, link: ProposalLink | None = None) -> bool:
    """Somebody looks at it, by this link or in the portal; False if it is the same look still."""
    if ProposalView.objects.filter(link=link, version=version, at__gt=at - ONE_LOOK).exists():
        return False
    ProposalView.objects.create(link=link, version=version, at=at)
    return True


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
