"""Letters: a delivery as it arrives, its signature to be checked before a byte of it is read."""

import hashlib
import hmac
import json
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol
from urllib.parse import parse_qs

from keepstep.intake.fact import Fact, Payload

LONGEST_NAME, LONGEST_DELIVERY = 60, 100
# A text of PostgreSQL holds neither a NUL nor half a character.
NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Letter:
    """The event's name, the sender's own id of the delivery, and what it says."""

    name: str
    delivery: str
    payload: dict[str, Any]
    digest: str


class Sender(Protocol):
    """What a file of this folder knows of the system it speaks for."""

    @property
    def EVENTS(self) -> Collection[str]:
        """The events that may be about progress."""

    @property
    def MERGE(self) -> str:
        """The event that tells of a merge."""

    @property
    def TIPS(self) -> tuple[str, ...]:
        """Where in its payload stand the commits it arrived with."""

    def is_signed(self, headers: Mapping[str, str], body: bytes, *, secret: str) -> bool:
        """Whether whoever sent this knows the secret."""

    def read(self, headers: Mapping[str, str], body: bytes) -> Letter:
        """Raises BrokenBody."""

    def commits(self, name: str, payload: Payload) -> list[str]:
        """The commits a push brought, the oldest first; none of other events."""

    def tips(self, payload: Payload) -> tuple[str, ...]:
        """Commits with which a merge, counted as such, came into the default branch."""

    def facts(self, name: str, payload: Payload, *, tips: Collection[str]) -> list[Fact]:
        """What a client would call progress; `tips` end those commits which merges count. Raises OddPayload."""


class BrokenBody(Exception):
    """Not JSON, or not an object."""


def letter(body: bytes, *, payload: dict[str, Any], name: str, delivery: str) -> Letter:
    """A sender that gives its deliveries no id is known by what it says."""
    digest = hashlib.sha256(body).hexdigest()
    delivery = NOT_STORABLE.sub("", delivery)
    return Letter(name[:LONGEST_NAME], delivery[:LONGEST_DELIVERY] or digest, payload, digest)


def is_signature(given: str, body: bytes, *, secret: str) -> bool:
    """`sha256=` and the hexadecimal HMAC of the raw body, compared in constant time."""
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())


def is_secret(given: str, *, secret: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), secret.encode())


def payload_of(body: bytes, *, content_type: str = "") -> dict[str, Any]:
    """The object of the body, sent as JSON or as a form's field `payload`. Raises BrokenBody."""
    try:
        words = body.decode()
        if content_type.startswith("application/x-www-form-urlencoded"):
            words = parse_qs(words, strict_parsing=True)["payload"][0]
        found = json.loads(words, parse_constant=_refuse, parse_float=_finite)
        if isinstance(found, dict):
            return {_storable(name): _storable(member) for name, member in found.items()}
    except (ValueError, KeyError, RecursionError) as error:
        raise BrokenBody from error
    raise BrokenBody


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(words: str) -> float:
    number = float(words)
    if not math.isfinite(number):
        raise ValueError(words)
    return number


def _storable(found: Any) -> Any:
    if isinstance(found, str):
        return NOT_STORABLE.sub("", found)
    if isinstance(found, list):
        return [_storable(member) for member in found]
    if isinstance(found, dict):
        return {_storable(name): _storable(member) for name, member in found.items()}
    return found
