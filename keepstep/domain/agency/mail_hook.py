"""Where a mail provider hands us an agency's letters: an address, a secret, and where clients write."""

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
from keepstep.postgres import tenancy


def new_address() -> str:
    return secrets.token_urlsafe(16)


class MailHook(Row):
    """`address` is the last part of the URL the provider calls; `replies` the mail address whose letters it takes in.
    The secret is derived, never stored."""

    address = models.CharField(max_length=32, unique=True, default=new_address)
    replies = models.EmailField(_("address for answers"), blank=True)
    turn = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    opened_by = Key(Person, null=True)

    class Meta:
        db_table = "mail_hook"
        constraints: ClassVar = (models.UniqueConstraint(fields=["agency"], name="an_agency_has_one_hook_for_mail"),)

    def __str__(self) -> str:
        return self.replies or self.address

    @property
    def secret(self) -> str:
        """Derived from the installation's secret key; turning it makes the former one void."""
        words = f"mail:{self.id}:{self.turn}".encode()
        return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()


def of_agency() -> MailHook | None:
    """The hook of the agency the session is in."""
    return MailHook.objects.first()


def open_one(*, by: Person | None, at: datetime) -> MailHook:
    """The agency's hook, opened now if there was none."""
    return MailHook.objects.get_or_create(defaults={"opened_at": at, "opened_by": by})[0]


def amend(hook: MailHook, *, replies: str) -> None:
    hook.replies = replies
    hook.save(update_fields=["replies"])


def turn_secret(hook: MailHook) -> None:
    """Letters signed with the former secret are refused from now on."""
    hook.turn += 1
    hook.save(update_fields=["turn"])


def close(hook: MailHook) -> None:
    """The address answers no more; what came by it stays."""
    hook.delete()


def find(address: str) -> MailHook | None:
    """The hook behind an address, before any agency is known."""
    with tenancy.every_agency():
        return MailHook.objects.filter(address=address).first()
