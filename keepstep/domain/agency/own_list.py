"""Small lists of the agency's own: sources, reasons, criteria. A line has a name of its own and is offered until it
goes into the archive; what was entered by it stays."""

from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.db import models, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.row import Row


class LineQuerySet(models.QuerySet[Any]):
    def still_open(self) -> Self:
        return self.filter(closed_at=None)


class Line(Row):
    """`usual` are the names an agency begins with."""

    name = models.CharField(max_length=100)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[LineQuerySet] = LineQuerySet.as_manager()  # type: ignore[assignment]
    usual: ClassVar[tuple[str | Promise, ...]] = ()
    one_remains: ClassVar = True

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


Of = TypeVar("Of", bound=Line)


class NameTaken(Exception):
    """Another one is called so, perhaps one that is in the archive."""

    def __init__(self, name: str) -> None:
        super().__init__(_("“%(name)s” is there already, perhaps in the archive.") % {"name": name})


class LastOne(Exception):
    """Without any, nothing could be entered."""

    def __init__(self) -> None:
        super().__init__(_("One has to remain: add another first."))


def offered(kind: type[Line], agency: Agency) -> LineQuerySet:
    """What may be chosen; an agency that never had any begins with the usual ones, in its language."""
    if not kind.objects.exists():
        with translation.override(agency.language):
            usual = [kind(name=str(name)) for name in kind.usual]
        kind.objects.bulk_create(usual, ignore_conflicts=True)
    return kind.objects.still_open()


def add(kind: type[Of], /, *, name: str, **facts: Any) -> Of:
    """`facts` are fields of this kind. Raises NameTaken."""
    check_free(kind.objects.all(), name)
    made = kind(name=name, **facts)
    made.save(force_insert=True)
    return made


def amend(line: Line, **facts: Any) -> None:
    """What was entered by it is told by the new name. Raises NameTaken."""
    check_free(type(line).objects.exclude(pk=line.pk), facts.get("name", ""))
    for name, value in facts.items():
        setattr(line, name, value)
    line.save(update_fields=list(facts))


@transaction.atomic
def close(line: Line, *, at: datetime) -> None:
    """It is offered no more. Raises LastOne."""
    if line.one_remains:
        check_not_last(type(line).objects.still_open(), line)
    type(line).objects.filter(pk=line.pk).update(closed_at=at)


def reopen(line: Line) -> None:
    type(line).objects.filter(pk=line.pk).update(closed_at=None)


def check_free(others: models.QuerySet[Any], name: str) -> None:
    if others.filter(name__iexact=name).exists():
        raise NameTaken(name)


def check_not_last(still_open: models.QuerySet[Any], one: Row) -> None:
    if not still_open.select_for_update().exclude(pk=one.pk).exists():
        raise LastOne
