"""Fields of the agency's own on pages: asked in a form, shown with the facts, told in a history, filtered by,
saved."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.domain.sales.own_field import NO, YES, Kind, OwnField, Values
from keepstep.intake import own_value
from keepstep.intake.own_value import Unfit
from keepstep.web.days import key_of
from keepstep.web.number_field import written
from keepstep.web.rows import options

PREFIX = "own_"
DAY = "%Y-%m-%d"
FILTER = "own-"
MOST_FILTERS = 8


class ReadField(forms.CharField):
    """What is typed is read as a file or another system is."""

    def __init__(self, *, of: OwnField, **options: Any) -> None:
        super().__init__(**options)
        self.of = of

    def clean(self, value: Any) -> str:
        try:
            return own_value.read(self.of, super().clean(value))
        except Unfit as why:
            raise ValidationError(str(why)) from why


WIDGETS: dict[str, Callable[[], forms.Widget]] = {
    Kind.TEXT: forms.TextInput,
    Kind.NUMBER: lambda: forms.TextInput(attrs={"inputmode": "decimal"}),
    Kind.DAY: lambda: forms.DateInput(attrs={"type": "date"}, format=DAY),
    Kind.LINK: lambda: forms.TextInput(attrs={"inputmode": "url"}),
}


def field_of(one: OwnField, known: str = "") -> forms.Field:
    """What asks for it. A choice that is offered no more stays where it was chosen."""
    if one.kind == Kind.CHOICE:
        said = [*one.choices, *([known] if known and known not in one.choices else [])]
        choices = [("", gettext_lazy("choose")), *((each, each) for each in said)]
        return forms.ChoiceField(label=one.name, choices=choices, required=False, initial=known)
    if one.kind == Kind.YES_NO:
        choices = [("", gettext_lazy("not known")), (YES, gettext_lazy("yes")), (NO, gettext_lazy("no"))]
        return forms.ChoiceField(label=one.name, choices=choices, required=False, initial=known)
    shown = written(Decimal(known)) if known and one.kind == Kind.NUMBER else known
    return ReadField(of=one, label=one.name, required=False, initial=shown, widget=WIDGETS[one.kind]())


class OwnForm(forms.Form):
    """A form that asks for fields of the agency's own too: `own` of its initial facts says what is known."""

    def ask(self, asked: Iterable[OwnField]) -> None:
        known: Values = self.initial.get("own") or {}
        for one in asked:
            self.fields[f"{PREFIX}{one.key}"] = field_of(one, known.get(one.key, ""))

    @property
    def own(self) -> Values:
        """What is said, and of what nothing is."""
        said = self.cleaned_data
        return {name.removeprefix(PREFIX): said[name] for name in said if name.startswith(PREFIX)}


class Shown(NamedTuple):
    name: str
    words: str
    link: str


def shown(own: Values, ever: Callable[[], QuerySet[OwnField]]) -> list[Shown]:
    """What is known, in the agency's order; nobody is asked where nothing is."""
    if not own:
        return []
    known = ever().filter(pk__in=own.keys())
    return [
        Shown(one.name, said(one.kind, own[one.key]), own[one.key] if one.kind == Kind.LINK else "") for one in known
    ]  # fmt: skip


def said(kind: str, value: str) -> str:
    """As people write it."""
    if not value:
        return "–"
    if kind == Kind.NUMBER:
        return written(Decimal(value))
    if kind == Kind.DAY:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if kind == Kind.YES_NO:
        return _("yes") if value == YES else _("no")
    if kind == Kind.LINK:
        return value.removeprefix("https://").removeprefix("http://").removesuffix("/")
    return value


def told(changes: Iterable[dict[str, str]]) -> list[str]:
    """Each change in a line of the history."""
    return [f"{one['name']}: {said(one['kind'], one['was'])} → {said(one['kind'], one['now'])}" for one in changes]


def cells(own: Values, fields: Iterable[OwnField]) -> list[Any]:
    """As a file has them: a number and a day as such, so that a spreadsheet reckons with them."""
    return [_cell(one.kind, own.get(one.key, "")) for one in fields]


def _cell(kind: str, value: str) -> Any:
    if value and kind == Kind.NUMBER:
        return Decimal(value)
    if value and kind == Kind.DAY:
        return date.fromisoformat(value)
    return said(kind, value) if value and kind == Kind.YES_NO else value


class Filter(NamedTuple):
    """A select above a list: how the address names it, what it is of, and what may be chosen."""

    name: str
    words: str
    choices: SafeString


def asked(data: Any) -> tuple[tuple[str, str], ...]:
    """What the address asks for, by the keys of the fields."""
    named = [(str(key_of(name.removeprefix(FILTER)) or ""), name) for name in data if name.startswith(FILTER)]
    said = [(key, data[name][:100].replace("\0", "")) for key, name in named[:MOST_FILTERS] if key]
    return tuple((key, value) for key, value in said if value)


def names(wanted: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {f"{FILTER}{key}": value for key, value in wanted}


def of_few(offered: QuerySet[OwnField]) -> QuerySet[OwnField]:
    """The fields of which one of few is said."""
    return offered.filter(kind__in=(Kind.CHOICE, Kind.YES_NO))[:MOST_FILTERS]


def filters(fields: Iterable[OwnField], wanted: Iterable[tuple[str, str]]) -> list[Filter]:
    """Of each of them."""
    chosen = dict(wanted)
    return [
        Filter(f"{FILTER}{one.key}", one.name, options(_choices(one), chosen=chosen.get(one.key, ""))) for one in fields
    ]


def _choices(one: OwnField) -> list[tuple[str, str]]:
    """Yes says of what, since the name is out of sight once it is chosen."""
    if one.kind == Kind.YES_NO:
        return [(value, f"{one.name}: {said(one.kind, value)}") for value in (YES, NO)]
    return [(each, each) for each in one.choices]
