"""What the list of deals can be narrowed to: its stages, sources, and filters that somebody kept."""

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from keepstep.desk import Desk
from keepstep.domain.agency.saved_filter import SavedFilterQuerySet
from keepstep.domain.sales.own_field import OwnField
from keepstep.domain.sales.pipeline import Stage
from keepstep.domain.sales.source import Source
from keepstep.postgres.composed import composed
from keepstep.web.own_fields import of_few


def stages(desk: Desk) -> list[tuple[str, str]]:
    """By key; with its pipeline, where there are several."""
    known = _stages(desk=desk)
    is_one = len({along for _key, _name, along in known}) < 2
    return [(key, name if is_one else f"{along}: {name}") for key, name, along in known]


@composed
def _stages(desk: Desk) -> "QuerySet[Stage, tuple[str, str, str]]":
    return desk.stages().values_list(Cast("id", TextField()), "name", "pipeline__name")


def sources(desk: Desk) -> list[tuple[str, str]]:
    """By key; an agency that never had any begins with the usual ones."""
    return _sources(desk=desk) or [(str(key), name) for key, name in desk.sources().values_list("pk", "name")]


@composed
def _sources(desk: Desk) -> "QuerySet[Source, tuple[str, str]]":
    return desk.sources_ever().still_open().values_list(Cast("id", TextField()), "name")


@composed
def own(desk: Desk) -> QuerySet[OwnField]:
    return of_few(desk.deal_fields())


@composed
def saved(desk: Desk) -> SavedFilterQuerySet:
    return desk.filters("deal_list").select_related("person")
