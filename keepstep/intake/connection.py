"""Connections: an address at which another system tells us of work, and the project that work belongs to."""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.sealed import CannotOpen, Sealed, Secret
from keepstep.domain.delivery.project import Project
from keepstep.postgres import tenancy


class System(models.TextChoices):
    GITHUB = "github", "GitHub"
    GITLAB = "gitlab", "GitLab"
    WEBHOOK = "webhook", _("any system (JSON)")
    GIT = "git", _("a local repository")


SIGNS_BY_TOKEN = {System.GITLAB}
"""Systems that may make a token of their own and sign with it as the Standard Webhooks do."""


def new_address() -> str:
    return secrets.token_urlsafe(16)


class ConnectionQuerySet(models.QuerySet["Connection"]):
    def still_open(self) -> "ConnectionQuerySet":
        return self.filter(closed_at=None)

    def with_project(self) -> "ConnectionQuerySet":
        return self.select_related("project__account", "opened_by")


class Connection(Row):
    """`address` is the last part of the URL the other system calls. The secret is derived, never stored; the other
    system may sign with a token of its own instead."""

    system = models.CharField(_("system"), max_length=8, choices=System)
    project = Key(Project, models.CASCADE, verbose_name=_("project"))
    name = models.CharField(_("repository"), max_length=300, blank=True)
    address = models.CharField(max_length=32, unique=True, default=new_address)
    turn = models.PositiveSmallIntegerField(default=1, db_default=1)
    signing_token = Sealed(null=True)
    opened_at = models.DateTimeField()
    opened_by = Key(Person, null=True)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[ConnectionQuerySet] = ConnectionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "connection"
        ordering = ("opened_at", "id")

    def __str__(self) -> str:
        return f"{self.system} {self.name}"

    @property
    def may_sign_by_token(self) -> bool:
        return self.system in SIGNS_BY_TOKEN

    @property
    def has_lost_token(self) -> bool:
        """It was sealed with a key that this installation does not know any more: nothing can be proven by it."""
        try:
            return self.signing_token is not None and not self.signing_token.reveal()
        except CannotOpen:
            return True

    @property
    def secret(self) -> str:
        """Derived from the installation's secret key; turning it makes the former one void."""
        words = f"connection:{self.id}:{self.turn}".encode()
        return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()


def connect(project: Project, *, system: str, by: Person | None, at: datetime, name: str = "") -> Connection:
    """Open an address for another system."""
    return Connection.objects.create(project=project, system=system, name=name, opened_by=by, opened_at=at)


def turn_secret(connection: Connection) -> None:
    """Make a new secret; deliveries signed with the former one are refused from now on."""
    connection.turn += 1
    connection.save(update_fields=["turn"])


def sign_with(connection: Connection, token: str) -> None:
    """Deliveries count by this token's signature alone from now on; with none, by the secret again."""
    connection.signing_token = Secret.of(token) if token else None
    connection.save(update_fields=["signing_token"])


def disconnect(connection: Connection, *, at: datetime) -> None:
    """The address answers no more; what came by it stays."""
    connection.closed_at = at
    connection.save(update_fields=["closed_at"])


def find(address: str) -> Connection | None:
    """The connection behind an address, before any agency is known."""
    with tenancy.every_agency():
        return Connection.objects.filter(address=address, closed_at=None).first()


def every() -> ConnectionQuerySet:
    """The connections of the agency the session is in; only own management sees them."""
    return Connection.objects.with_project()
