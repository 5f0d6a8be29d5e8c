"""Health: of one client, opened into its parts and their facts; and of all, beside what they pay."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.domain.agency import health_weights
from keepstep.round import health, health_history
from keepstep.web.accounts.views import account_of
from keepstep.web.client_health import behind, history, portfolio
from keepstep.web.client_health.parts import BANDS, shown
from keepstep.web.seat import StaffRequest, seated

LOOKED_BACK = timedelta(days=182)


@seated
@require_GET
def show(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found, at, desk = account_of(request, account_id), timezone.now(), request.desk
    day = desk.time_of(found).local_day(at)
    weights = health_weights.weights()
    read = health.facts_of(day, at, [found.pk], fact_by=desk.agency.fact_by)
    known = next(iter(health.scored(read, weights)), None)
    facts = behind.of(found, known.facts, desk=desk, at=at) if known else {}
    past = health_history.of(desk.accounts().filter(pk=found.pk), since=day - LOOKED_BACK)
    context = {
        "account": found,
        "score": known.score if known else None,
        "value": round(known.score.value) if known and known.score else None,
        "band": BANDS[known.score.band] if known and known.score else "",
        "tone": known.score.band.value if known and known.score else "",
        "parts": [(part, facts.get(part.name, [])) for part in shown(known, weights)] if known else [],
        "chart": history.chart(past),
        "weeks": history.weeks(past),
    }
    return render(request, "web/client_health/show.html", context)


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    return render(request, "web/client_health/index.html", portfolio.of(request, at=timezone.now()))
