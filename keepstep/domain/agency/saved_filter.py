"""Filters of a list that somebody wants again: one's own, or shared with all colleagues."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def at_hand_of(self, person: Person, page: str) -> "SavedFilterQuerySet":
        """One's own and those that are shared, of this page."""
        return self.filter(Q(person=person) | Q(is_shared=True), page=page, forgotten_at=None)


class SavedFilter(Row):
    """`page` is the name of the list's address, `query` what the address says after its question mark."""

    person = Key(Person, models.CASCADE)
    page = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField(default=False, db_default=False)
    saved_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    objects: ClassVar[SavedFilterQuerySet] = SavedFilterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "saved_filter"
        ordering = ("name", "id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "person", "page", "name"], condition=Q(forgotten_at=None),
                name="a_saved_filter_has_a_name_of_its_own",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["agency", "page", "name"], name="saved_filter_of_page"),)

    def __str__(self) -> str:
        return self.name


def save(person: Person, *, page: str, name: str, query: str, is_shared: bool, at: datetime) -> SavedFilter:
    """Saved again under a name one has used, it takes the former's place."""
    facts = {"query": query, "is_shared": is_shared, "saved_at": at}
    made, _is_new = SavedFilter.objects.update_or_create(
        person=person, page=page, name=name, forgotten_at=None, defaults=facts
    )
    return made


def forget(saved: SavedFilter, *, at: datetime) -> None:
    SavedFilter.objects.filter(pk=saved.pk).update(forgotten_at=at)


def remember(saved: SavedFilter) -> bool:
    """It was a slip of the hand; False if another bears its name by now."""
    others = SavedFilter.objects.filter(person=saved.person_id, page=saved.page, name=saved.name, forgotten_at=None)
    return not others.exists() and SavedFilter.objects.filter(pk=saved.pk).update(forgotten_at=None) == 1
