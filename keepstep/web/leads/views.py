"""The queue of what is unsorted, the list of leads, and a lead's page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from keepstep.domain.agency.person import Role
from keepstep.domain.sales import duplicate
from keepstep.domain.sales.lead import Lead, State
from keepstep.round import run
from keepstep.web import act
from keepstep.web.colleagues import colleagues
from keepstep.web.leads import listing, page, words
from keepstep.web.rows import options
from keepstep.web.seat import StaffRequest, seated


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted, at = listing.asked(request.GET), timezone.now()
    found, after = listing.page(request.desk, wanted)
    resembled = duplicate.of_all(found) if wanted.state == State.UNSORTED else {}
    time = request.desk.working_time
    lines = [
        {
            "lead": one,
            "clock": words.clock(one, time, at),
            "origin": words.origin(one),
            "duplicates": page.named(resembled.get(one.pk, ())),
        }
        for one in found
    ]
    is_fragment = act.is_fragment(request)
    context = {
        "lines": lines,
        "asked": wanted,
        "tabs": [(state, said, _with(wanted, state=state)) for state, said in listing.TABS],
        "sources": options(_sources(request), chosen=wanted.source_key),
        "people": options(colleagues(request.desk, Role.SALES, Role.HEAD, Role.OWNER), chosen=wanted.person_key),
        "qualified": options(listing.QUALIFIED.items(), chosen=wanted.qualified),
        "opened": words.opened(wanted) if wanted.opened else "",
        "whole": f"{reverse('leads')}?{urlencode({'state': wanted.state})}",
        "sells": request.desk.sells,
        "sorts": wanted.state in (State.UNSORTED, State.TAKEN),
        "next": _with(wanted, after=after) if after else "",
        "first": _with(wanted) if wanted.after else "",
        "file": f"{reverse('leads_file')}?{urlencode(wanted.names)}",
    }
    return render(request, f"web/leads/index.html{'#page' if is_fragment else ''}", context)


def _sources(request: StaffRequest) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in request.desk.sources().values_list("pk", "name")]


def _with(wanted: listing.Asked, **more: str) -> str:
    return f"{reverse('leads')}?{urlencode({**wanted.names, **more})}"


@seated
@require_GET
def show(request: StaffRequest, lead_id: UUID) -> HttpResponse:
    return page_of(request, lead_of(request, lead_id))


def lead_of(request: StaffRequest, lead_id: UUID) -> Lead:
    """The lead, if it is in this person's sight; else 404."""
    related = ("source", "person", "account", "reason", "merged_into", "qualified_by")
    return get_object_or_404(request.desk.leads().select_related(*related), pk=lead_id)


def page_of(request: StaffRequest, found: Lead) -> HttpResponse:
    template = f"web/leads/show.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, page.of(found, desk=request.desk, at=timezone.now()))


def done(request: StaffRequest, found: Lead, said: act.Words, *, undo: str = "") -> HttpResponse:
    """An act on the lead is done: its page as it is now; begun in the list, the list asks for itself."""
    run.look_again_at(found, at=timezone.now())
    return act.done(request, said, back=address(found), show=lambda: _again(request, found), undo=undo)


def refused(request: StaffRequest, found: Lead, why: Exception | act.Words) -> HttpResponse:
    return act.refused(request, why, back=address(found), show=lambda: _again(request, found))


def _again(request: StaffRequest, found: Lead) -> HttpResponse:
    return page_of(request, lead_of(request, found.pk))


def address(found: Lead) -> str:
    return reverse("lead", args=[found.pk])
