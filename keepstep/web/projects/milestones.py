"""Milestones of a project: promise, reach, move."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency.undo import TooLate
from keepstep.domain.delivery import milestone
from keepstep.domain.delivery.milestone import AlreadyReached, Milestone
from keepstep.domain.delivery.project import Project
from keepstep.web import act
from keepstep.web.days import day_of
from keepstep.web.projects.forms import MilestoneForm, MoveForm
from keepstep.web.projects.views import address, done, open_project_of, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found = open_project_of(request, project_id)
    form = MilestoneForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("Promise a milestone"), submit=_("Promise"), back=address(found))
    milestone.promise(found, **form.cleaned_data)
    return done(request, found, _("The milestone is promised."))


@seated
@require_POST
def reach(request: StaffRequest, milestone_id: UUID) -> HttpResponse:
    promised, found = _milestone(request, milestone_id)
    try:
        milestone.reach(promised, by=request.person, at=timezone.now())
    except AlreadyReached as why:
        return refused(request, found, why)
    undo = reverse("milestone_unreach", args=[promised.pk])
    return done(request, found, _("The milestone is reached: a step forward."), undo=undo)


@seated
@require_POST
def unreach(request: StaffRequest, milestone_id: UUID) -> HttpResponse:
    promised, found = _milestone(request, milestone_id)
    try:
        milestone.unreach(promised, at=timezone.now())
    except TooLate as why:
        return refused(request, found, why)
    return done(request, found, _("Taken back."))


@seated
@require_http_methods(["GET", "POST"])
def move(request: StaffRequest, milestone_id: UUID) -> HttpResponse:
    promised, found = _milestone(request, milestone_id)
    form = MoveForm(request.POST or None, initial={"to": day_of(request.GET.get("to", "")) or promised.due})
    if request.method == "GET" or not form.is_valid():
        note = _("The client hears of it now, not on the day it is missed.")
        return act.sheet(request, form, title=promised.title, submit=_("Move"), back=address(found), note=note)
    if promised.reached_at:
        return refused(request, found, AlreadyReached(promised))
    milestone.move(promised, **form.cleaned_data, by=request.person, at=timezone.now())
    return done(request, found, _("The date is moved; the former one stays in the history."))


def _milestone(request: StaffRequest, milestone_id: UUID) -> tuple[Milestone, Project]:
    promised = get_object_or_404(request.desk.milestones().select_related("project__account"), pk=milestone_id)
    return promised, open_project_of(request, promised.project_id)
