"""A client's metrics: what is followed of its business, entered by hand, and which of them is its size."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.clients import measuring, metric
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.measuring import Entered, NotYet
from keepstep.domain.clients.metric import Better, Metric, NameTaken, Rhythm
from keepstep.round import run
from keepstep.web import act
from keepstep.web.accounts.views import account_of
from keepstep.web.metrics import page
from keepstep.web.metrics.forms import MeasureForm, MetricForm, NewMetricForm
from keepstep.web.seat import StaffRequest, seated


@seated
@require_GET
def index(request: StaffRequest, account_id: UUID) -> HttpResponse:
    return shown(request, account_of(request, account_id))


def shown(request: StaffRequest, found: Account) -> HttpResponse:
    day = request.desk.time_of(found).local_day(timezone.now())
    template = f"web/metrics/index.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, {"account": found, **page.of(found, desk=request.desk, day=day)})


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = account_of(request, account_id)
    form = NewMetricForm(request.POST or None, initial={"better": Better.UP, "rhythm": Rhythm.MONTHLY})
    if request.method == "POST" and form.is_valid():
        facts, at = form.cleaned_data, timezone.now()
        is_size = facts.pop("is_size")
        try:
            made = metric.keep(found, **facts, by=request.person, at=at)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            if is_size:
                metric.take_as_size(made, by=request.person, at=at)
            return done(request, found, _("It is followed now: enter its first numbers."))
    return act.sheet(request, form, title=_("New metric"), submit=_("Follow it"), back=address(found), about=found.name)


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, metric_id: UUID) -> HttpResponse:
    known = metric_of(request, metric_id)
    form = MetricForm(request.POST or None, initial={"name": known.name, "unit": known.unit})
    if request.method == "POST" and form.is_valid():
        try:
            metric.amend(known, **form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return done(request, known.account, _("Saved."))
    return act.sheet(request, form, title=known.name, submit=_("Save"), back=address(known.account))


@seated
@require_http_methods(["GET", "POST"])
def read(request: StaffRequest, metric_id: UUID) -> HttpResponse:
    known, at = metric_of(request, metric_id), timezone.now()
    form = MeasureForm(request.POST or None, metric=known)
    if request.method == "POST" and form.is_valid():
        try:
            made = measuring.read(known, day=form.day, value=form.cleaned_data["value"], by=request.person, at=at)
        except NotYet as why:
            form.add_error("when", str(why))
        else:
            return done(request, known.account, said(made))
    return act.sheet(request, form, title=known.name, submit=_("Enter"), back=address(known.account))


def said(made: Entered) -> str:
    if made.achievements:
        return _("A goal is reached: the client will read it in the next update.")
    return _("Entered.") if made.added or made.changed else _("It was entered already: nothing is added.")


@seated
@require_POST
def take_back(request: StaffRequest, measure_id: UUID) -> HttpResponse:
    known = get_object_or_404(request.desk.measures().select_related("metric__account"), pk=measure_id)
    if not measuring.take_back(known, at=timezone.now()):
        return refused(request, known.metric.account, _("Another number has taken its place already."))
    return done(request, known.metric.account, _("Taken back."))


@seated
@require_POST
def size(request: StaffRequest, metric_id: UUID) -> HttpResponse:
    known = metric_of(request, metric_id)
    metric.take_as_size(known, by=request.person, at=timezone.now())
    return done(request, known.account, _("By this the client's own growth is measured."))


@seated
@require_POST
def close(request: StaffRequest, metric_id: UUID) -> HttpResponse:
    known = metric_of(request, metric_id)
    if not metric.close(known, by=request.person, at=timezone.now()):
        return refused(request, known.account, _("It was so already."))
    return done(request, known.account, _("It is followed no more."), undo=reverse("metric_reopen", args=[known.pk]))


@seated
@require_POST
def reopen(request: StaffRequest, metric_id: UUID) -> HttpResponse:
    known = metric_of(request, metric_id)
    if not metric.reopen(known):
        return refused(request, known.account, _("Another metric has taken its name or its place."))
    return done(request, known.account, _("It is followed again."))


def metric_of(request: StaffRequest, metric_id: UUID) -> Metric:
    return get_object_or_404(request.desk.metrics().select_related("account__calendar"), pk=metric_id)


def done(request: StaffRequest, found: Account, words: act.Words, *, undo: str = "") -> HttpResponse:
    """The round looks again: a goal may have been asked for, and a number is worth telling."""
    run.look_again(found.pk, at=timezone.now())
    return act.done(request, words, back=address(found), show=lambda: shown(request, found), undo=undo)


def refused(request: StaffRequest, found: Account, why: act.Words) -> HttpResponse:
    return act.refused(request, why, back=address(found), show=lambda: shown(request, found))


def address(found: Account) -> str:
    return reverse("metrics", args=[found.pk])
