"""The close of a month, and what of its plan was changed after it had begun."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from keepstep.domain.money import plan_close
from keepstep.domain.money.plan_close import NotOver
from keepstep.domain.money.plan_line import begins
from keepstep.web import act
from keepstep.web.invoices.seen import of_money
from keepstep.web.plan import views
from keepstep.web.plan.asked import Asked
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

MOST = 200


@managed
@require_POST
def close(request: StaffRequest) -> HttpResponse:
    wanted = views.wanted_of(request, request.POST)
    try:
        made = plan_close.close(
            wanted.month, agency=request.agency, by=request.person, at=timezone.now(), day=wanted.today
        )
    except NotOver as why:
        return act.refused(request, why, back=wanted.address(), show=lambda: views.page_of(request, wanted))
    undo = reverse("plan_reopen", args=[made.pk]) if made else ""
    return act.done(
        request,
        _("The month is closed."),
        back=wanted.address(),
        undo=undo,
        show=lambda: views.page_of(request, wanted),
    )


@managed
@require_POST
def reopen(request: StaffRequest, close_id: UUID) -> HttpResponse:
    made = get_object_or_404(request.desk.plan_closes(), pk=close_id)
    plan_close.reopen(made, by=request.person, at=timezone.now())
    wanted = views.wanted_of(request, {"month": f"{made.month:%Y-%m}"})
    return _done(request, wanted, _("The month is open again."))


def _done(request: StaffRequest, wanted: Asked, said: str, *, undo: str = "") -> HttpResponse:
    show = partial(views.page_of, request, wanted)
    return act.done(request, said, back=wanted.address(), undo=undo, show=show)


@of_money
@require_GET
def changes(request: StaffRequest) -> HttpResponse:
    """What was said after the month had begun, the last first, beside what was planned before."""
    wanted = views.wanted_of(request, request.GET)
    known = request.desk.plan_lines().filter(month=wanted.month).select_related("account", "service", "by")
    found = known.changes(begins(wanted.month, request.desk.working_time)).order_by("-at", "-pk")
    if wanted.manager:
        found = found.filter(account__manager=wanted.manager)
    shown = list(found[: MOST + 1])
    before = {
        (one.account_id, one.service_id, one.replaced_at): one.amount
        for one in known.filter(replaced_at__in={one.at for one in shown})
    }
    lines = [(one, before.get((one.account_id, one.service_id, one.at))) for one in shown[:MOST]]
    context = {"asked": wanted, "lines": lines, "is_cut": len(shown) > MOST, "back": wanted.address()}
    template = f"web/plan/changes.html{'#sheet' if act.is_fragment(request) else ''}"
    return render(request, template, context)
