"""A proposal as the client reads it: by a link, without signing in, without scripts, in its own language (§5.8).

Opening the page writes nothing: mail scanners open links. That it was looked at is known from the picture in it,
which a browser asks for.
"""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keepstep.domain.agency import brand, store
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.sales import decision, proposal_link, proposal_question, proposal_version
from keepstep.domain.sales.decision import Kind
from keepstep.domain.sales.proposal_link import ProposalLink
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.outlet.pdf.proposal import as_file
from keepstep.outlet.proposal import difference, paper
from keepstep.portal.proposals.forms import AcceptForm, AskForm, DeclineForm
from keepstep.portal.seat import discreet
from keepstep.postgres import tenancy

NOTHING_TO_SEE = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""A GIF of one clear pixel."""
MOST_QUESTIONS = 50
View = Callable[[HttpRequest, str], HttpResponse]


@dataclass(frozen=True)
class Reading:
    """The link, its secret, and the version that counts."""

    link: ProposalLink
    token: str
    version: ProposalVersion


@dataclass(frozen=True)
class Typed:
    """A form that was sent with faults, or why it was refused."""

    sent: dict[str, forms.Form] = field(default_factory=dict)
    refusal: str = ""
    status: int = 200


def linked(answer: Callable[[HttpRequest, Reading], HttpResponse]) -> View:
    """Whoever has the link is in its agency for the length of the request, and reads this one proposal; an unknown
    link, an expired and an ended one are answered alike."""

    @discreet
    @wraps(answer)
    def view(request: HttpRequest, token: str) -> HttpResponse:
        link = proposal_link.find(token, at=timezone.now())
        if link is None:
            return _unknown(request)
        with tenancy.entered(link.agency_id):
            version = proposal_version.newest_of(link.proposal)
            if version is None:
                return _unknown(request)
            with translation.override(version.language), timezone.override(office_hours().zone):
                response = answer(request, Reading(link, token, version))
            response.headers["Content-Language"] = version.language
        return response

    return view


def _unknown(request: HttpRequest) -> HttpResponse:
    if not ratelimit.consume(request, action="proposal_unknown"):
        return render(request, "portal/sign_in/slower.html", status=429)
    return render(request, "portal/components/gone.html", status=410)


@linked
@require_safe
def show(request: HttpRequest, reading: Reading) -> HttpResponse:
    return page(request, reading)


@linked
@require_safe
def paper_copy(_request: HttpRequest, reading: Reading) -> HttpResponse:
    """The very bytes that an acceptance is pinned to."""
    version = reading.version
    return as_file(store.read(version.digest, agency_id=version.agency_id), title=version.title)


@linked
@require_safe
def seen(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Our own people look at it too: that is no look of the client's."""
    if request.method == "GET" and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        proposal_link.see(reading.link, reading.version, at=timezone.now())
    return HttpResponse(NOTHING_TO_SEE, content_type="image/gif")


def page(request: HttpRequest, reading: Reading, typed: Typed | None = None) -> HttpResponse:
    typed = typed or Typed()
    version = reading.version
    former, said = proposal_version.former(version), decision.of(version)
    day = office_hours().local_day(timezone.now())
    context: dict[str, Any] = {
        "token": reading.token,
        "version": version,
        "paper": paper.of(version),
        "agency": version.proposal.deal.agency,
        "brand": brand.present(),
        "former": former,
        "difference": difference.between(former, version) if former else None,
        "said": said,
        "is_accepted": said is not None and said.kind == Kind.ACCEPTED,
        "is_expired": not version.is_valid_on(day),
        "questions": proposal_question.of(version.proposal)[:MOST_QUESTIONS],
        "refusal": typed.refusal,
        "accept": typed.sent.get("accept") or AcceptForm(auto_id="accept-%s"),
        "decline": typed.sent.get("decline") or DeclineForm(auto_id="decline-%s"),
        "ask": typed.sent.get("ask") or AskForm(auto_id="ask-%s"),
    }
    return render(request, "portal/proposals/show.html", context, status=typed.status)


def too_many(request: HttpRequest, reading: Reading, name: str, form: forms.Form) -> HttpResponse:
    said = _("Too many at once. Please try again in a minute.")
    return page(request, reading, Typed({name: form}, said, 429))
