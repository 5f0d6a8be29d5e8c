"""Retainers: what recurs by the month and makes the drafts of its invoices."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.money import retainer
from keepstep.domain.money.retainer import AlreadyRunning, Retainer
from keepstep.formulas.month import first_day
from keepstep.postgres.keyset import beyond
from keepstep.web import act
from keepstep.web.days import day_of, key_of
from keepstep.web.invoices.forms import ClientForm
from keepstep.web.invoices.seen import of_money
from keepstep.web.retainers.forms import EndForm, PriceForm, RetainerForm
from keepstep.web.seat import StaffRequest

PAGE = 50
RUNNING, ENDED = "running", "ended"


@of_money
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    return _page(request)


@of_money
@require_http_methods(["GET", "POST"])
def choose(request: StaffRequest) -> HttpResponse:
    """For which client."""
    form = ClientForm(request.POST or None, desk=request.desk)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("New retainer"), submit=_("Go on"), back=reverse("retainers"))
    return act.gone_to(request, reverse("retainer_new", args=[form.cleaned_data["account"].pk]))


@of_money
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    account = get_object_or_404(request.desk.billed_accounts(), pk=account_id)
    form = RetainerForm(request.POST or None, desk=request.desk, account=account, today=_today(request))
    if request.method == "POST" and form.is_valid():
        try:
            retainer.agree(account, **form.cleaned_data, by=request.person, at=timezone.now())
            return _done(request, _("Agreed: its drafts come on the first working day of each month."))
        except AlreadyRunning as why:
            form.add_error("service", str(why))
    return act.sheet(
        request, form, title=_("New retainer"), submit=_("Agree"), back=reverse("retainers"), about=account.name
    )


@of_money
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, retainer_id: UUID) -> HttpResponse:
    """Another price from a month on."""
    known = _known(request, retainer_id)
    form = PriceForm(request.POST or None, today=_today(request), initial={"price": known.price})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Another price"), submit=_("Save"), back=reverse("retainers"),
            about=f"{known.account.name}, {known.service.name}",
        )  # fmt: skip
    retainer.change(known, **form.cleaned_data, by=request.person, at=timezone.now())
    return _done(request, _("Saved."))


@of_money
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, retainer_id: UUID) -> HttpResponse:
    known = _known(request, retainer_id)
    form = EndForm(request.POST or None, today=_today(request))
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("End the retainer"), submit=_("End it"), back=reverse("retainers"),
            about=f"{known.account.name}, {known.service.name}",
        )  # fmt: skip
    was = {"until": known.until.isoformat() if known.until else ""}
    retainer.end(known, month=form.cleaned_data["month"])
    return _done(request, _("Ended."), undo=f"{reverse('retainer_run_on', args=[known.pk])}?{urlencode(was)}")


@of_money
@require_POST
def run_on(request: StaffRequest, retainer_id: UUID) -> HttpResponse:
    retainer.run_on(_known(request, retainer_id), until=_month(request.GET.get("until", "")))
    return _done(request, _("It runs on."))


def _month(text: str) -> date | None:
    found = day_of(text)
    return first_day(found) if found else None


def _known(request: StaffRequest, retainer_id: UUID) -> Retainer:
    names = ("account", "service__rate", "entity", "payer")
    return get_object_or_404(request.desk.retainers().select_related(*names), pk=retainer_id)


def _today(request: StaffRequest) -> date:
    return request.desk.working_time.local_day(timezone.now())


def _page(request: StaffRequest) -> HttpResponse:
    state = ENDED if request.GET.get("state") == ENDED else RUNNING
    month = first_day(_today(request))
    is_over = Q(until__lt=month)
    found = request.desk.retainers().filter(is_over if state == ENDED else ~is_over | Q(until=None))
    name, separator, key = request.GET.get("after", "")[:300].replace("\0", "").rpartition("~")
    if separator and (last := key_of(key)):
        found = found.filter(beyond(("account__sort_name", name), ("pk", last)))
    rows = list(
        found.select_related("account", "service__rate", "entity", "payer").order_by("account__sort_name", "pk")[
            : PAGE + 1
        ]
    )
    more = f"{rows[PAGE - 1].account.sort_name}~{rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    where = f"{reverse('retainers')}?state={state}"
    context = {
        "rows": rows[:PAGE],
        "state": state,
        "month": month,
        "sums": _sums(request, month),
        "next": f"{where}&{urlencode({'after': more})}" if more else "",
        "first": where if name else "",
    }
    return render(request, f"web/retainers/index.html{'#page' if act.is_fragment(request) else ''}", context)


def _sums(request: StaffRequest, month: date) -> list[tuple[str, Decimal]]:
    """What all that run this month come to, by currency."""
    found: dict[str, Decimal] = {}
    for one in request.desk.retainers().in_month(month).order_by().select_related("service__rate", "entity"):
        found[one.entity.currency] = found.get(one.entity.currency, Decimal(0)) + one.total
    return sorted(found.items())


def _done(request: StaffRequest, said: act.Words, *, undo: str = "") -> HttpResponse:
    return act.done(request, said, back=reverse("retainers"), undo=undo, show=lambda: _page(request))
