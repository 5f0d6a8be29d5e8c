"""Fields of the agency's own: what it wants to know of a lead or of a deal beside what everybody asks, in its own words
and in its own order (§8)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.own_list import Line

LAST = 32_767
"""The place of a field that nobody has moved yet."""


class Kind(models.TextChoices):
    TEXT = "text", pgettext_lazy("field", "text")
    NUMBER = "number", pgettext_lazy("field", "number")
    DAY = "day", pgettext_lazy("field", "date")
    CHOICE = "choice", pgettext_lazy("field", "one of a list")
    YES_NO = "yes_no", pgettext_lazy("field", "yes or no")
    LINK = "link", pgettext_lazy("field", "link")


YES, NO = "yes", "no"
Values = dict[str, str]
"""By the key of its field what is said there: a number with a point, a day as ISO writes it, a choice in its words,
YES or NO. Nothing stands there for what nobody has said."""


class OwnField(Line):
    """Its kind is settled once: values of that kind are kept by it. A choice that is taken off the list stays where it
    was chosen."""

    kind = models.CharField(max_length=6, choices=Kind)
    choices = ArrayField(models.CharField(max_length=100), default=list, db_default=[])
    place = models.PositiveSmallIntegerField(default=LAST, db_default=LAST)

    one_remains: ClassVar = False

    class Meta:
        abstract = True
        ordering = ("place", "id")

    @property
    def key(self) -> str:
        return str(self.pk)


def _rules(whose: str) -> tuple[models.BaseConstraint, ...]:
    return (
        models.UniqueConstraint(fields=["agency", "name"], name=f"a_field_of_{whose}_has_a_name_of_its_own"),
        models.CheckConstraint(
            condition=Q(kind=Kind.CHOICE) & ~Q(choices=[]) | ~Q(kind=Kind.CHOICE) & Q(choices=[]),
            name=f"a_field_of_{whose}_has_choices_if_one_is_chosen",
        ),
    )


class LeadField(OwnField):
    class Meta(OwnField.Meta):
        db_table = "lead_field"
        constraints: ClassVar = _rules("leads")


class DealField(OwnField):
    class Meta(OwnField.Meta):
        db_table = "deal_field"
        constraints: ClassVar = _rules("deals")


@transaction.atomic
def move_up(field: OwnField) -> bool:
    """Before the one above it; False if it is the first already."""
    kind = type(field)
    offered = list(kind._default_manager.select_for_update().filter(closed_at=None))
    place = next((place for place, one in enumerate(offered) if one.pk == field.pk), 0)
    if place == 0:
        return False
    offered[place - 1], offered[place] = offered[place], offered[place - 1]
    for at_place, one in enumerate(offered):
        kind._default_manager.filter(pk=one.pk).update(place=at_place)
    return True


def put(known: Values, said: Mapping[str, str]) -> Values:
    """What is known once this is said; what is said to be nothing is known no more."""
    return {key: value for key, value in {**known, **said}.items() if value}


def changes(kind: type[OwnField], known: Values, said: Mapping[str, str]) -> list[dict[str, Any]]:
    """What a history tells: of each field what it was and what it is, under the name it bears on that day."""
    changed = [key for key, value in said.items() if known.get(key, "") != value]
    fields = kind._default_manager.filter(pk__in=changed) if changed else []
    return [{"name": one.name, "kind": one.kind, "was": known.get(one.key, ""), "now": said[one.key]} for one in fields]


def of_deal(known: Values) -> Values:
    """What a deal takes over of what is known of its lead: that for which it has a field of the same name and kind."""
    if not known:
        return {}
    asked = {(one.name.lower(), one.kind): one for one in DealField.objects.still_open()}
    found = {}
    for one in LeadField.objects.filter(pk__in=known.keys()):
        same, value = asked.get((one.name.lower(), one.kind)), known[one.key]
        if same and (one.kind != Kind.CHOICE or value in same.choices):
            found[same.key] = value
    return found


def joined(kept: Values, gone: Values) -> Values:
    """Of two leads that are one person's: what the one that stays does not know, the other does."""
    return {**gone, **kept}


def parted(now: Values, *, was: Values, became: Values) -> Values:
    """Without what came by the merge, unless it was changed in between."""
    return {key: value for key, value in now.items() if key in was or became.get(key) != value}
