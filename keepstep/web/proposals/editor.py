"""Writing a version of a proposal: put together from the catalogue, counted as one types, kept when it is saved."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.sales import proposal_line, proposing
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.proposal_version import MOST, NOTHING, TERMS, ProposalVersion
from keepstep.domain.sales.proposing import AlreadyPublished
from keepstep.formulas.basket import DiscountTooLarge, Sum
from keepstep.web import act
from keepstep.web.deals.views import deal_of
from keepstep.web.invoices.forms import Lines
from keepstep.web.proposals.forms import TermsForm
from keepstep.web.proposals.seen import address, draft_of, proposal_of
from keepstep.web.seat import StaffRequest, seated

USUAL_DAYS = 10
"""Working days for which a proposal is valid, where nobody says otherwise."""
SEVERAL = {"add", "remove", "look"}


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    return _edited(request, deal_of(request, deal_id), None)


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    found = proposal_of(request, proposal_id)
    known = draft_of(request, found)
    if known is None:
        back = address(found)
        return act.refused(request, AlreadyPublished(), back=back) if request.method == "POST" else act.gone_to(
            request, back
        )  # fmt: skip
    return _edited(request, found.deal, known)


def _edited(request: StaffRequest, deal: Deal, known: ProposalVersion | None) -> HttpResponse:
    day = request.desk.working_time.local_day(timezone.now())
    if request.method == "GET":
        form = TermsForm(day=day, initial=_first(request, deal, known))
        lines = Lines.of(request.desk, proposal_line.as_wanted(known) if known else [], day=day)
        if known is None:
            lines.add("", currency="", language="", agency="")
        return _page(request, form, lines, deal=deal, known=known)
    lines = Lines.sent(request.desk, request.POST, day=day)
    what, _colon, which = request.POST.get("act", "").partition(":")
    form = TermsForm(request.POST, day=day)
    if what in SEVERAL:
        return _looked(request, form, lines, what, which, deal=deal, known=known)
    is_whole = form.is_valid()
    if not (lines.are_valid() and is_whole) or not _fits(form, lines):
        return _page(request, form, lines, deal=deal, known=known, status=422)
    terms: dict[str, Any] = {**form.terms, "lines": lines.wanted}
    try:
        if known is None:
            known = proposing.begin(deal, **terms, by=request.person, at=timezone.now())
        else:
            proposing.amend(known, **terms)
    except AlreadyPublished as why:
        return act.refused(request, why, back=reverse("proposal", args=[known.proposal_id]))  # type: ignore[union-attr]
    return act.gone_to(request, reverse("proposal", args=[known.proposal_id]))


def _fits(form: TermsForm, lines: Lines) -> bool:
    """No more comes off than it costs, and it costs no more than a deal can be worth."""
    whole = _sum(form.cleaned_data, lines)
    if whole is None:
        form.add_error("off_amount", _("That is more than it costs."))
    elif whole.total >= MOST:
        form.add_error(None, _("The sum is too large."))
    return not form.errors


def _sum(said: dict[str, Any], lines: Lines) -> Sum | None:
    """None where more would come off than it costs."""
    off, off_amount = (said.get(name) or NOTHING for name in ("off", "off_amount"))
    try:
        return lines.sum(vat=said.get("vat") or "none", off=off, off_amount=off_amount)
    except DiscountTooLarge:
        return None


def _looked(
    request: StaffRequest, form: TermsForm, lines: Lines, what: str, which: str, *, deal: Deal,
    known: ProposalVersion | None,
) -> HttpResponse:  # fmt: skip
    """Another line or one fewer, or only the sums as they are now."""
    form.is_valid()
    said = form.cleaned_data
    if what == "add":
        currency, language = said.get("currency", ""), said.get("language", "")
        offered = request.POST.get("offered", "")
        lines.add(offered, currency=currency, language=language, agency=request.agency.language)
    elif what == "remove":
        lines.remove(which)
    typed = {name: request.POST.get(name, "") for name in form.fields}
    unbound = TermsForm(day=form.day, initial=typed)
    region = "sums" if what == "look" else "page"
    return _page(request, unbound, lines, deal=deal, known=known, region=region, said=said)


def _first(request: StaffRequest, deal: Deal, known: ProposalVersion | None) -> dict[str, Any]:
    """A new one has the currency and VAT of our first company, whose invoice it may become."""
    if known:
        said = {name: getattr(known, name) for name in TERMS}
        emptied = {name: said[name] or None for name in ("off", "off_amount")}
        return {**said, **emptied, "opening": known.before, "closing": known.after}
    company = request.desk.legal_entities().filter(closed_at=None).first()
    time = request.desk.working_time
    return {
        "title": deal.title,
        "language": deal.account.language if deal.account else request.agency.language,
        "currency": company.currency if company else deal.currency,
        "vat": company.vat if company else "none",
        "valid_until": time.add_days(time.local_day(timezone.now()), USUAL_DAYS),
    }


def _page(
    request: StaffRequest, form: TermsForm, lines: Lines, *, deal: Deal, known: ProposalVersion | None,
    status: int = 200, region: str = "page", said: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    facts = dict(said or (form.cleaned_data if form.is_bound else form.initial))
    context = {
        "form": form,
        "line_forms": lines.forms or lines.show(),
        "offered": list(lines.services.values()),
        "deal": deal,
        "known": known,
        "currency": facts.get("currency") or deal.currency,
        "sum": _sum(facts, lines),
        "action": request.path,
        "back": reverse("proposal", args=[known.proposal_id]) if known else reverse("deal", args=[deal.pk]),
    }
    is_fragment = act.is_fragment(request)
    return render(request, f"web/proposals/edit.html{'#' + region if is_fragment else ''}", context, status=status)
