"""The days behind a figure of the ledger, and the strip's older days."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.domain.delivery.ledger import Ledger, LedgerDay, ledgers
from keepstep.formulas.ledger import DayClass
from keepstep.web import act
from keepstep.web.projects import strip
from keepstep.web.projects.views import project_of
from keepstep.web.seat import StaffRequest, seated


def _is_of(whose: DayClass, day: LedgerDay) -> bool:
    return day.whose == whose


# What each figure of the head line counts.
FIGURES: dict[str, Callable[[LedgerDay], bool]] = {
    "exposure": lambda day: (
        day.whose in {DayClass.OURS, DayClass.CONCURRENT} or (day.whose == DayClass.THEIRS and not day.is_covered)
    ),
    "covered": lambda day: day.is_covered,
    **{whose.value: partial(_is_of, whose) for whose in DayClass},
}


@seated
@require_GET
def show(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found, at = project_of(request, project_id), timezone.now()
    states = list(request.desk.account_states().filter(account=found.account_id))
    ledger = ledgers([found], states=states, time=request.desk.time_of(found.account), at=at)[found.pk]
    figure = request.GET.get("figure", "")
    context = {
        "project": found,
        "figure": figure if figure in FIGURES else "",
        "runs": _runs(ledger, figure) if figure in FIGURES else [],
        "exposure": ledger.exposure,
        "strip": strip.of(ledger, found, desk=request.desk, before=_day(request.GET.get("before", ""))),
    }
    return render(request, f"web/projects/days.html{'#days' if act.is_fragment(request) else ''}", context)


def _runs(ledger: Ledger, figure: str) -> list[tuple[LedgerDay, LedgerDay, int]]:
    """The days a figure counts, those in a row as one line, the newest first."""
    counts = FIGURES[figure]
    runs = [list(run) for is_counted, run in groupby(ledger.days, key=counts) if is_counted]
    return [(run[0], run[-1], len(run)) for run in reversed(runs)]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
