"""Snippets: sentences one writes again and again, at hand while writing to a client."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row


class SnippetQuerySet(models.QuerySet["Snippet"]):
    def at_hand_of(self, person: Person) -> "SnippetQuerySet":
        """One's own, and those for everybody."""
        return self.filter(Q(person=person) | Q(person=None))


class Snippet(Row):
    """`person` is whose it is; one for everybody is nobody's."""

    person = Key(Person, models.CASCADE, null=True, blank=True)
    name = models.CharField(_("name"), max_length=80)
    body = models.TextField(_("text"), max_length=4000)
    written_at = models.DateTimeField()

    objects: ClassVar[SnippetQuerySet] = SnippetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "snippet"
        ordering = ("name", "id")
        indexes = (models.Index(fields=["agency", "person", "name"], name="snippet_by_name"),)

    def __str__(self) -> str:
        return self.name


def write(*, name: str, body: str, person: Person | None, at: datetime) -> Snippet:
    """A sentence to keep at hand; `person` is whose it is, None for everybody."""
    return Snippet.objects.create(name=name, body=body.strip(), person=person, written_at=at)


def amend(snippet: Snippet, *, name: str, body: str, person: Person | None) -> None:
    snippet.name, snippet.body, snippet.person = name, body.strip(), person
    snippet.save(update_fields=["name", "body", "person"])


def forget(snippet: Snippet) -> None:
    """What was written with it stays."""
    snippet.delete()
