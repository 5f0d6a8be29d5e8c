"""Facts: what a delivery tells of progress, before it becomes steps; and reading them out of a payload."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

Payload = Mapping[str, Any]
T = TypeVar("T")
LONGEST_URL = 500


@dataclass(frozen=True)
class Fact:
    """`key` names the fact for ever, so that it counts once; `also` are keys under which it may be counted already.

    Without `at` it happened when we were told.
    """

    title: str
    kind: str
    key: str
    at: datetime | None = None
    author: str = ""
    url: str = ""
    also: tuple[str, ...] = ()


class OddPayload(Exception):
    """A payload that its sender's documentation does not know; says in words what is odd."""


def told(*facts: Fact) -> list[Fact]:
    """The facts of which something is left to say in a client's words."""
    return [replace(fact, url=_safe(fact.url)) for fact in facts if fact.title]


def commit_key(sha: str) -> str:
    """The same commit counts once, whichever way we hear of it."""
    return f"commit:{sha}"


def part(payload: Payload, *path: str) -> Payload:
    """The object at this place. Raises OddPayload."""
    found = payload
    for place, name in enumerate(path):
        found = found.get(name)  # type: ignore[assignment]
        if not isinstance(found, Mapping):
            raise OddPayload(_("“%(place)s” is missing.") % {"place": ".".join(path[: place + 1])})
    return found


def value(payload: Payload, *path: str, of: type[T]) -> T:
    """The value of this type at this place. Raises OddPayload."""
    found = part(payload, *path[:-1]).get(path[-1])
    if not isinstance(found, of) or isinstance(found, bool) is not (of is bool):
        raise OddPayload(_("“%(place)s” is missing or is not what it should be.") % {"place": ".".join(path)})
    return found


def text(payload: Payload, *path: str) -> str:
    """The text at this place; empty if there is none."""
    found: Any = payload
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""


def moment(words: Any) -> datetime | None:
    """A moment as senders write it (ISO 8601, or `2017-09-15 16:50:55 UTC`); None if it is none."""
    if not isinstance(words, str):
        return None
    try:
        found = parse_datetime(words.strip().replace(" UTC", "Z"))
    except ValueError:
        return None
    if found is None:
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def _safe(url: str) -> str:
    """An address one can open without harm, else none."""
    return url if url.startswith(("https://", "http://")) and len(url) <= LONGEST_URL else ""
