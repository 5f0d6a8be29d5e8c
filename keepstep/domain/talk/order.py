"""What became of due days: whether each was kept and by what, or why it was not (§5.2)."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.sending import SendingQuerySet
from keepstep.domain.talk.touchpoint import Form, TouchpointQuerySet
from keepstep.formulas.order import wilson_lower


class Outcome(StrEnum):
    UPDATE = "update"
    ITSELF = "itself"
    WORD = "word"
    MISSED = "missed"
    FAILED = "failed"
    OPEN = "open"

    @property
    def is_kept(self) -> bool:
        return self in (Outcome.UPDATE, Outcome.ITSELF, Outcome.WORD)


class Became(NamedTuple):
    """What became of a due day, which has this key."""

    key: UUID
    outcome: Outcome


class Rank(NamedTuple):
    """How reliably the clients of somebody hear from us: `sure` is the share we may be sure of, from 0 to 1."""

    name: str
    due: int
    kept: int
    sure: float


def outcomes(
    due: QuerySet[DueDay], touches: TouchpointQuerySet, sendings: SendingQuerySet, *, today: date
) -> dict[UUID, dict[date, Became]]:
    """Of each account its due days among these; `touches` and `sendings` are those in sight, of the same days."""
    updated = set(touches.filter(form=Form.UPDATE).order_by().values_list("account_id", "day"))
    itself = set(sendings.filter(update__by_itself=True).values_list("update__account_id", "update__day"))
    failed = set(sendings.exclude(failed_at=None).values_list("update__account_id", "update__day"))
    found: dict[UUID, dict[date, Became]] = {}
    for pk, account, day, kept_at in due.order_by("day").values_list("pk", "account_id", "day", "kept_at"):
        key = (account, day)
        if kept_at:
            outcome = Outcome.WORD if key not in updated else Outcome.ITSELF if key in itself else Outcome.UPDATE
        elif key in failed:
            outcome = Outcome.FAILED
        else:
            outcome = Outcome.OPEN if day == today else Outcome.MISSED
        found.setdefault(account, {})[day] = Became(pk, outcome)
    return found


def ranking(due: QuerySet[DueDay], *, today: date) -> list[Rank]:
    """The account managers of these due days, the surest first; today counts once it is kept."""
    over = due.exclude(day=today, kept_at=None).exclude(account__manager=None)
    rows = over.order_by().values_list("account__manager", "account__manager__name")
    counted = rows.annotate(due=Count("pk"), kept=Count("kept_at"))
    return _ranked(Rank(name, due_, kept, wilson_lower(kept, due_) or 0.0) for _, name, due_, kept in counted)


def _ranked(ranks: Iterable[Rank]) -> list[Rank]:
    return sorted(ranks, key=lambda rank: (-rank.sure, rank.name))
