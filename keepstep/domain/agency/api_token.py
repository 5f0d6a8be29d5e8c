"""Tokens by which another system enters an agency: named, shown once, kept as a hash, revocable."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import ClassVar, NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.postgres import tenancy

PREFIX = "ks_"
"""So that a token is recognised where it should not stand."""
AFRESH = timedelta(minutes=1)
"""How exactly is known when a token was last used."""


class ApiToken(Row):
    """`digest` is the SHA-256 of the token, which nobody can read again; `tail` its last four letters."""

    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4)
    made_at = models.DateTimeField()
    made_by = Key(Person)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = Key(Person, null=True)

    class Meta:
        db_table = "api_token"
        ordering = ("-made_at", "-id")
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="somebody_has_revoked_a_revoked_token",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Made(NamedTuple):
    """`secret` is told this once."""

    token: ApiToken
    secret: str


class RevokedAlready(Exception):
    def __init__(self) -> None:
        super().__init__(_("It has been revoked already."))


def make(*, name: str, by: Person, at: datetime) -> Made:
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(name=name, digest=_digest(secret), tail=secret[-4:], made_at=at, made_by=by)
    return Made(token, secret)


def revoke(token: ApiToken, *, by: Person, at: datetime) -> None:
    """From now on it opens nothing. Raises RevokedAlready."""
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at, revoked_by=by):
        raise RevokedAlready


def find(secret: str) -> ApiToken | None:
    """The token, before any agency is known."""
    if not secret.startswith(PREFIX):
        return None
    with tenancy.every_agency():
        return ApiToken.objects.filter(digest=_digest(secret), revoked_at=None).select_related("agency").first()


def note_use(token: ApiToken, *, at: datetime) -> None:
    if token.used_at is None or at - token.used_at > AFRESH:
        ApiToken.objects.filter(pk=token.pk).update(used_at=at)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
