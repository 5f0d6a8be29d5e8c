"""The delay report as the client reads it: by a link, without signing in, in the client's language (§5.3)."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from keepstep.domain.delivery import delay_report
from keepstep.outlet.delay_report import paper
from keepstep.outlet.delay_report.paper import Paper
from keepstep.outlet.pdf.delay_report import as_file
from keepstep.portal.gone import gone
from keepstep.postgres import tenancy

View = Callable[[HttpRequest, str], HttpResponse]
Answer = Callable[[HttpRequest, str, Paper], HttpResponse]


def linked(answer: Answer) -> View:
    """Whoever has the link is in its agency for the length of the request, and reads this one report.

    An unknown link, an expired and an ended one are answered alike. Nothing of it is kept by browsers, found by search
    engines, or told to other sites.
    """

    @never_cache
    @require_safe
    @wraps(answer)
    def view(request: HttpRequest, token: str) -> HttpResponse:
        at = timezone.now()
        link = delay_report.find_link(token, at=at)
        if link is None:
            response = gone(request)
        else:
            with tenancy.entered(link.agency_id):
                account = link.project.account
                with translation.override(account.language):
                    response = answer(request, token, paper.of(link.project, at=at))
                response.headers["Content-Language"] = account.language
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return view


@linked
def show(request: HttpRequest, token: str, written: Paper) -> HttpResponse:
    context = {"paper": written, "pdf": reverse("client_delay_report_pdf", args=[token])}
    return render(request, "portal/delay_report/show.html", context)


@linked
def paper_copy(_request: HttpRequest, _token: str, written: Paper) -> HttpResponse:
    return as_file(written)
