"""The client's projects with the same ledger our people see: ours first, and "waiting for" instead of fault (§2)."""

from collections import defaultdict
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.ledger import ledgers
from keepstep.domain.delivery.milestone import Milestone
from keepstep.outlet.delay_report import paper
from keepstep.outlet.pdf.delay_report import as_file
from keepstep.portal.page import page
from keepstep.portal.projects import strip
from keepstep.portal.projects.rest import resting
from keepstep.portal.seat import ClientRequest, seated

STEPS = 12
OURS_FIRST = [Side.US, Side.CLIENT, Side.THIRD]


@seated
@require_GET
def index(request: ClientRequest) -> HttpResponse:
    desk, at = request.desk, timezone.now()
    projects = list(desk.projects().order_by("-closed_at", "sort_name", "pk"))
    known = ledgers(projects, states=list(desk.account_states()), time=desk.working_time, at=at)
    dates: dict[UUID, list[Milestone]] = defaultdict(list)
    for one in desk.milestones().ahead().filter(project__in=projects):
        dates[one.project_id].append(one)
    strips = strip.of(known, projects, desk=desk, length=strip.SHORT)
    rests = resting(desk, at=at)
    cards = [
        {
            "project": one,
            "ledger": known[one.pk],
            "squares": strips[one.pk],
            "next": next(iter(dates[one.pk]), None),
            "rests": one.pk in rests,
            "last_day": rests.get(one.pk),
        }
        for one in projects
    ]
    return page(request, "portal/projects/index.html", {"cards": cards})


@seated
@require_GET
def show(request: ClientRequest, project_id: UUID) -> HttpResponse:
    desk, at = request.desk, timezone.now()
    found = get_object_or_404(desk.projects(), pk=project_id)
    known = ledgers([found], states=list(desk.account_states()), time=desk.working_time, at=at)
    balls = desk.balls().in_the_air().filter(project=found).select_related("contact")
    rests = resting(desk, at=at)
    context = {
        "project": found,
        "rests": found.pk in rests,
        "last_day": rests.get(found.pk),
        "ledger": known[found.pk],
        "squares": strip.of(known, [found], desk=desk, length=strip.LONG)[found.pk],
        "balls": sorted(balls, key=lambda ball: (OURS_FIRST.index(Side(ball.side)), ball.since)),
        "milestones": desk.milestones().filter(project=found),
        "steps": desk.steps().filter(project=found)[:STEPS],
        "today": desk.working_time.local_day(at),
    }
    return page(request, "portal/projects/show.html", context)


@seated
@require_GET
def report(request: ClientRequest, project_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.projects().select_related("account__calendar", "agency"), pk=project_id)
    return as_file(paper.of(found, at=timezone.now()))
