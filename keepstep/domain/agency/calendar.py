"""The work calendar: zone, week, hours, lunch, public holidays of the country, own exceptions (§5.1)."""

import json
from collections.abc import Iterable
from datetime import date, time
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.row import Key, Row
from keepstep.formulas.working_time import Spans, WorkingTime
from keepstep.postgres.composed import composed

OFFICE_WEEK = {str(weekday): [["09:00", "13:00"], ["14:00", "18:00"]] for weekday in range(5)}


def office_week() -> dict[str, Any]:
    return dict(OFFICE_WEEK)


class WorkCalendar(Row):
    """`week` maps a weekday (0 is Monday) to its spans, lunch being the gap between them."""

    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=64, default="Europe/Berlin")
    country = models.CharField(max_length=2, blank=True)
    subdivision = models.CharField(max_length=8, blank=True)
    week = models.JSONField(default=office_week)
    is_default = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "work_calendar"
        constraints = (
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(is_default=True), name="an_agency_has_one_default_calendar"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def working_time(self) -> WorkingTime:
        """The service that answers every question of duration for this calendar."""
        own = CalendarException.objects.filter(calendar=self).order_by("day").values_list("day", "hours")
        return _service(self.zone, self.week, self.country, self.subdivision, own)


def default_calendar() -> WorkCalendar:
    """The calendar of the agency the session is in."""
    return WorkCalendar.objects.get(is_default=True)


def office_hours() -> WorkingTime:
    """The service of the agency's calendar."""
    return hours_as_told(WorkCalendar.objects.values_list(_told(), flat=True).get(is_default=True))


def office_hours_told() -> models.Subquery:
    """The agency's calendar as one text, within a query of something else: every page begins by asking for it."""
    return models.Subquery(WorkCalendar.objects.filter(is_default=True).values(told=_told()))


@lru_cache(maxsize=256)
def hours_as_told(told: str) -> WorkingTime:
    said = json.loads(told)
    return _service(said["zone"], said["week"], said["country"], said["subdivision"], _as_read(said["own"]))


def _told() -> Cast:
    names = ("zone", "week", "country", "subdivision")
    return Cast(JSONObject(**{name: name for name in names}, own=_exceptions()), models.TextField())


def calendars() -> list[tuple[WorkCalendar, WorkingTime]]:
    """The work calendars of the agency the session is in, with the service of each, in one statement."""
    return [
        (one, _service(one.zone, one.week, one.country, one.subdivision, _as_read(own)))
        for one, own in [(one, one.own) for one in _calendars()]  # type: ignore[attr-defined]  # annotated
    ]


@composed
def _calendars() -> models.QuerySet[WorkCalendar]:
    return WorkCalendar.objects.annotate(own=_exceptions())


def _exceptions() -> ArraySubquery:
    own = CalendarException.objects.filter(calendar=OuterRef("pk")).order_by("day")
    return ArraySubquery(own.values(said=JSONObject(day="day", hours="hours")))


def _as_read(own: list[dict[str, Any]]) -> list[tuple[date, list[list[str]]]]:
    return [(date.fromisoformat(said["day"]), said["hours"]) for said in own]


class CalendarException(Row):
    """A day with hours of its own; without hours it is a day off."""

    calendar = Key(WorkCalendar, models.CASCADE)
    day = models.DateField()
    hours = models.JSONField(default=list, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        db_table = "calendar_exception"
        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=["agency", "calendar", "day"], name="a_day_has_one_exception"),)

    def __str__(self) -> str:
        return f"{self.day} {self.hours or 'off'}"


def make_exception(
    calendar: WorkCalendar, *, day: date, hours: list[list[str]] | None = None, note: str = ""
) -> CalendarException:
    """That day has hours of its own, or is a day off; the last word about a day counts."""
    said = {"hours": hours or [], "note": note}
    made, _new = CalendarException.objects.update_or_create(calendar=calendar, day=day, defaults=said)
    return made


def add(*, name: str) -> WorkCalendar:
    """One more calendar, for clients who work otherwise; it begins as a copy of the agency's."""
    ours = default_calendar()
    return WorkCalendar.objects.create(
        name=name, zone=ours.zone, country=ours.country, subdivision=ours.subdivision, week=ours.week
    )


def change(calendar: WorkCalendar, *, zone: str, country: str, subdivision: str, week: dict[str, Any]) -> None:
    """Other hours from now on. Raises ValueError if there is no such zone, or the spans of a day overlap."""
    calendar.zone, calendar.country, calendar.subdivision, calendar.week = zone, country, subdivision, week
    calendar.working_time()
    calendar.save(update_fields=["zone", "country", "subdivision", "week"])


def forget_exception(exception: CalendarException) -> None:
    """The day is as every other of its kind again."""
    exception.delete()


def _service(
    zone: str, week: dict[str, Any], country: str, subdivision: str, own: Iterable[tuple[date, list[list[str]]]]
) -> WorkingTime:
    days = tuple((int(weekday), _hashable(spans)) for weekday, spans in sorted(week.items()))
    return _working_time(zone, days, country, subdivision, tuple((day, _hashable(hours)) for day, hours in own))


def _hashable(spans: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((start, end) for start, end in spans)


@lru_cache(maxsize=256)
def _working_time(
    zone: str,
    week: tuple[tuple[int, tuple[tuple[str, str], ...]], ...],
    country: str,
    subdivision: str,
    exceptions: tuple[tuple[date, tuple[tuple[str, str], ...]], ...],
) -> WorkingTime:
    return WorkingTime(
        zone=zone,
        week={weekday: _times(spans) for weekday, spans in week},
        country=country or None,
        subdivision=subdivision or None,
        exceptions={day: _times(spans) for day, spans in exceptions},
    )


def _times(spans: tuple[tuple[str, str], ...]) -> Spans:
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans)
