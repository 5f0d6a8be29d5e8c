"""Who became a client of the leads of a figure, and what each has paid until now."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from keepstep.domain.sales.acquisition import MOST, After, Cohort, Won
from keepstep.web.days import day_of, key_of, moment_of
from keepstep.web.leads.selling import selling
from keepstep.web.seat import StaffRequest
from keepstep.web.sources import span
from keepstep.web.sources.span import DAY, Span


@selling
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    desk, data = request.desk, request.GET
    today = desk.working_time.local_day(timezone.now())
    usual = span.asked({}, today=today)
    since, until = day_of(data.get("since", "")) or usual.since, day_of(data.get("until", "")) or usual.until
    source, campaign = key_of(data.get("source", "")), data.get("campaign")
    of = cohort(since, until, zone=desk.working_time.zone)._replace(source=source, campaign=_said(campaign))
    is_paying = data.get("paying") == "yes"
    found = desk.won_clients(of, is_paying=is_paying, after=_after(data.get("after", "")))
    asked = {name: data[name] for name in ("source", "campaign", "since", "until", "paying") if name in data}
    context = {
        "clients": found[:MOST],
        "since": since,
        "until": until,
        "source": desk.sources_ever().filter(pk=source).first() if source else None,
        "campaign": _said(campaign),
        "is_paying": is_paying,
        "accounts": set(desk.accounts().filter(pk__in=[one.account for one in found]).values_list("pk", flat=True)),
        "next": _next(found, asked),
        "first": f"{reverse('source_clients')}?{urlencode(asked)}" if data.get("after") else "",
        "back": f"{reverse('sources')}?{urlencode(_months(since, until, asked))}",
    }
    return render(request, "web/sources/clients.html", context)


def cohort(since: date, until: date, *, zone: ZoneInfo) -> Cohort:
    """The leads that came from one day to another, by the agency's clock; both days are included."""
    begins, ends = (datetime.combine(day, time.min, zone) for day in (since, until + DAY))
    return Cohort(begins, ends)


def _months(since: date, until: date, asked: dict[str, str]) -> dict[str, str]:
    """As the page one came from says it."""
    names = Span([since.replace(day=1), until.replace(day=1)]).names
    return names | ({"source": asked["source"]} if "source" in asked else {})


def _said(campaign: str | None) -> str | None:
    return None if campaign is None else campaign[:200].replace("\0", "")


def _after(text: str) -> After | None:
    moment, _tilde, key = text.partition("~")
    at, account = moment_of(moment), key_of(key)
    return After(at, account) if at and at.tzinfo and account else None


def _next(found: list[Won], asked: dict[str, str]) -> str:
    if len(found) <= MOST:
        return ""
    last = found[MOST - 1]
    return (
        f"{reverse('source_clients')}?{urlencode({**asked, 'after': f'{last.accepted_at.isoformat()}~{last.account}'})}"
    )
