"""Hands: one of several who hold a ball together, as it comes with the ball in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Hand:
    """One of several who hold a ball together, as `Holder` keeps it."""

    id: UUID
    name: str
    contact: UUID | None
    is_required: bool
    answered_at: datetime | None
    said_at: datetime | None
    is_excused: bool

    @classmethod
    def of(cls, *, id: str, contact: str | None, answered_at: str | None, said_at: str | None, **facts: Any) -> "Hand":
        return cls(
            UUID(id), contact=UUID(contact) if contact else None, answered_at=_moment(answered_at),
            said_at=_moment(said_at), **facts,
        )  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
