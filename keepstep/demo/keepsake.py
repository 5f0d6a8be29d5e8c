"""What is remembered of the demo made here, in its data folder: only by it is an agency known as ours to empty."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import connections

from keepstep.domain.agency import store
from keepstep.domain.agency.agency import Agency
from keepstep.postgres import tenancy
from keepstep.postgres.location import data_folder
from keepstep.postgres.provision import OWNER

SHARED = ("django_migrations", "django_content_type", "auth_permission")
"""Rows of the version, not of the demo."""


@dataclass(frozen=True)
class Keepsake:
    """Which agency the demo is, for which day and in which language it was made, and who signs in."""

    agency: str
    day: str
    language: str
    manager: str
    owner: str

    @property
    def its_day(self) -> date:
        return date.fromisoformat(self.day)


class NotOurs(Exception):
    """The database holds an agency that the demo has not made."""


def keep(kept: Keepsake) -> None:
    _place().write_text(json.dumps(asdict(kept), ensure_ascii=False, indent=2), encoding="utf-8")


def found() -> Keepsake | None:
    """The demo that lives here, if there is one. Raises NotOurs beside any other agency."""
    with tenancy.every_agency():
        here = {str(key): name for key, name in Agency.objects.values_list("pk", "name")}
    kept = _read()
    others = [name for key, name in here.items() if kept is None or key != kept.agency]
    if others:
        raise NotOurs(", ".join(sorted(others)))
    return kept if kept and kept.agency in here else None


def empty() -> None:
    """Nothing of the demo is left: neither its agency and files nor its log-ins, sessions and jobs. Raises NotOurs."""
    kept = found()
    if kept is None:
        return
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "select tablename from pg_tables where schemaname = 'public' and tablename <> all (%s)", [[*SHARED]]
        )
        tables = ", ".join(f'"{table}"' for (table,) in cursor.fetchall())
        cursor.execute(f"truncate {tables} restart identity cascade")
    connections[OWNER].close()
    store.forget(UUID(kept.agency))
    _place().unlink()


def agency(kept: Keepsake) -> Agency:
    with tenancy.entered(UUID(kept.agency)):
        return Agency.objects.get()


def _read() -> Keepsake | None:
    place = _place()
    return Keepsake(**json.loads(place.read_text(encoding="utf-8"))) if place.exists() else None


def _place() -> Path:
    return data_folder() / "demo.json"
