"""A proposal as the client reads it: by a link without signing in, in its own language, or in the portal; without
scripts (§5.8).

Opening the page writes nothing: mail scanners open links. That it was looked at is known from the picture in it,
which a browser asks for.
"""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keepstep.domain.agency import brand, store
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.clients.contact import Contact
from keepstep.domain.sales import decision, proposal_link, proposal_question, proposal_version
from keepstep.domain.sales.decision import Kind
from keepstep.domain.sales.proposal_link import ProposalLink
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.outlet.pdf.proposal import as_file
from keepstep.outlet.proposal import difference, paper
from keepstep.portal.gone import gone
from keepstep.portal.page import page as framed
from keepstep.portal.proposals.forms import AcceptForm, AskForm, DeclineForm
from keepstep.portal.seat import ClientRequest, discreet, seated
from keepstep.postgres import tenancy

NOTHING_TO_SEE = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""A GIF of one clear pixel."""
MOST_QUESTIONS = 50
View = Callable[[HttpRequest, str], HttpResponse]


ADDRESSES = ("pdf", "seen", "accept", "decline", "ask")


@dataclass(frozen=True)
class Reading:
    """The version that counts, read by a link, or in the portal by a contact; `where` are the addresses beside it."""

    version: ProposalVersion
    where: dict[str, str]
    link: ProposalLink | None = None
    contact: Contact | None = None

    @property
    def whose(self) -> str:
        """By which one who asks too often is known."""
        return str(self.link.pk if self.link else self.contact.pk if self.contact else "")


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
            return gone(request)
        with tenancy.entered(link.agency_id):
            version = proposal_version.newest_of(link.proposal)
            if version is None:
                return gone(request)
            with translation.override(version.language), timezone.override(office_hours().zone):
                response = answer(request, Reading(version, _where("client_proposal", token), link=link))
            response.headers["Content-Language"] = version.language
        return response

    return view


def owned(answer: Callable[[HttpRequest, Reading], HttpResponse]) -> Callable[..., HttpResponse]:
    """Of the client's own proposals that a contact who may see money reads in the portal."""

    @seated
    @wraps(answer)
    def view(request: ClientRequest, proposal_id: UUID) -> HttpResponse:
        found = get_object_or_404(request.desk.proposals().select_related("deal__agency"), pk=proposal_id)
        version = proposal_version.newest_of(found)
        if version is None:
            raise Http404
        return answer(request, Reading(version, _where("portal_proposal", found.pk), contact=request.contact))

    return view


def _where(name: str, key: object) -> dict[str, str]:
    """The page, and what belongs to it; a look in the portal needs no picture."""
    known = [one for one in ADDRESSES if one != "seen" or name == "client_proposal"]
    return {"page": reverse(name, args=[key]), **{one: reverse(f"{name}_{one}", args=[key]) for one in known}}


@linked
@require_safe
def show(request: HttpRequest, reading: Reading) -> HttpResponse:
    return page(request, reading)


@owned
@require_safe
def show_own(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Who is signed in is no scanner: opening the page is a look."""
    proposal_link.see(reading.version, at=timezone.now())
    return page(request, reading)


@require_safe
def _paper_copy(_request: HttpRequest, reading: Reading) -> HttpResponse:
    """The very bytes that an acceptance is pinned to."""
    version = reading.version
    return as_file(store.read(version.digest, agency_id=version.agency_id), title=version.title)


paper_copy, own_paper = linked(_paper_copy), owned(_paper_copy)


@linked
@require_safe
def seen(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Our own people look at it too: that is no look of the client's."""
    if request.method == "GET" and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        proposal_link.see(reading.version, link=reading.link, at=timezone.now())
    return HttpResponse(NOTHING_TO_SEE, content_type="image/gif")


def page(request: HttpRequest, reading: Reading, typed: Typed | None = None) -> HttpResponse:
    typed = typed or Typed()
    version = reading.version
    former, said = proposal_version.former(version), decision.of(version)
    day = office_hours().local_day(timezone.now())
    known = {"name": reading.contact.name, "email": reading.contact.email} if reading.contact else {}
    context: dict[str, Any] = {
        "where": reading.where,
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
        "accept": typed.sent.get("accept") or AcceptForm(auto_id="accept-%s", initial=known),
        "decline": typed.sent.get("decline") or DeclineForm(auto_id="decline-%s", initial=known),
        "ask": typed.sent.get("ask") or AskForm(auto_id="ask-%s", initial=known),
    }
    if reading.contact:
        return framed(request, "portal/proposals/own.html", context, status=typed.status)
    return render(request, "portal/proposals/show.html", context, status=typed.status)


def too_many(request: HttpRequest, reading: Reading, name: str, form: forms.Form) -> HttpResponse:
    said = _("Too many at once. Please try again in a minute.")
    return page(request, reading, Typed({name: form}, said, 429))
