"""What a list shows, as a file: all that was asked for, not a page of it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from keepstep.outlet import spreadsheet
from keepstep.outlet.download import saved
from keepstep.web import act
from keepstep.web.seat import StaffRequest

MOST = 100_000


class TooMany(Exception):
    def __init__(self) -> None:
        super().__init__(
            _("More than %(most)s rows: narrow the list first.") % {"most": number_format(MOST, force_grouping=True)}
        )


def export(
    request: StaffRequest,
    found: "QuerySet[Any, Any]",
    *,
    name: act.Words,
    headings: Iterable[act.Words],
    told: Callable[[list[Any]], Iterable[Iterable[Any]]],
    back: str,
) -> HttpResponse:
    """`found` in order, and by `told` as it stands in the file. More than one file takes is refused, so that nobody
    takes a part for the whole."""
    rows = list(found[: MOST + 1])
    if len(rows) > MOST:
        return act.refused(request, TooMany(), back=back)
    zone = request.desk.working_time.zone
    written = "".join(spreadsheet.lines(headings, told(rows), zone=zone))
    day = request.desk.working_time.local_day(timezone.now())
    return saved(written.encode(), name=f"{name} {day.isoformat()}.csv", kind=spreadsheet.KIND)
