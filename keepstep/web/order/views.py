"""Order: on which days each client was to hear from us, and what became of them (§5.2)."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from keepstep.domain.talk import order
from keepstep.web import words
from keepstep.web.accounts import portfolio
from keepstep.web.days import day_of
from keepstep.web.order.squares import Row, legend, ranks, row
from keepstep.web.rows import lines
from keepstep.web.seat import StaffRequest, seated

WEEKS = timedelta(weeks=4)
DAY = timedelta(days=1)
FIRST = date(2000, 1, 1)


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    at, desk = timezone.now(), request.desk
    today = desk.working_time.local_day(at)
    last = max(min(day_of(request.GET.get("until", "")) or today, today), FIRST)
    span = (last - WEEKS + DAY, last)
    found, after = portfolio.page(desk, portfolio.asked({"after": request.GET.get("after", "")}), at=at)
    due = desk.due_days().filter(day__range=span)
    ranked = order.ranking(due, today=today)
    context = {
        "rows": lines("web/order/row.html", _rows(request, found, span=span, today=today)),
        "ranks": ranks(ranked),
        "legend": legend(),
        "due": sum(rank.due for rank in ranked),
        "kept": sum(rank.kept for rank in ranked),
        "period": words.period(*span),
        "earlier": _address(until=span[0] - DAY, after=""),
        "later": _address(until=min(last + WEEKS, today), after="") if last < today else "",
        "next": _address(until=last, after=after) if after else "",
        "first": _address(until=last, after="") if request.GET.get("after") else "",
    }
    return render(request, "web/order/index.html", context)


def _rows(request: StaffRequest, found: list[portfolio.Line], *, span: tuple[date, date], today: date) -> list[Row]:
    """The clients of a page, each with its due days: three statements for all of them."""
    desk, keys = request.desk, [line.id for line in found]
    known = order.outcomes(
        desk.due_days().filter(account__in=keys, day__range=span),
        desk.touchpoints().filter(account__in=keys, day__range=span),
        desk.sendings().filter(update__account__in=keys, update__day__range=span),
        today=today,
    )
    days = sorted({day for one in known.values() for day in one})
    return [row(line, known.get(line.id, {}), days) for line in found]


def _address(*, until: date, after: str) -> str:
    asked = {"until": until.isoformat(), "after": after}
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"
