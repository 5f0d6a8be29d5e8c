"""What leads have cost: entered by hand, listed, taken back."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.sales import spend
from keepstep.domain.sales.spend import CountedTwice, Spend, SpendQuerySet, WithdrawnAlready
from keepstep.web import act, words
from keepstep.web.days import day_of, key_of
from keepstep.web.leads.selling import selling
from keepstep.web.rows import options
from keepstep.web.seat import StaffRequest
from keepstep.web.spend.forms import SpendForm

PAGE, FILES = 50, 20


@selling
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    return page(request)


def page(request: StaffRequest) -> HttpResponse:
    source = key_of(request.GET.get("source", ""))
    names = [(str(key), name) for key, name in request.desk.sources_ever().values_list("pk", "name")]
    found = _asked(request).select_related("source", "by", "file")
    since, until = (day_of(request.GET.get(name, "")) for name in ("since", "until"))
    asked = {name: value for name in ("source", "since", "until", "campaign") if (value := request.GET.get(name))}
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "sources": options(names, chosen=str(source or "")),
        "days": words.period(since, until) if since or until else "",
        "asked": asked,
        "files": request.desk.spend_files().filter(undone_at=None).select_related("by")[:FILES],
    }
    return render(request, f"web/spend/index.html{'#page' if act.is_fragment(request) else ''}", context)


def _asked(request: StaffRequest) -> SpendQuerySet:
    """As the address says, read leniently."""
    found = request.desk.spends().standing()
    if source := key_of(request.GET.get("source", "")):
        found = found.filter(source=source)
    if since := day_of(request.GET.get("since", "")):
        found = found.filter(until__gte=since)
    if until := day_of(request.GET.get("until", "")):
        found = found.filter(since__lte=until)
    if "campaign" in request.GET:
        found = found.filter(campaign__iexact=request.GET["campaign"].replace("\0", ""))
    return found


@selling
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = SpendForm(request.POST or None, desk=request.desk)
    if request.method == "POST" and form.is_valid():
        try:
            made = spend.enter(form.entry, agency=request.agency, by=request.person, at=timezone.now())
        except CountedTwice as why:
            form.add_error("month" if form.cleaned_data["month"] else "since", str(why))
        else:
            return done(request, _("Entered."), undo=reverse("spend_withdraw", args=[made.pk]))
    return act.sheet(request, form, title=_("Spend"), submit=_("Enter"), back=reverse("spend"))


@selling
@require_POST
def withdraw(request: StaffRequest, spend_id: UUID) -> HttpResponse:
    found = _spend(request, spend_id)
    try:
        spend.withdraw(found, by=request.person, at=timezone.now())
    except WithdrawnAlready as why:
        return refused(request, why)
    return done(request, _("Taken back."), undo=reverse("spend_reinstate", args=[found.pk]))


@selling
@require_POST
def reinstate(request: StaffRequest, spend_id: UUID) -> HttpResponse:
    try:
        spend.reinstate(_spend(request, spend_id), agency=request.agency)
    except CountedTwice as why:
        return refused(request, why)
    return done(request, _("It is as it was."))


def done(request: StaffRequest, said: act.Words, *, undo: str = "") -> HttpResponse:
    return act.done(request, said, back=reverse("spend"), show=lambda: page(request), undo=undo)


def refused(request: StaffRequest, why: Exception) -> HttpResponse:
    return act.refused(request, why, back=reverse("spend"), show=lambda: page(request))


def _spend(request: StaffRequest, spend_id: UUID) -> Spend:
    return get_object_or_404(request.desk.spends().select_related("source"), pk=spend_id)
