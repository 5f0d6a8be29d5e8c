"""A file of spend is loaded whole or not at all, once, and undone whole."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person
from keepstep.domain.sales.spend import Entry, Spend, SpendFile, lock, overlapping


class LoadedAlready(Exception):
    """The same bytes were loaded; `known` is that file."""

    def __init__(self, known: SpendFile) -> None:
        self.known = known
        super().__init__(_("This very file was loaded already: nothing is added."))


class NothingNew(Exception):
    """Every row of it is entered already."""

    def __init__(self) -> None:
        super().__init__(_("Every row of this file is entered already: nothing is added."))


class Clashes(Exception):
    """`places` are those of the entries whose days have another sum already, in the file or before it."""

    def __init__(self, places: list[int]) -> None:
        self.places = places
        super().__init__()


class UndoneAlready(Exception):
    def __init__(self) -> None:
        super().__init__(_("It has been taken back already."))


class Loaded(NamedTuple):
    """How many rows were added, and how many were entered already, to the day and the sum."""

    file: SpendFile
    added: int
    known: int


@transaction.atomic
def load(entries: Sequence[Entry], *, name: str, digest: str, agency: Agency, by: Person, at: datetime) -> Loaded:
    """All of them. Raises LoadedAlready, NothingNew, Clashes."""
    lock(agency)
    if same := SpendFile.objects.filter(digest=digest, undone_at=None).first():
        raise LoadedAlready(same)
    known = overlapping(entries)
    new = [place for place, entry in enumerate(entries) if not _is_same(entry, known[place])]
    clashes = [place for place in new if known[place]]
    if clashes := sorted({*clashes, *_double([(place, entries[place]) for place in new])}):
        raise Clashes(clashes)
    if not new:
        raise NothingNew
    file = SpendFile.objects.create(name=name, digest=digest, by=by, at=at)
    Spend.objects.bulk_create(
        Spend(**entries[place]._asdict(), currency=agency.currency, file=file, by=by, at=at) for place in new
    )
    return Loaded(file, len(new), len(entries) - len(new))


@transaction.atomic
def undo(file: SpendFile, *, by: Person, at: datetime) -> int:
    """How many of its rows stood and are taken back. Raises UndoneAlready."""
    if not SpendFile.objects.filter(pk=file.pk, undone_at=None).update(undone_at=at, undone_by=by):
        raise UndoneAlready
    return Spend.objects.standing().filter(file=file).update(withdrawn_at=at, withdrawn_by=by)


def _is_same(entry: Entry, known: Spend | None) -> bool:
    return known is not None and (known.since, known.until, known.amount) == (entry.since, entry.until, entry.amount)


def _double(entries: Sequence[tuple[int, Entry]]) -> list[int]:
    """The places of those that count a day which one before them counts."""
    found: list[int] = []
    ends: dict[tuple[Any, str], date] = {}
    for place, one in sorted(entries, key=lambda numbered: (numbered[1].since, numbered[0])):
        key = (one.source.pk, one.campaign.lower())
        if key in ends and one.since <= ends[key]:
            found.append(place)
        ends[key] = max(one.until, ends.get(key, one.until))
    return found
