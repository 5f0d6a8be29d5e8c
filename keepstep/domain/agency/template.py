"""Templates: the agency's own texts of contracts, addenda and acts, in Markdown with named fields (§5.8).

A text is never changed: saved anew it is one more, and a document keeps the one it was made with.
"""

from datetime import datetime
from pathlib import Path
from typing import ClassVar

from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Agency, Language
from keepstep.domain.agency.own_list import NameTaken as NameTaken
from keepstep.domain.agency.own_list import check_free
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.template_field import BLOCKS, FIELDS
from keepstep.formulas import fields

USUAL = Path(__file__).parent / "usual"
LONGEST = 60_000


class Kind(models.TextChoices):
    CONTRACT = "contract", pgettext_lazy("paper", "contract")
    ADDENDUM = "addendum", pgettext_lazy("paper", "addendum")
    ACT = "act", pgettext_lazy("paper", "act of acceptance")


class TemplateQuerySet(models.QuerySet["Template"]):
    def still_open(self) -> "TemplateQuerySet":
        return self.filter(closed_at=None)

    def for_papers(self, kind: str) -> "TemplateQuerySet":
        return self.still_open().filter(kind=kind)

    def with_saving(self) -> "TemplateQuerySet":
        """Each with `saved_at`: when its text was last saved."""
        newest = TemplateText.objects.filter(template=OuterRef("pk")).values("at")[:1]
        return self.annotate(saved_at=Subquery(newest))


class Template(Row):
    """Of its `texts` the newest counts."""

    kind = models.CharField(max_length=8, choices=Kind)
    language = models.CharField(max_length=2, choices=Language)
    name = models.CharField(max_length=100)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[TemplateQuerySet] = TemplateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "template"
        ordering = ("id",)
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "kind", "language", "name"], name="a_template_has_a_name_of_its_own"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.get_language_display()})"


class TemplateText(Row):
    template = Key(Template, models.CASCADE, related_name="texts")
    text = models.TextField(max_length=LONGEST)
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "template_text"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["agency", "template", "-at", "-id"], name="text_of_template"),)

    def __str__(self) -> str:
        return self.text[:60]


class FaultyText(ValueError):
    """What a document could not be made of; the words say which field, and what was probably meant."""


def check(text: str, *, kind: str) -> None:
    """Raises FaultyText."""
    said = [
        _("There is no field {%(name)s}; did you mean {%(near)s}?") % {"name": name, "near": near}
        if near
        else _("There is no field {%(name)s}: the list beside names all there are.") % {"name": name}
        for name, near in fields.unknown(text, FIELDS[kind]).items()
    ]
    said += [
        _("{%(name)s} has to stand alone in its line.") % {"name": name} for name in fields.misplaced(text, BLOCKS)
    ]
    if said:
        raise FaultyText(" ".join(said))


def offered(agency: Agency, *, at: datetime) -> TemplateQuerySet:
    """The templates there are; an agency that never had any begins with the usual ones, in both languages."""
    if not Template.objects.exists():
        with transaction.atomic():
            Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
            if not Template.objects.exists():
                for language in Language.values:
                    _begin(language, at=at)
    return Template.objects.still_open()


def _begin(language: str, *, at: datetime) -> None:
    for kind in Kind:
        with translation.override(language):
            made = Template.objects.create(kind=kind, language=language, name=str(kind.label).capitalize())
        TemplateText.objects.create(template=made, text=usual(kind, language), at=at)


def usual(kind: str, language: str) -> str:
    """The text an agency begins with."""
    return (USUAL / f"{kind}.{language}.md").read_text(encoding="utf-8")


def text_of(template: Template) -> TemplateText:
    """The one that counts now."""
    return template.texts.all()[0]


@transaction.atomic
def add(*, kind: str, language: str, name: str, by: Person | None, at: datetime) -> Template:
    """With the usual text, to be made one's own. Raises NameTaken."""
    check_free(Template.objects.filter(kind=kind, language=language), name)
    made = Template.objects.create(kind=kind, language=language, name=name)
    TemplateText.objects.create(template=made, text=usual(kind, language), by=by, at=at)
    return made


@transaction.atomic
def write(template: Template, *, name: str, text: str, by: Person | None, at: datetime) -> None:
    """Documents made from now on say this; those made before say what they said. Raises FaultyText, NameTaken."""
    check(text, kind=template.kind)
    alike = Template.objects.filter(kind=template.kind, language=template.language).exclude(pk=template.pk)
    check_free(alike, name)
    Template.objects.filter(pk=template.pk).update(name=name)
    if text != text_of(template).text:
        TemplateText.objects.create(template=template, text=text, by=by, at=at)


def close(template: Template, *, at: datetime) -> None:
    """It is offered no more."""
    Template.objects.filter(pk=template.pk).update(closed_at=at)


def reopen(template: Template) -> None:
    Template.objects.filter(pk=template.pk).update(closed_at=None)
