"""The list of invoices, an invoice's page and its paper."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from keepstep.domain.money.invoice import Invoice
from keepstep.domain.sales import deal_invoice
from keepstep.outlet.invoice import paper
from keepstep.outlet.pdf.invoice import as_file
from keepstep.round import run
from keepstep.web import act
from keepstep.web.invoices import listing, page
from keepstep.web.invoices.seen import invoice_of, of_money
from keepstep.web.seat import StaffRequest


@of_money
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted, day = listing.asked(request.GET), request.desk.working_time.local_day(timezone.now())
    found, after = listing.page(request.desk, wanted, day=day)
    context = {
        "lines": [{"invoice": one, "state": page.state(one, day=day)} for one in found],
        "asked": wanted,
        "tabs": [(state, said, _with(wanted, state=state)) for state, said in listing.TABS],
        "sums": listing.sums(request.desk, wanted, day=day),
        "account": request.desk.accounts().filter(pk=wanted.account).first() if wanted.account else None,
        "next": _with(wanted, after=after) if after else "",
        "first": _with(wanted) if wanted.after else "",
        "file": f"{reverse('invoices_file')}?{urlencode(wanted.names)}",
    }
    return render(request, f"web/invoices/index.html{'#page' if act.is_fragment(request) else ''}", context)


def _with(wanted: listing.Asked, **more: str) -> str:
    return f"{reverse('invoices')}?{urlencode({**wanted.names, **more})}"


@of_money
@require_GET
def show(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    return page_of(request, invoice_of(request, invoice_id))


@of_money
@require_GET
def paper_copy(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """In its own language: it is for the client."""
    found = invoice_of(request, invoice_id)
    day = request.desk.working_time.local_day(timezone.now())
    return as_file(paper.of(found, day=day), agency_id=found.agency_id)


def page_of(request: StaffRequest, found: Invoice) -> HttpResponse:
    template = f"web/invoices/show.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, page.of(found, desk=request.desk, at=timezone.now()))


def done(request: StaffRequest, found: Invoice, said: act.Words, *, undo: str = "") -> HttpResponse:
    """An act on the invoice is done: its deal and the round look again, and its page shows how it is now."""
    at = timezone.now()
    deal_invoice.settle(found.account_id, by=request.person, at=at)
    run.look_again(found.account_id, at=at)
    return act.done(request, said, back=address(found), undo=undo, show=lambda: _again(request, found))


def refused(request: StaffRequest, found: Invoice, why: Exception) -> HttpResponse:
    return act.refused(request, why, back=address(found), show=lambda: _again(request, found))


def _again(request: StaffRequest, found: Invoice) -> HttpResponse:
    return page_of(request, invoice_of(request, found.pk))


def address(found: Invoice) -> str:
    return reverse("invoice", args=[found.pk])
