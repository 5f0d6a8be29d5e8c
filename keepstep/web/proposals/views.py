"""The list of proposals, a proposal's page, its versions and their paper."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from keepstep.domain.agency import store
from keepstep.domain.sales.proposal import Proposal
from keepstep.outlet.pdf.proposal import as_file, draw
from keepstep.round import run
from keepstep.web import act
from keepstep.web.proposals import listing, page
from keepstep.web.proposals.seen import address, proposal_of, version_of
from keepstep.web.rows import options
from keepstep.web.seat import StaffRequest, seated


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted, day = listing.asked(request.GET), request.desk.working_time.local_day(timezone.now())
    found, after = listing.page(request.desk, wanted, day=day)
    context = {
        "rows": [(one, *listing.state_of(one)) for one in found],
        "asked": wanted,
        "states": options(listing.STATES, chosen=wanted.state),
        "next": _with(wanted, after=after) if after else "",
        "first": _with(wanted) if wanted.after else "",
    }
    return render(request, f"web/proposals/index.html{'#page' if act.is_fragment(request) else ''}", context)


def _with(wanted: listing.Asked, **more: str) -> str:
    return f"{reverse('proposals')}?{urlencode({**wanted.names, **more})}"


@seated
@require_GET
def show(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    return page_of(request, proposal_of(request, proposal_id))


@seated
@require_GET
def version(request: StaffRequest, version_id: UUID) -> HttpResponse:
    found = version_of(request, version_id)
    return render(request, "web/proposals/version.html", page.version(found, desk=request.desk))


@seated
@require_GET
def paper_copy(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Of a published version the very bytes that were published; of a draft how it would look."""
    found = version_of(request, version_id)
    if not found.digest:
        return as_file(draw(found), title=found.title)
    try:
        return as_file(store.read(found.digest, agency_id=found.agency_id), title=found.title)
    except store.NotKept as why:
        raise Http404 from why


def page_of(request: StaffRequest, found: Proposal) -> HttpResponse:
    template = f"web/proposals/show.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, page.of(found, desk=request.desk, at=timezone.now()))


def done(request: StaffRequest, found: Proposal, said: act.Words, *, undo: str = "") -> HttpResponse:
    """An act is done: the round looks at the deal again, and the page shows how it is now."""
    run.look_again_at_deal(found.deal, at=timezone.now())
    return act.done(request, said, back=address(found), show=lambda: _again(request, found), undo=undo)


def refused(request: StaffRequest, found: Proposal, why: Exception) -> HttpResponse:
    return act.refused(request, why, back=address(found), show=lambda: _again(request, found))


def _again(request: StaffRequest, found: Proposal) -> HttpResponse:
    return page_of(request, proposal_of(request, found.pk))
