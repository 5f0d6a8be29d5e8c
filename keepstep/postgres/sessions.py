"""Sessions in the database, as Django keeps them; reading one, which every page does, is put together once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from keepstep.postgres.composed import composed


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        for (kept,) in _kept(key=self.session_key or "", at=timezone.now()):
            known: dict[str, Any] = self.decode(kept)
            return known
        self._session_key = None
        return {}


@composed
def _kept(key: str, at: datetime) -> QuerySet[Session, tuple[str]]:
    return Session.objects.filter(session_key=key, expire_date__gt=at).values_list("session_data")
