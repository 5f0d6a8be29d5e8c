"""Steps of a project: record one in two clicks, read the older ones."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.agency.undo import TooLate
from keepstep.domain.delivery import step
from keepstep.web import act
from keepstep.web.projects.forms import StepForm
from keepstep.web.projects.step_list import dated, newest
from keepstep.web.projects.views import address, done, open_project_of, project_of, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_GET
def older(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found = project_of(request, project_id)
    steps, more = newest(found, desk=request.desk, after=request.GET.get("before", ""))
    context = {"project": found, "steps": dated(steps, request.desk.time_of(found.account)), "older_steps": more}
    return render(request, f"web/projects/steps.html{'#steps' if act.is_fragment(request) else ''}", context)


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found = open_project_of(request, project_id)
    form = StepForm(request.POST or None, account=found.account, now=timezone.now())
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("A step forward"), submit=_("Record"), back=address(found))
    made = step.record(found, **form.cleaned_data, by=request.person)
    undo = reverse("step_withdraw", args=[made.pk]) if made else ""
    said = _("Recorded.") if form.cleaned_data["said_at"] else _("Recorded: today is a day with a step.")
    return done(request, found, said, undo=undo)


@seated
@require_POST
def withdraw(request: StaffRequest, step_id: UUID) -> HttpResponse:
    made = get_object_or_404(request.desk.steps(), pk=step_id)
    found = open_project_of(request, made.project_id)
    try:
        step.withdraw(made, at=timezone.now())
    except TooLate as why:
        return refused(request, found, why)
    return done(request, found, _("Taken back."))
