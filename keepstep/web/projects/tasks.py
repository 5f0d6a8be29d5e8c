"""Tasks of a project: plan and finish."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency.undo import TooLate
from keepstep.domain.delivery import task
from keepstep.web import act
from keepstep.web.projects.forms import TaskForm
from keepstep.web.projects.views import address, done, open_project_of, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found = open_project_of(request, project_id)
    form = TaskForm(request.POST or None, desk=request.desk)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("Plan a task"), submit=_("Plan"), back=address(found))
    task.plan(found, **form.cleaned_data, at=timezone.now())
    return done(request, found, _("The task is planned."))


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, task_id: UUID) -> HttpResponse:
    planned = get_object_or_404(request.desk.tasks().open(), pk=task_id)
    found = open_project_of(request, planned.project_id)
    facts = {name: getattr(planned, name) for name in TaskForm.base_fields}
    form = TaskForm(request.POST or None, desk=request.desk, initial=facts)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("Change the task"), submit=_("Save"), back=address(found))
    task.amend(planned, **form.cleaned_data)
    return done(request, found, _("Saved."))


@seated
@require_POST
def finish(request: StaffRequest, task_id: UUID) -> HttpResponse:
    planned = get_object_or_404(request.desk.tasks().select_related("project__account"), pk=task_id)
    found = open_project_of(request, planned.project_id)
    if task.finish(planned, by=request.person, at=timezone.now()) is None:
        return refused(request, found, _("Somebody has finished this task already."))
    return done(request, found, _("Done: a step forward."), undo=reverse("task_reopen", args=[planned.pk]))


@seated
@require_POST
def reopen(request: StaffRequest, task_id: UUID) -> HttpResponse:
    planned = get_object_or_404(request.desk.tasks().select_related("project__account"), pk=task_id)
    found = open_project_of(request, planned.project_id)
    try:
        task.reopen(planned, at=timezone.now())
    except TooLate as why:
        return refused(request, found, why)
    return done(request, found, _("Taken back."))
