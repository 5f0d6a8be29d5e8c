"""The companies of a client that make contracts with us and pay."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency.requisites import Form
from keepstep.domain.clients import payer
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.payer import Payer
from keepstep.web import act
from keepstep.web.accounts.views import account_of, address, done
from keepstep.web.requisites_form import RequisitesForm
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = account_of(request, account_id)
    form = RequisitesForm(request.POST or None, initial=_guess(request, found))
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("A company of the client"), submit=_("Add"), back=address(found))
    payer.enter(found, **form.cleaned_data)
    return done(request, found, _("Entered."))


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, payer_id: UUID) -> HttpResponse:
    known, found = _payer(request, payer_id)
    facts = {name: getattr(known, name) for name in RequisitesForm.base_fields}
    form = RequisitesForm(request.POST or None, initial=facts)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=known.name, submit=_("Save"), back=address(found))
    payer.amend(known, **form.cleaned_data)
    return done(request, found, _("Saved."))


@seated
@require_POST
def close(request: StaffRequest, payer_id: UUID) -> HttpResponse:
    known, found = _payer(request, payer_id)
    payer.close(known, at=timezone.now())
    undo = reverse("payer_reopen", args=[known.pk])
    return done(request, found, _("No more documents are made out to it."), undo=undo)


@seated
@require_POST
def reopen(request: StaffRequest, payer_id: UUID) -> HttpResponse:
    known, found = _payer(request, payer_id)
    payer.reopen(known)
    return done(request, found, _("Documents are made out to it again."))


def _guess(request: StaffRequest, found: Account) -> dict[str, Any]:
    """What is known of the client already."""
    russian = request.desk.country == "RU"
    known = {"form": Form.COMPANY if russian else Form.ABROAD, "name": found.name}
    return known | {"inn" if russian else "tax_number": found.tax_number}


def _payer(request: StaffRequest, payer_id: UUID) -> tuple[Payer, Account]:
    known = get_object_or_404(request.desk.payers(), pk=payer_id)
    return known, account_of(request, known.account_id)
