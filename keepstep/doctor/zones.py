"""Time zones: Python reckons what is shown and PostgreSQL what is due, so they must agree."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection
from django.utils.translation import gettext as _

from keepstep.doctor.finding import Finding, State
from keepstep.domain.agency.calendar import WorkCalendar
from keepstep.postgres import tenancy


def zones(at: datetime) -> Iterator[Finding]:
    """Every zone in use, at this moment."""
    with tenancy.every_agency():
        used = sorted({*WorkCalendar.objects.values_list("zone", flat=True), "UTC"})
        astray = [zone for zone in used if _offset(zone, at) != _offset_in_database(zone, at)]
    if astray:
        words = _("Unknown or reckoned in two ways: %(zones)s.") % {"zones": ", ".join(astray)}
        mend = _("Bring the time zone data up to date: the package tzdata, and PostgreSQL itself.")
        yield Finding(_("time zones"), State.BROKEN, words, mend)
    else:
        yield Finding(_("time zones"), State.WELL, ", ".join(used))


def _offset(zone: str, at: datetime) -> timedelta | None:
    try:
        return at.astimezone(ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _offset_in_database(zone: str, at: datetime) -> timedelta | None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_timezone_names where name = %s", [zone])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(
            "select (%s::timestamptz at time zone %s) - (%s::timestamptz at time zone 'UTC')", [at, zone, at]
        )
        offset: timedelta = cursor.fetchone()[0]
        return offset
