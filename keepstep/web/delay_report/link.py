"""The link by which the client reads the report: shown once when it is made; all of them can be ended."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.delivery import delay_report
from keepstep.web import act
from keepstep.web.delay_report.views import address, page, project_of
from keepstep.web.seat import StaffRequest, seated


@seated
@never_cache
@require_http_methods(["GET", "POST"])
def make(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found, at = project_of(request, project_id), timezone.now()
    if request.method == "GET":
        note = _(
            "Whoever has the link reads this report, always as it stands that day, without signing in. It works for"
            " 30 days, and you can end it before."
        )
        return act.sheet(
            request, forms.Form(), title=_("A link for the client"), submit=_("Make a link"), back=address(found),
            about=found.account, note=note,
        )  # fmt: skip
    token = delay_report.make_link(found, by=request.person, at=at)
    context = {
        "project": found,
        "link": settings.SITE_URL + reverse("client_delay_report", args=[token]),
        "until": at + delay_report.LINK_LIFE,
        "back": address(found),
    }
    return render(request, f"web/delay_report/link.html{'#link' if act.is_fragment(request) else ''}", context)


@seated
@require_POST
def end(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found = project_of(request, project_id)
    delay_report.end_links(found, at=timezone.now())
    said = _("No link to this report opens any more.")
    return act.done(request, said, back=address(found), show=lambda: page(request, found))
