"""Balls of a project: throw, pass, land."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.delivery import ball
from keepstep.domain.delivery.ball import AlreadyPassed, Ball, Side
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import TooLate
from keepstep.web import act
from keepstep.web.projects.ball_form import BallForm
from keepstep.web.projects.views import address, done, open_project_of, project_of, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found = open_project_of(request, project_id)
    form = BallForm(request.POST or None, desk=request.desk, project=found)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("What is awaited"), submit=_("Throw the ball"), back=address(found))
    ball.throw(found, **form.cleaned_data, by=request.person, at=timezone.now())
    return done(request, found, _("The ball is in the air."))


@seated
@require_http_methods(["GET", "POST"])
def pass_on(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    held, found = _ball(request, ball_id)
    other = Side.CLIENT if held.side == Side.US else Side.US
    form = BallForm(request.POST or None, desk=request.desk, project=found, initial={"side": other})
    if request.method == "GET" or not form.is_valid():
        note = _("Passes on: %(awaited)s") % {"awaited": held.awaited}
        return act.sheet(request, form, title=_("Pass the ball"), submit=_("Pass"), back=address(found), note=note)
    try:
        ball.pass_to(held, **form.cleaned_data, by=request.person, at=timezone.now())
    except AlreadyPassed as why:
        return refused(request, found, why)
    return done(request, found, _("The ball is passed."))


@seated
@require_POST
def land(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    held, found = _ball(request, ball_id)
    try:
        ball.land(held, by=request.person, at=timezone.now())
    except AlreadyPassed as why:
        return refused(request, found, why)
    undo = reverse("ball_catch", args=[held.pk])
    return done(request, found, _("It has come: nothing more is awaited here."), undo=undo)


@seated
@require_POST
def catch(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    held, found = _ball(request, ball_id)
    try:
        ball.catch_again(held, at=timezone.now())
    except TooLate as why:
        return refused(request, found, why)
    return done(request, found, _("Taken back."))


def _ball(request: StaffRequest, ball_id: UUID) -> tuple[Ball, Project]:
    """Also one that somebody else has passed a moment ago: the verb says so."""
    held = get_object_or_404(request.desk.balls().select_related("person", "contact", "project__account"), pk=ball_id)
    return held, project_of(request, held.project_id)
