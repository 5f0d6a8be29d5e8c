"""Drawing up a contract or an addendum: looked at first as a draft, then numbered and kept."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from keepstep.desk import Desk
from keepstep.domain.agency.legal_entity import LegalEntity, VatWay
from keepstep.domain.agency.template import Kind, Template, TemplateQuerySet
from keepstep.domain.clients import payer
from keepstep.domain.clients.payer import Payer
from keepstep.domain.money import parties
from keepstep.domain.sales import contract, contract_price
from keepstep.domain.sales.contract import Contract, NotReady
from keepstep.domain.sales.contract_price import Price
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.outlet.agreement import contract as paper
from keepstep.outlet.pdf.agreement import as_file, name_of
from keepstep.web.contracts.views import address, contract_of
from keepstep.web.deals.forms import day_field
from keepstep.web.deals.views import address as deal_address
from keepstep.web.deals.views import deal_of
from keepstep.web.number_field import NumberField
from keepstep.web.requisites_form import RequisitesForm
from keepstep.web.seat import StaffRequest, seated

LOOK = "look"
TERMS = ("template", "day", "subject", "price", "until")
WITHOUT, SEVERAL = "", "several"
Rates = dict[str, str]
"""Those of the day, as a form offers them."""


class TermsForm(forms.Form):
    """What is agreed; the same of a contract and an addendum."""

    template = forms.ModelChoiceField(
        label=gettext_lazy("Template"), queryset=Template.objects.none(), empty_label=None
    )
    day = day_field(gettext_lazy("Day"))
    subject = forms.CharField(
        label=gettext_lazy("What it is about"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands in the sentence: the following services."),
    )  # fmt: skip
    total = NumberField(
        label=gettext_lazy("Sum, with VAT"), required=False, min_value=0, max_digits=14, decimal_places=2,
        help_text=gettext_lazy("Left empty, there is room to write it by hand."),
    )  # fmt: skip
    rate = forms.ChoiceField(label=gettext_lazy("VAT in it"), required=False)
    until = day_field(gettext_lazy("In force until"), required=False)

    def __init__(
        self, *args: Any, templates: TemplateQuerySet, rates: Rates, accepted: ProposalVersion | None = None,
        company: LegalEntity | None = None, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.accepted, self.company = accepted, company
        usual = (self.initial or {}).get("rate")
        offered = rates if usual in (None, WITHOUT, SEVERAL) else {**rates, usual: f"{usual} %"}
        of_it = (
            [(SEVERAL, _("several rates, as in the proposal"))]
            if accepted and contract_price.has_several_rates(accepted)
            else []
        )
        self.fields["rate"].choices = [(WITHOUT, _("without VAT")), *offered.items(), *of_it]  # type: ignore[attr-defined]
        self.fields["template"].queryset = templates.order_by("language", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A company that charges no VAT has none in its contracts; what was accepted is said to the cent."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if "total" not in said or "rate" not in said:
            return said
        company = self.company or said.get("entity")
        if said["rate"] and company and company.vat == VatWay.NONE:
            self.add_error("rate", _("%(company)s charges no VAT.") % {"company": company})
            return said
        if said["rate"] == SEVERAL and (self.accepted is None or said["total"] != self.accepted.total):
            self.add_error("rate", _("Several rates are known of the accepted proposal’s sum alone: choose one."))
            return said
        rate = None if said["rate"] in (WITHOUT, SEVERAL) else Decimal(said["rate"])
        is_as_accepted = self.accepted is not None and said["total"] == self.accepted.total
        of_it = contract_price.of_version(self.accepted) if self.accepted and is_as_accepted else None
        if of_it and (said["rate"] == SEVERAL or of_it.rate == rate):
            said["price"] = of_it
        else:
            said["price"] = contract_price.of(said["total"], rate=rate)
        return said

    @property
    def terms(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TERMS}


class ContractForm(TermsForm):
    """With a client who has companies, one of them is chosen."""

    entity = forms.ModelChoiceField(
        label=gettext_lazy("From our company"), queryset=LegalEntity.objects.none(), empty_label=None
    )
    payer = forms.ModelChoiceField(
        label=gettext_lazy("With the client’s company"), queryset=Payer.objects.none(), empty_label=None
    )
    field_order = ("template", "entity", "payer", "day", "subject", "total", "rate", "until")

    def __init__(self, *args: Any, desk: Desk, payers: Any, companies: list[LegalEntity], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["entity"].queryset = desk.legal_entities().filter(closed_at=None)  # type: ignore[attr-defined]
        self.fields["entity"].choices = [(one.pk, str(one)) for one in companies]  # type: ignore[attr-defined]
        if payers is None:
            del self.fields["payer"]
        else:
            self.fields["payer"].queryset = payers  # type: ignore[attr-defined]


class NewClientForm(ContractForm, RequisitesForm):
    """With somebody whose requisites nobody has entered yet."""


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    found = deal_of(request, deal_id)
    payers = request.desk.payers().filter(account=found.account, closed_at=None) if found.account else None
    payers = payers if payers is not None and payers.exists() else None
    kind = ContractForm if payers is not None else NewClientForm
    accepted, rates = contract_price.accepted_of(found), _rates(request)
    companies = list(request.desk.legal_entities().filter(closed_at=None))
    templates = request.desk.templates(at=timezone.now()).for_papers(Kind.CONTRACT)
    form = kind(
        request.POST or None, desk=request.desk, payers=payers, companies=companies, templates=templates, rates=rates,
        accepted=accepted, initial=_usual(request, found, templates) | _price(found, accepted, rates, companies),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        theirs = parties.theirs(form.cleaned_data["payer"]) if payers is not None else form.cleaned_data
        said = {**form.terms, "entity": form.cleaned_data["entity"], "theirs": theirs}
        if request.POST.get("act") == LOOK:
            return _looked(contract.drafted(found, **said))
        try:
            made = contract.draw_up(found, **said, by=request.person, at=timezone.now(), prints=paper.printed)
        except NotReady as why:
            form.add_error("entity", str(why))
        else:
            if payers is None and found.account:
                payer.enter(found.account, **parties.of_facts(form.cleaned_data))
            return _gone(made)
    return _asked(request, form, title=_("A contract"), about=found.title, back=deal_address(found))


def _usual(request: StaffRequest, found: Deal, templates: TemplateQuerySet) -> dict[str, Any]:
    language = found.contact.language if found.contact else request.agency.language
    return {
        "template": templates.filter(language=language).first(), "day": _today(request), "subject": found.title,
        "name": found.company or (found.account.name if found.account else ""),
    }  # fmt: skip


def _price(
    found: Deal, accepted: ProposalVersion | None, rates: Rates, companies: list[LegalEntity]
) -> dict[str, Any]:  # fmt: skip
    """What was accepted is what it costs; else the usual rate, if the first of our companies charges VAT."""
    if accepted is None:
        charges = bool(companies) and companies[0].vat != VatWay.NONE
        return {"total": found.amount, "rate": next(iter(rates), WITHOUT) if charges else WITHOUT}
    several = contract_price.has_several_rates(accepted)
    rate = SEVERAL if several else _said(contract_price.of_version(accepted))
    return {"total": accepted.total, "subject": accepted.title, "rate": rate}


def _rates(request: StaffRequest) -> Rates:
    return {f"{one.percent.normalize():f}": str(one) for one in request.desk.vat_rates().on(_today(request))}


def _said(price: Price) -> str:
    return WITHOUT if price.rate is None else f"{price.rate.normalize():f}"


@seated
@require_http_methods(["GET", "POST"])
def create_addendum(request: StaffRequest, contract_id: UUID) -> HttpResponse:
    found = contract_of(request, contract_id)
    main = contract_of(request, found.to_id) if found.to_id else found
    templates = request.desk.templates(at=timezone.now()).for_papers(Kind.ADDENDUM)
    usual = templates.filter(language=main.language).first()
    rates = _rates(request)
    # To a contract of several rates a sum of one is added: the usual one, until somebody says otherwise.
    rate = next(iter(rates), WITHOUT) if main.shares else _said(Price(rate=main.rate))
    known = {"template": usual, "day": _today(request), "rate": rate}
    form = TermsForm(
        request.POST or None, templates=templates, rates=rates, company=main.entity, initial=known
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        if request.POST.get("act") == LOOK:
            return _looked(
                contract.drafted(main.deal, entity=main.entity, theirs=main.theirs, to=main, **form.terms)
            )  # fmt: skip
        made = contract.add_to(main, **form.terms, by=request.person, at=timezone.now(), prints=paper.printed)
        return _gone(made)
    about = paper.title(main)
    return _asked(request, form, title=_("An addendum"), about=about, back=address(main))


def _today(request: StaffRequest) -> date:
    return request.desk.working_time.local_day(timezone.now())


def _looked(draft: Contract) -> HttpResponse:
    return as_file(paper.printed(draft), name=name_of(paper.title(draft)))


def _gone(made: Contract) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": address(made)})


def _asked(request: StaffRequest, form: forms.Form, **said: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "web/contracts/edit.html", {"form": form, **said}, status=status)
