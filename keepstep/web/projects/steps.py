"""Steps of a project: record one in two clicks, read the older ones."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.delivery import step
from keepstep.web import act
from keepstep.web.projects.forms import StepForm
from keepstep.web.projects.step_list import newest
from keepstep.web.projects.views import address, done, open_project_of, project_of
from keepstep.web.seat import StaffRequest, seated


@seated
@require_GET
def older(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found = project_of(request, project_id)
    steps, more = newest(found, desk=request.desk, after=request.GET.get("before", ""))
    context = {"project": found, "steps": steps, "older_steps": more}
    return render(request, f"web/projects/steps.html{'#steps' if act.is_fragment(request) else ''}", context)


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found = open_project_of(request, project_id)
    form = StepForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("A step forward"), submit=_("Record"), back=address(found))
    step.record(found, **form.cleaned_data, by=request.person, at=timezone.now())
    return done(request, found, _("Recorded: today is a day with a step."))
