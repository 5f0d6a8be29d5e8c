"""Log-ins: who may sign in, before any agency is known. The only human rows without an agency."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from uuid_utils.compat import uuid7

from keepstep.postgres.tenancy import NewKey

LINK_LIFE = timedelta(minutes=30)


class LoginManager(BaseUserManager["Login"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "Login":
        login = self.model(email=email.strip().lower(), **extra)
        login.set_password(password)
        login.save()
        return login

    def get_by_natural_key(self, username: str | None) -> "Login":
        return self.get(email=(username or "").strip().lower())


class Login(AbstractBaseUser):
    """An e-mail address with a password or none; one human may be a person in several agencies."""

    id = models.UUIDField(primary_key=True, default=uuid7, db_default=NewKey(), editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True, db_default=True)

    objects: ClassVar[LoginManager] = LoginManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "login"

    def __str__(self) -> str:
        return self.email


class SignInLink(models.Model):
    """A link that signs its reader in once; only a hash of it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, db_default=NewKey(), editable=False)
    login = models.ForeignKey(Login, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sign_in_link"

    def __str__(self) -> str:
        return f"{self.login_id} until {self.expires_at}"


def make_link(login: Login, *, at: datetime, life: timedelta = LINK_LIFE) -> str:
    """The secret part of a new link for this log-in."""
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(login=login, token_hash=_hash(token), expires_at=at + life)
    return token


def find_link(token: str, *, at: datetime) -> SignInLink | None:
    """The link, if it can still be used."""
    return SignInLink.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=at).first()


def use_link(token: str, *, at: datetime) -> Login | None:
    """Use the link up; whoever comes second gets nothing."""
    link = find_link(token, at=at)
    if link is None or SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at) != 1:
        return None
    return link.login if link.login.is_active else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
