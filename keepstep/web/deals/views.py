"""The board of a pipeline, the list of deals, and a deal's page."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from keepstep.domain.sales.deal import Deal
from keepstep.round import run
from keepstep.web import act, own_fields
from keepstep.web.colleagues import colleagues
from keepstep.web.deals import card, choices, goals, kanban, listing, outlook, page, parts
from keepstep.web.deals.forms import SELLERS
from keepstep.web.rows import options
from keepstep.web.seat import StaffRequest, seated


@seated
@require_GET
def board(request: StaffRequest) -> HttpResponse:
    wanted, at = kanban.asked(request.GET), timezone.now()
    stages = kanban.stages(request.desk)
    pipelines = list(dict.fromkeys(stage.pipeline for stage in stages))
    along = kanban.chosen(pipelines, wanted)
    of_it = [stage for stage in stages if stage.pipeline == along]
    context = {
        "columns": kanban.columns(request.desk, of_it, wanted, at=at),
        "pipelines": pipelines,
        "along": along,
        "asked": wanted,
        "sells": request.desk.sells,
        "people": options(colleagues(request.desk, *SELLERS), chosen=wanted.person_key),
    }
    return render(request, f"web/deals/board.html{'#page' if act.is_fragment(request) else ''}", context)


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted, at = listing.asked(request.GET), timezone.now()
    found, after = listing.page(request.desk, wanted, at=at)
    context = {
        "rows": SafeString("".join(card.shown("web/deals/row.html", found, desk=request.desk, at=at))),
        "asked": wanted,
        "sells": request.desk.sells,
        "tabs": [(state, said, _with(wanted, state=state)) for state, said in listing.TABS],
        "stages": options(choices.stages(request.desk), chosen=str(wanted.stage or "")),
        "people": options(colleagues(request.desk, *SELLERS), chosen=str(wanted.person or "")),
        "sources": options(choices.sources(request.desk), chosen=str(wanted.source or "")),
        "own": own_fields.filters(choices.own(desk=request.desk), wanted.own),
        "tasks": options(listing.TASKS, chosen=wanted.task),
        "sorts": options(listing.SORTS, chosen=wanted.sort),
        "saved": choices.saved(desk=request.desk),
        "query": urlencode(wanted.names),
        "next": _with(wanted, after=after) if after else "",
        "first": _with(wanted) if wanted.after else "",
        "file": f"{reverse('deals_file')}?{urlencode(wanted.names)}",
    }
    return render(request, f"web/deals/list.html{'#page' if act.is_fragment(request) else ''}", context)


@seated
@require_GET
def forecast(request: StaffRequest) -> HttpResponse:
    months, gates = outlook.forecast(request.desk)
    month, lines = goals.of_month(request.desk, at=timezone.now())
    context = {
        "month": month,
        "goals": lines,
        "tables": [
            (_("By month of the expected close"), _("Month"), months),
            (_("By gate"), _("Gate"), gates),
        ],
        "losses": outlook.losses(request.desk, at=timezone.now()),
    }
    return render(request, f"web/deals/outlook.html{'#page' if act.is_fragment(request) else ''}", context)


def _with(wanted: listing.Asked, **more: str) -> str:
    return f"{reverse('deal_list')}?{urlencode({**wanted.names, **more})}"


@seated
@require_GET
def show(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    return page_of(request, deal_of(request, deal_id))


def deal_of(request: StaffRequest, deal_id: UUID) -> Deal:
    """The deal, if it is in this person's sight; else 404."""
    found = parts.deals(desk=request.desk, key=deal_id)
    if not found:
        raise Http404
    return found[0]


def page_of(request: StaffRequest, found: Deal) -> HttpResponse:
    template = f"web/deals/show.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, page.of(found, desk=request.desk, at=timezone.now()))


def done(request: StaffRequest, found: Deal, said: act.Words, *, undo: str = "") -> HttpResponse:
    """An act on the deal is done: its page as it is now; begun on the board or in the list, that asks for itself."""
    run.look_again_at_deal(found, at=timezone.now())
    return act.done(request, said, back=address(found), show=lambda: _again(request, found), undo=undo)


def refused(request: StaffRequest, found: Deal, why: Exception) -> HttpResponse:
    return act.refused(request, why, back=address(found), show=lambda: _again(request, found))


def _again(request: StaffRequest, found: Deal) -> HttpResponse:
    return page_of(request, deal_of(request, found.pk))


def address(found: Deal) -> str:
    return reverse("deal", args=[found.pk])
