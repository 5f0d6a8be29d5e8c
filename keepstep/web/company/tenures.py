"""The clients behind the figures of retention: since when each has paid, whether it left, and what it pays now beside a
year ago."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from keepstep.desk import Desk
from keepstep.domain.money.retention import Staying
from keepstep.domain.money.tenure import Spans, Tenure
from keepstep.outlet.company import said
from keepstep.web import act
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

PAGE = 50


class Row(NamedTuple):
    name: str
    href: str
    first: str
    left: str
    months: str
    before: str
    now: str
    change: str


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    day = request.desk.working_time.local_day(timezone.now())
    staying = request.desk.staying(day)
    found = sorted(staying.tenures, key=lambda one: (one.now - one.before, -one.year, one.account_id))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(page.object_list, staying, request.desk),
        "span_now": said.span(Spans(day).now),
        "span_before": said.span(Spans(day).before),
    }
    return render(request, f"web/company/tenures.html{'#page' if act.is_fragment(request) else ''}", context)


def _rows(found: object, staying: Staying, desk: Desk) -> list[Row]:
    known: list[Tenure] = list(found)  # type: ignore[call-overload]
    names = dict(desk.accounts().filter(pk__in=[one.account_id for one in known]).values_list("pk", "name"))
    currency = desk.agency.currency
    return [
        Row(
            names.get(one.account_id, ""), reverse("account", args=[one.account_id]),
            date_format(one.first, "DATE_FORMAT"), date_format(one.left, "DATE_FORMAT") if one.left else "",
            said.months(staying.months(one)), said.money(one.before, currency), said.money(one.now, currency),
            said.moved(one.now - one.before, currency),
        )
        for one in known
    ]  # fmt: skip
