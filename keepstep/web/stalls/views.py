"""The stalled projects in sight, by pressure; each can be taken by whoever looks after it (§5.3)."""

from uuid import UUID

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from keepstep.domain.agency.audience import Audience
from keepstep.domain.agency.undo import TooLate
from keepstep.domain.delivery import taking
from keepstep.domain.delivery.ball import Side
from keepstep.round import case
from keepstep.web import act
from keepstep.web.projects.views import project_of
from keepstep.web.rows import lines, options
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.stalls import listing

ASKED = ("q", "side", "audience", "taken")


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted = {name: request.GET.get(name, "")[:100].replace("\0", "") for name in ASKED}
    at = timezone.now()
    narrowing = listing.narrowing(wanted, after=request.GET.get("after", ""), person=request.person)
    token = get_token(request)
    found = case.cases(request.desk, at=at, narrowing=narrowing, most=listing.PAGE + 1)
    has_more, found = len(found) > listing.PAGE, found[: listing.PAGE]
    context = {
        "rows": lines("web/stalls/row.html", listing.rows(found, desk=request.desk, at=at, token=token)),
        "csrf_token": token,
        "asked": wanted,
        "can_ask": any(listing.can_be_asked(one) for one in found),
        "is_narrow": any(wanted.values()),
        "sides": options([("", _("everybody’s ball")), *Side.choices], chosen=wanted["side"]),
        "audiences": options([("", _("every rung")), *Audience.choices], chosen=wanted["audience"]),
        "takings": options(listing.TAKINGS, chosen=wanted["taken"]),
        "next": _address(wanted, listing.cursor(found[-1])) if has_more else "",
        "first": _address(wanted) if narrowing.after else "",
    }
    return render(request, f"web/stalls/index.html{'#page' if act.is_fragment(request) else ''}", context)


@seated
@require_POST
def take(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found, at = project_of(request, project_id), timezone.now()
    stalled = case.of_project(request.desk, found.pk, account=found.account_id, at=at)
    back = reverse("stalls")
    if stalled is None:
        return act.refused(request, _("It moves again."), back=back)
    taken = taking.take(found, since=stalled.since, person=request.person, at=at)
    if taken.person_id != request.person.pk:
        return act.refused(request, _("Somebody has taken it already."), back=back)
    undo = reverse("stall_give_back", args=[taken.pk]) if taken.at == at else ""
    return act.done(request, _("It is yours: the clock of movement goes on."), back=back, undo=undo)


@seated
@require_POST
def give_back(request: StaffRequest, taking_id: UUID) -> HttpResponse:
    """Whoever took it by a slip of the hand leaves it to others."""
    taken, back = get_object_or_404(request.desk.own_takings(), pk=taking_id), reverse("stalls")
    try:
        taking.give_back(taken, at=timezone.now())
    except TooLate as why:
        return act.refused(request, why, back=back)
    return act.done(request, _("Taken back: the clock of reaction goes on."), back=back)


def _address(wanted: dict[str, str], after: str = "") -> str:
    names = {name: value for name, value in {**wanted, "after": after}.items() if value}
    return f"{reverse('stalls')}?{urlencode(names)}"
