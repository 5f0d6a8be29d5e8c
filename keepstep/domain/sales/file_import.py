"""Files of other systems that are loaded piece by piece and taken back whole (§8): what those of leads and of deals
have in common."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import store
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row

AT_ONCE = 1000
"""So many of what a file has made are taken back by one statement."""


class FileImport(Row):
    """`fields` say what each column holds, in the order of `headings`; `done` rows of `total` are loaded.

    `country` reads telephone numbers without a code.
    """

    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    system = models.CharField(max_length=10, blank=True)
    headings = models.JSONField()
    fields = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0, db_default=0)
    country = models.CharField(max_length=2, blank=True)
    by = Key(Person)
    at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undo_asked_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = Key(Person, null=True)

    class Meta:
        abstract = True
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.name


Of = TypeVar("Of", bound=FileImport)


class StartedAlready(Exception):
    def __init__(self) -> None:
        super().__init__(_("It has been started already."))


class NotToBeUndone(Exception):
    """It is still running, or has been taken back."""

    def __init__(self) -> None:
        super().__init__(_("It is still being loaded, or has been taken back already."))


def receive(
    kind: type[Of], content: bytes, *, name: str, system: str, headings: list[str], fields: list[str], total: int,
    agency: Agency, by: Person, at: datetime,
) -> Of:  # fmt: skip
    """A file was given to us; nothing is loaded before somebody has looked at it."""
    digest = store.keep(content, agency_id=agency.pk)
    return kind._default_manager.create(
        name=name[-255:], digest=digest, system=system, headings=headings, fields=fields, total=total, by=by, at=at
    )


def twin(one: Of) -> Of | None:
    """The same bytes, loaded before and not taken back."""
    others = _all(one).exclude(pk=one.pk).exclude(started_at=None).filter(digest=one.digest, undone_at=None)
    return others.select_related("by").first()


def start(one: FileImport, *, at: datetime, **facts: Any) -> None:
    """`facts` are those of its fields that say how it is loaded. Raises StartedAlready."""
    if not _all(one).filter(pk=one.pk, started_at=None).update(started_at=at, **facts):
        raise StartedAlready


def finish(one: FileImport, *, at: datetime) -> None:
    _all(one).filter(pk=one.pk, finished_at=None).update(finished_at=at)


def outcomes(rows: models.QuerySet[Any]) -> dict[str, int]:
    """How many of these rows became what."""
    return dict(rows.order_by().values_list("outcome").annotate(n=Count("pk")))


def ask_undo(one: FileImport, *, by: Person, at: datetime) -> None:
    """Raises NotToBeUndone."""
    known = _all(one).filter(pk=one.pk, undo_asked_at=None).exclude(finished_at=None)
    if not known.update(undo_asked_at=at, undone_by=by):
        raise NotToBeUndone


def take_back(
    one: FileImport, *, untouched: models.QuerySet[Any], added: models.QuerySet[Any], at: datetime
) -> None:  # fmt: skip
    """What it made and nobody has worked on since is gone, and so are the words it `added` to the history of others."""
    keys = list(untouched.order_by().values_list("pk", flat=True))
    for first in range(0, len(keys), AT_ONCE):
        untouched.model._default_manager.filter(pk__in=keys[first : first + AT_ONCE]).delete()
    added.delete()
    _all(one).filter(pk=one.pk).update(undone_at=at)


def _all(one: Of) -> models.QuerySet[Of]:
    return type(one)._default_manager.all()
