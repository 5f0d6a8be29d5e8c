"""The link by which the client reads and answers a proposal: shown once when it is made; all of them can be ended."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import proposal_link
from keepstep.domain.sales.sales_letter import NotPublished
from keepstep.web import act
from keepstep.web.proposals.seen import address, proposal_of
from keepstep.web.proposals.views import done, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@never_cache
@require_http_methods(["GET", "POST"])
def make(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    found, at = proposal_of(request, proposal_id), timezone.now()
    if found.newest is None:
        return refused(request, found, NotPublished())
    if request.method == "GET":
        note = _(
            "Whoever has the link reads the newest published version without signing in, asks, accepts or declines. It"
            " works for 90 days, and you can end it before."
        )
        return act.sheet(
            request, forms.Form(), title=_("A link for the client"), submit=_("Make a link"), back=address(found),
            about=found.title, note=note,
        )  # fmt: skip
    token = proposal_link.make(found, by=request.person, at=at)
    link = settings.SITE_URL + reverse("client_proposal", args=[token])
    context = {
        "proposal": found,
        "link": link,
        "until": at + proposal_link.LINK_LIFE,
    }
    return render(request, f"web/proposals/link.html{'#link' if act.is_fragment(request) else ''}", context)


@seated
@require_POST
def end(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    found = proposal_of(request, proposal_id)
    proposal_link.end_all(found, at=timezone.now())
    return done(request, found, _("No link to this proposal opens any more."))
