"""Pages of a list, the newest first: each begins where the one before ended, whatever came in meanwhile."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from keepstep.api.door import Wrong
from keepstep.postgres.keyset import before


def page(found: QuerySet[Any], *, by: str, after: str, limit: int) -> tuple[list[Any], str]:
    """The rows, newest `by` this moment first, and what the next page comes `after`; empty, this was the last."""
    rows = list(_after(found, by, after).order_by(f"-{by}", "-pk")[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    return rows[:limit], f"{getattr(last, by).isoformat()}~{last.pk}" if last else ""


def _after(found: QuerySet[Any], by: str, after: str) -> QuerySet[Any]:
    if not after:
        return found
    moment, _tilde, key = after.partition("~")
    try:
        at, last = datetime.fromisoformat(moment), UUID(key)
    except ValueError as why:
        raise Wrong("after", "It is what `next` of the page before said.") from why
    return found.filter(before((F(by), at), (F("pk"), last)))
