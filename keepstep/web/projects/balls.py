"""Balls of a project: throw, pass, forward, land, move the date."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency.undo import TooLate
from keepstep.domain.delivery import ball, due_move, passing
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.passing import AlreadyPassed, NotAllHaveAnswered, NotComeYet
from keepstep.domain.delivery.project import Project
from keepstep.web import act
from keepstep.web.projects.ball_form import BallForm, DueForm, EarlierForm, TakerForm
from keepstep.web.projects.views import address, done, open_project_of, project_of, refused
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.when import WhenForm


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found, now = open_project_of(request, project_id), timezone.now()
    form = BallForm(request.POST or None, desk=request.desk, project=found, now=now)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("What is awaited"), submit=_("Throw the ball"), back=address(found))
    ball.throw(found, **form.cleaned_data, by=request.person)
    return done(request, found, _("The ball is in the air."))


@seated
@require_http_methods(["GET", "POST"])
def pass_on(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    held, found = ball_of(request, ball_id)
    other = Side.CLIENT if held.side == Side.US else Side.US
    form = BallForm(request.POST or None, desk=request.desk, project=found, now=timezone.now(), initial={"side": other})
    if request.method == "POST" and form.is_valid():
        try:
            passing.pass_to(held, **form.cleaned_data, by=request.person)
        except NotComeYet as why:
            form.add_error("at", str(why))
        except (AlreadyPassed, NotAllHaveAnswered) as why:
            return refused(request, found, why)
        else:
            return done(request, found, _("The ball is passed."))
    note = _("Passes on: %(awaited)s") % {"awaited": held.awaited}
    if held.returns_to_id:
        note = _("Passes on: %(awaited)s. It was forwarded: with “It has come” it would go back by itself.") % {
            "awaited": held.awaited
        }
    return act.sheet(request, form, title=_("Pass the ball"), submit=_("Pass"), back=address(found), note=note)


@seated
@require_http_methods(["GET", "POST"])
def forward(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    held, found = ball_of(request, ball_id)
    known: dict[str, Any] = {"desk": request.desk, "project": found, "now": timezone.now()}
    if held.passed_at:
        return _forward_earlier(request, held, found, EarlierForm(request.POST or None, ball=held, **known))
    form = TakerForm(request.POST or None, initial={"side": held.side, "due": held.due}, **known)
    if request.method == "POST" and form.is_valid():
        try:
            passing.forward(held, **form.cleaned_data, by=request.person)
        except NotComeYet as why:
            form.add_error("at", str(why))
        except (AlreadyPassed, NotAllHaveAnswered) as why:
            return refused(request, found, why)
        else:
            return done(request, found, _("Forwarded: once answered it comes back by itself."))
    words = {"awaited": held.awaited, "holder": held.holder}
    note = _("%(awaited)s. Once answered, it comes back to %(holder)s by itself.") % words
    return act.sheet(request, form, title=_("Forward it"), submit=_("Forward"), back=address(found), note=note)


def _forward_earlier(request: StaffRequest, held: Ball, found: Project, form: EarlierForm) -> HttpResponse:
    """It has come, from somebody else than it was awaited of; or somebody was quicker, and the verb says so."""
    if request.method == "POST" and form.is_valid():
        try:
            passing.forward(held, **form.cleaned_data, by=request.person)
        except NotComeYet as why:
            form.add_error("at", str(why))
        except (AlreadyPassed, NotAllHaveAnswered) as why:
            return refused(request, found, why)
        else:
            return done(request, found, _("Entered: it came from whom it had been forwarded to."))
    note = _("%(awaited)s. It has come: say with whom it was before that, and since when.")
    return act.sheet(
        request, form, title=_("It had been forwarded before"), submit=_("Enter"), back=address(found),
        note=note % {"awaited": held.awaited},
    )  # fmt: skip


@seated
@require_http_methods(["GET", "POST"])
def land(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    """One click; opened, it asks when it came."""
    held, found = ball_of(request, ball_id)
    form = WhenForm(request.POST if request.method == "POST" else None, account=found.account, now=timezone.now())
    if request.method == "POST" and form.is_valid():
        try:
            returned = passing.land(held, **form.cleaned_data, by=request.person)
        except NotComeYet as why:
            form.add_error("at", str(why))
        except (AlreadyPassed, NotAllHaveAnswered) as why:
            return refused(request, found, why)
        else:
            undo = reverse("ball_catch", args=[held.pk])
            return done(request, found, _landed(returned), undo=undo)
    form.fields["at"].is_aside = False  # type: ignore[attr-defined]
    return act.sheet(
        request, form, title=_("It came earlier"), submit=_("It has come"), back=address(found), note=held.awaited
    )


def _landed(returned: Ball | None) -> act.Words:
    if returned is None:
        return _("It has come: nothing more is awaited here.")
    return _("It has come, and is back with %(holder)s.") % {"holder": returned.holder}


@seated
@require_http_methods(["GET", "POST"])
def move(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    held, found = ball_of(request, ball_id)
    form = DueForm(request.POST or None, ball=held, initial={"to": held.due})
    if request.method == "GET" or not form.is_valid():
        note = _("The former date stays in the history.") if held.due else ""
        return act.sheet(
            request, form, title=_("Another date"), submit=_("Move"), back=address(found), note=note, about=held.awaited
        )
    try:
        due_move.move(held, **form.cleaned_data, by=request.person, at=timezone.now())
    except AlreadyPassed as why:
        return refused(request, found, why)
    return done(request, found, _("The date is moved; the former one stays in the history."))


@seated
@require_POST
def catch(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    held, found = ball_of(request, ball_id)
    try:
        passing.catch_again(held, at=timezone.now())
    except TooLate as why:
        return refused(request, found, why)
    return done(request, found, _("Taken back."))


def ball_of(request: StaffRequest, ball_id: UUID) -> tuple[Ball, Project]:
    """Also one that somebody else has passed a moment ago: the verb says so."""
    held = get_object_or_404(request.desk.balls().with_hands().select_related("project__account"), pk=ball_id)
    return held, project_of(request, held.project_id)
