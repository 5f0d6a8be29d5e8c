"""Secrets at rest: a token or a password that was given to us once, sealed with a key of this installation.

The database holds only the seal. What was sealed is never shown again: whoever needs it to speak to another system
says `reveal()`, and no log, page or export does. Sealed with a former key, it opens as long as that key is named.
"""

import base64
from typing import TYPE_CHECKING, Any, NoReturn

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

HIDDEN = "••••••••"
PURPOSE = b"keepstep: secrets at rest, 1"


class CannotOpen(Exception):
    """It was sealed with a key that this installation does not know."""


class Secret:
    """A sealed text: `Secret.of("123:abc")` seals it, `reveal()` gives it back. Raises CannotOpen there, not before."""

    __slots__ = ("seal",)

    def __init__(self, seal: str) -> None:
        self.seal = seal

    @classmethod
    def of(cls, words: str) -> "Secret":
        return cls(_ring().encrypt(words.encode()).decode())

    def reveal(self) -> str:
        try:
            return _ring().decrypt(self.seal).decode()
        except InvalidToken as why:
            raise CannotOpen from why

    def __str__(self) -> str:
        return HIDDEN

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not copied out of its row.")


if TYPE_CHECKING:
    Text = models.TextField[Secret | None, Any]
else:
    Text = models.TextField  # takes no types at run time


class Sealed(Text):
    """A column with a Secret. A plain text is refused, so that none is stored by mistake."""

    empty_strings_allowed = False

    def from_db_value(self, value: str | None, *_of: Any) -> Secret | None:
        return None if value is None else Secret(value)

    def to_python(self, value: Any) -> Secret | None:
        if value is None or isinstance(value, Secret):
            return value
        raise TypeError(f"{self.name} takes a Secret.")

    def get_prep_value(self, value: Any) -> str | None:
        secret = self.to_python(value)
        return None if secret is None else secret.seal


def _ring() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(made)
