"""Writing an invoice: a draft is put together from the catalogue and changed until it is right."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.clients.account import Account
from keepstep.domain.money import drafting
from keepstep.domain.money.invoice import AlreadyIssued, Invoice
from keepstep.domain.money.invoice_line import as_wanted
from keepstep.domain.sales import contract
from keepstep.web import act
from keepstep.web.invoices.forms import ClientForm, InvoiceForm, Lines
from keepstep.web.invoices.seen import invoice_of, of_money
from keepstep.web.invoices.views import address, refused
from keepstep.web.seat import StaffRequest

USUAL_DAYS = 5


@of_money
@require_http_methods(["GET", "POST"])
def choose(request: StaffRequest) -> HttpResponse:
    """For which client; the rest is written on a page of its own."""
    form = ClientForm(request.POST or None, desk=request.desk)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("New invoice"), submit=_("Go on"), back=reverse("invoices"))
    return act.gone_to(request, reverse("invoice_draft", args=[form.cleaned_data["account"].pk]))


@of_money
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    account = get_object_or_404(request.desk.billed_accounts(), pk=account_id)
    return _edited(request, account, None)


@of_money
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    known = invoice_of(request, invoice_id)
    if known.issued_at or known.cancelled_at:
        return refused(request, known, AlreadyIssued(known)) if request.method == "POST" else act.gone_to(
            request, address(known)
        )  # fmt: skip
    return _edited(request, known.account, known)


def _edited(request: StaffRequest, account: Account, known: Invoice | None) -> HttpResponse:
    day = request.desk.working_time.local_day(timezone.now())
    if request.method == "GET":
        form = InvoiceForm(desk=request.desk, account=account, known=known, initial=_first(request, account, known))
        lines = Lines.of(request.desk, as_wanted(known) if known else [], day=day)
        if known is None:
            lines.add("", currency="", language="", agency="")
        return _page(request, form, lines, account=account, known=known)
    lines = Lines.sent(request.desk, request.POST, day=day)
    act_, _colon, what = request.POST.get("act", "").partition(":")
    form = InvoiceForm(request.POST, desk=request.desk, account=account, known=known)
    if act_ in {"add", "remove", "look"}:
        return _looked(request, form, lines, act_, what, account=account, known=known)
    is_whole = form.is_valid()
    if not (lines.are_valid() and is_whole):
        return _page(request, form, lines, account=account, known=known, status=422)
    facts = {**form.cleaned_data, "lines": lines.wanted}
    try:
        if known is None:
            known = drafting.draft(account, **facts, by=request.person, at=timezone.now())
        else:
            drafting.amend(known, **facts)
    except AlreadyIssued as why:
        return refused(request, known, why)  # type: ignore[arg-type]  # only a known one can be issued
    return act.gone_to(request, address(known))


def _looked(
    request: StaffRequest, form: InvoiceForm, lines: Lines, act_: str, what: str, *, account: Account,
    known: Invoice | None,
) -> HttpResponse:  # fmt: skip
    """Another line or one fewer, or only the sums as they are now."""
    form.is_valid()
    said = form.cleaned_data
    if act_ == "add":
        currency = said["entity"].currency if said.get("entity") else ""
        offered, language = request.POST.get("offered", ""), said.get("language", "")
        lines.add(offered, currency=currency, language=language, agency=request.agency.language)
    elif act_ == "remove":
        lines.remove(what)
    typed = {name: request.POST.get(name, "") for name in form.fields}
    unbound = InvoiceForm(desk=request.desk, account=account, known=known, initial=typed)
    region = "sums" if act_ == "look" else "page"
    return _page(request, unbound, lines, account=account, known=known, region=region, entity=said.get("entity"))


def _first(request: StaffRequest, account: Account, known: Invoice | None) -> dict[str, Any]:
    if known:
        return {name: getattr(known, name) for name in InvoiceForm.base_fields}
    companies = request.desk.legal_entities().filter(closed_at=None)
    payers = request.desk.payers().filter(account=account, closed_at=None)
    return {
        "entity": companies.first(),
        "payer": payers.first(),
        "language": account.language,
        "days_to_pay": USUAL_DAYS,
        "basis": _basis(request, account),
    }


def _basis(request: StaffRequest, account: Account) -> str:
    """The contract with the client that is in force, in the client's language."""
    concluded = contract.in_force(request.desk.contracts().filter(account=account))
    with translation.override(account.language):
        return concluded.named if concluded else ""


def _page(
    request: StaffRequest, form: InvoiceForm, lines: Lines, *, account: Account, known: Invoice | None,
    status: int = 200, region: str = "page", entity: Any = None,
) -> HttpResponse:  # fmt: skip
    company = entity or form.initial.get("entity") or (form.cleaned_data.get("entity") if form.is_bound else None)
    company = company if hasattr(company, "vat") else None
    context = {
        "form": form,
        "line_forms": lines.forms or lines.show(),
        "offered": list(lines.services.values()),
        "account": account,
        "known": known,
        "company": company,
        "sum": lines.sum(vat=company.vat if company else "none"),
        "action": request.path,
        "back": address(known) if known else reverse("invoices"),
    }
    is_fragment = act.is_fragment(request)
    return render(request, f"web/invoices/edit.html{'#' + region if is_fragment else ''}", context, status=status)
