"""Sessions in the database, as Django keeps them; reading one, which every page does, is put together once."""

from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from keepstep.postgres.composed import composed

MOST_KNOWN = 1024


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        for (kept,) in _kept(key=self.session_key or "", at=timezone.now()):
            return deepcopy(_decoded(kept))
        self._session_key = None
        return {}


@lru_cache(MOST_KNOWN)
def _decoded(kept: str) -> dict[str, Any]:
    """Its signature is looked at once, for as long as not a letter of it changes."""
    known: dict[str, Any] = SessionStore().decode(kept)
    return known


@composed
def _kept(key: str, at: datetime) -> QuerySet[Session, tuple[str]]:
    return Session.objects.filter(session_key=key, expire_date__gt=at).values_list("session_data")
