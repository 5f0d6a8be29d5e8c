"""Sources: where leads come from, and how soon each is to be answered (§5.7)."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.row import Row

USUAL = (
    pgettext_lazy("source", "Website"),
    pgettext_lazy("source", "Telephone"),
    pgettext_lazy("source", "Recommendation"),
    pgettext_lazy("source", "Search advertising"),
    pgettext_lazy("source", "Event"),
)
TARGET = 15
"""Working minutes within which a lead is answered."""


class Way(models.TextChoices):
    """How a lead finds its salesperson."""

    HAND = "hand", _("by hand")
    ROUND = "round", _("in turn")
    LEAST = "least", _("whoever has least to do")


class SourceQuerySet(models.QuerySet["Source"]):
    def still_open(self) -> "SourceQuerySet":
        return self.filter(closed_at=None)


class Source(Row):
    name = models.CharField(max_length=100)
    target = models.PositiveSmallIntegerField(default=TARGET, db_default=TARGET)
    way = models.CharField(max_length=5, choices=Way, default=Way.HAND, db_default=Way.HAND)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[SourceQuerySet] = SourceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "source"
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_source_has_a_name_of_its_own"),
            models.CheckConstraint(condition=Q(target__gte=1), name="an_answer_takes_a_minute_at_least"),
        )

    def __str__(self) -> str:
        return self.name


def offered(agency: Agency) -> SourceQuerySet:
    """The sources leads may come from; an agency that never had any begins with the usual ones, in its language."""
    if not Source.objects.exists():
        with translation.override(agency.language):
            usual = [Source(name=str(name)) for name in USUAL]
        Source.objects.bulk_create(usual, ignore_conflicts=True)
    return Source.objects.still_open()


class NameTaken(Exception):
    """Another one is called so, perhaps one that is in the archive."""

    def __init__(self, name: str) -> None:
        super().__init__(_("“%(name)s” is there already, perhaps in the archive.") % {"name": name})


class LastOne(Exception):
    """Without any, nothing could be entered."""

    def __init__(self) -> None:
        super().__init__(_("One has to remain: add another first."))


def add(*, name: str, target: int = TARGET, way: str = Way.HAND) -> Source:
    """Raises NameTaken."""
    check_free(Source.objects.all(), name)
    return Source.objects.create(name=name, target=target, way=way)


def amend(source: Source, **facts: Any) -> None:
    """`facts` are fields of Source; leads that have come keep their source. Raises NameTaken."""
    check_free(Source.objects.exclude(pk=source.pk), facts.get("name", ""))
    for name, value in facts.items():
        setattr(source, name, value)
    source.save(update_fields=list(facts))


@transaction.atomic
def close(source: Source, *, at: datetime) -> None:
    """It is offered no more; what came from it stays. Raises LastOne."""
    check_not_last(Source.objects.still_open(), source)
    Source.objects.filter(pk=source.pk).update(closed_at=at)


def reopen(source: Source) -> None:
    Source.objects.filter(pk=source.pk).update(closed_at=None)


def check_free(others: models.QuerySet[Any], name: str) -> None:
    if others.filter(name__iexact=name).exists():
        raise NameTaken(name)


def check_not_last(still_open: models.QuerySet[Any], one: Row) -> None:
    if not still_open.select_for_update().exclude(pk=one.pk).exists():
        raise LastOne
