"""Goals of a client's metrics: set, given up, taken up again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.clients import goal
from keepstep.domain.clients.goal import Goal, NotAhead, ReachedAlready, SetAlready
from keepstep.web import act
from keepstep.web.metrics.forms import GoalForm
from keepstep.web.metrics.views import address, done, metric_of, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, metric_id: UUID) -> HttpResponse:
    known = metric_of(request, metric_id)
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            goal.set_goal(known, **form.cleaned_data, by=request.person, at=timezone.now())
        except NotAhead as why:
            form.add_error("due", str(why))
        except (ReachedAlready, SetAlready) as why:
            form.add_error("target", str(why))
        else:
            return done(request, known.account, _("The goal is set."))
    return act.sheet(
        request, form, title=_("A goal"), submit=_("Set it"), back=address(known.account), about=known.name
    )


@seated
@require_POST
def drop(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    known = _goal(request, goal_id)
    if not goal.drop(known, by=request.person, at=timezone.now()):
        return refused(request, known.metric.account, _("It was so already."))
    undo = reverse("goal_take_up", args=[known.pk])
    return done(request, known.metric.account, _("The goal is given up."), undo=undo)


@seated
@require_POST
def take_up(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    known = _goal(request, goal_id)
    if not goal.take_up(known):
        return refused(request, known.metric.account, _("This goal is set already."))
    return done(request, known.metric.account, _("The goal stands again."))


def _goal(request: StaffRequest, goal_id: UUID) -> Goal:
    return get_object_or_404(request.desk.goals().select_related("metric__account__calendar"), pk=goal_id)
