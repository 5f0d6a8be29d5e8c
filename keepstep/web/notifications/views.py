"""What one has been told: the newest first; opening one leads to where it is dealt with."""

from uuid import UUID

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from keepstep.domain.agency import notification
from keepstep.domain.agency.notification import NotificationQuerySet
from keepstep.outlet import digest_fault
from keepstep.postgres.keyset import before
from keepstep.round.telling import told
from keepstep.web import act
from keepstep.web.days import key_of, moment_of
from keepstep.web.seat import StaffRequest, seated

PAGE = 50


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    after = request.GET.get("after", "")[:100]
    found = list(_before(request.desk.notifications().shown(), after)[: PAGE + 1])
    shown = found[:PAGE]
    stuck = request.desk.troubled_digests(timezone.now()).filter(person=request.person).first()
    last = f"{shown[-1].at.isoformat()}~{shown[-1].pk}" if len(found) > PAGE else ""
    context = {
        "rows": [(one, told(one)) for one in shown],
        "next": f"{request.path}?{urlencode({'after': last})}" if last else "",
        "first": request.path if after else "",
        "fault": digest_fault.told(stuck) if stuck else None,
        "has_unseen": any(one.seen_at is None for one in shown),
    }
    return render(request, f"web/notifications/index.html{'#page' if act.is_fragment(request) else ''}", context)


def _before(found: NotificationQuerySet, after: str) -> NotificationQuerySet:
    """The address, read leniently: a bookmark never fails."""
    moment, _dash, key = after.partition("~")
    at, last = moment_of(moment), key_of(key)
    known = at is not None and at.tzinfo is not None and last
    return found.filter(before((F("at"), at), (F("pk"), last))) if known else found


@seated
@require_GET
def open_(request: StaffRequest, notification_id: UUID) -> HttpResponse:
    """Seen, and on to the page on which it is dealt with."""
    one = get_object_or_404(request.desk.notifications(), pk=notification_id)
    notification.see(request.desk.notifications().filter(pk=one.pk), at=timezone.now())
    return redirect(one.address)


@seated
@require_POST
def see_all(request: StaffRequest) -> HttpResponse:
    at = timezone.now()
    notification.see(request.desk.notifications().shown(), at=at)
    undo = f"{reverse('notifications_unsee')}?{urlencode({'at': at.isoformat()})}"
    return act.done(request, _("All seen."), back=reverse("notifications"), undo=undo)


@seated
@require_POST
def unsee(request: StaffRequest) -> HttpResponse:
    at = moment_of(request.GET.get("at", ""))
    if at is not None and at.tzinfo is not None:
        notification.unsee(request.person, seen_at=at)
    return act.done(request, _("They are unseen again."), back=reverse("notifications"))
