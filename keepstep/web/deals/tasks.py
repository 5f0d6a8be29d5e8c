"""What is next with a deal: planned, put off, done."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import deal_task
from keepstep.domain.sales.deal_task import DealTask
from keepstep.web import act
from keepstep.web.deals.forms import TaskForm
from keepstep.web.deals.views import address, deal_of, done
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    found, at = deal_of(request, deal_id), timezone.now()
    form = TaskForm(request.POST or None, today=request.desk.working_time.local_day(at))
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("What is next?"), submit=_("Plan"), back=address(found), about=found.title
        )
    deal_task.plan(found, **form.cleaned_data, by=request.person, at=at)
    return done(request, found, _("Planned."))


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, task_id: UUID) -> HttpResponse:
    known = _task(request, task_id)
    found = deal_of(request, known.deal_id)
    today = request.desk.working_time.local_day(timezone.now())
    form = TaskForm(request.POST or None, today=today, initial={"title": known.title, "due": known.due})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("What is next?"), submit=_("Save"), back=address(found), about=found.title
        )
    deal_task.amend(known, **form.cleaned_data, by=request.person, at=timezone.now())
    return done(request, found, _("Saved."))


@seated
@require_POST
def finish(request: StaffRequest, task_id: UUID) -> HttpResponse:
    known = _task(request, task_id)
    found = deal_of(request, known.deal_id)
    deal_task.finish(known, by=request.person, at=timezone.now())
    is_bare = not request.desk.deal_tasks().open().filter(deal=found).exists()
    said = _("Done. Plan what is next: an open deal always has a date.") if is_bare else _("Done.")
    return done(request, found, said, undo=reverse("deal_task_reopen", args=[known.pk]))


@seated
@require_POST
def reopen(request: StaffRequest, task_id: UUID) -> HttpResponse:
    known = _task(request, task_id)
    deal_task.reopen(known)
    return done(request, deal_of(request, known.deal_id), _("It is as it was."))


def _task(request: StaffRequest, task_id: UUID) -> DealTask:
    return get_object_or_404(request.desk.deal_tasks(), pk=task_id)
