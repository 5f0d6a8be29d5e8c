"""The days behind a figure of the ledger, and the strip's older days."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.domain.delivery.ledger import LedgerDay, ledgers
from keepstep.domain.delivery.ledger_scope import ALWAYS, Period
from keepstep.formulas import ledger as formulas
from keepstep.formulas.ledger import Exposure
from keepstep.web import act, words
from keepstep.web.days import day_of
from keepstep.web.projects import runs, strip
from keepstep.web.projects.views import project_of
from keepstep.web.seat import StaffRequest, seated


@seated
@require_GET
def show(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found, at = project_of(request, project_id), timezone.now()
    states = list(request.desk.account_states().filter(account=found.account_id))
    time = request.desk.time_of(found.account)
    ledger = ledgers([found], states=states, time=time, at=at)[found.pk]
    period = Period(day_of(request.GET.get("first", "")), day_of(request.GET.get("last", "")))
    days = [day for day in ledger.days if (period.first or day.date) <= day.date <= (period.last or day.date)]
    before, figure = day_of(request.GET.get("before", "")), request.GET.get("figure", "")
    shown, has_more = runs.of(days, figure, found, before=before, time=time, desk=request.desk, at=at)
    context = {
        "project": found,
        "figure": figure if figure in runs.FIGURES else "",
        "period": "" if period == ALWAYS else words.period(period.first, period.last),
        "within": runs.within(period),
        "runs": shown,
        "older": runs.address(found.pk, figure, period, before=shown[-1].first.date) if has_more else "",
        "exposure": _exposure(days),
        "strip": strip.of(ledger, found, desk=request.desk, before=before),
    }
    return render(request, f"web/projects/days.html{'#days' if act.is_fragment(request) else ''}", context)


def _exposure(days: list[LedgerDay]) -> Exposure:
    return formulas.exposure([day.whose for day in days], [day.is_covered for day in days])
