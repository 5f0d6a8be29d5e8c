"""The catalogue: what we sell and at what price, and the rates of VAT."""

from datetime import date
from typing import Any
from uuid import UUID

from babel.numbers import list_currencies
from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.desk import Desk
from keepstep.domain.agency import service, vat_rate
from keepstep.domain.agency.service import AlreadyOffered, Service
from keepstep.domain.agency.vat_rate import AlreadyThere, VatRate
from keepstep.web import act
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

PAGE = 50


class CurrencyField(forms.CharField):
    """A currency by its code, as ISO 4217 has it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Currency"), min_length=3, max_length=3, **options)

    def clean(self, value: Any) -> str:
        code: str = super().clean(value).upper()
        if code not in list_currencies():
            raise forms.ValidationError(_("No currency has this code; as EUR, USD or RUB."))
        return code


class ServiceForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=200)
    other_name = forms.CharField(
        label=_("Name in the other language"), max_length=200, required=False,
        help_text=_("It stands in proposals and invoices of that language."),
    )  # fmt: skip
    unit = forms.CharField(label=_("Unit"), max_length=40, help_text=_("As month, hour, piece."))
    price = forms.DecimalField(label=_("Price of a unit"), min_value=0, max_digits=14, decimal_places=2)
    currency = CurrencyField()
    rate = forms.ModelChoiceField(
        label=_("VAT"), queryset=VatRate.objects.none(), required=False, empty_label=_("without VAT")
    )
    is_recurring = forms.BooleanField(label=_("Sold by the month, again and again"), required=False)

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["rate"].queryset = desk.vat_rates()  # type: ignore[attr-defined]


class RateForm(forms.Form):
    percent = forms.DecimalField(label=_("Per cent"), min_value=0, max_value=99, max_digits=5, decimal_places=2)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("since") and facts.get("until") and facts["until"] < facts["since"]:
            self.add_error("until", _("It ends before it begins."))
        return facts


class EndForm(forms.Form):
    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Left empty, it goes on."),
    )  # fmt: skip

    def __init__(self, *args: Any, since: date | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.since = since

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and self.since and until < self.since:
            raise forms.ValidationError(_("It ends before it begins."))
        return until


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    services = request.desk.services().select_related("rate").order_by("closed_at", "name", "pk")
    page = Paginator(services, PAGE).get_page(request.GET.get("page"))
    template = f"web/settings/catalogue.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, {"page": page, "rates": request.desk.vat_rates()})


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = ServiceForm(request.POST or None, desk=request.desk, initial={"currency": request.desk.agency.currency})
    if request.method == "POST" and form.is_valid():
        try:
            service.offer(**form.cleaned_data)
        except AlreadyOffered:
            form.add_error("name", _("The catalogue has this name already."))
        else:
            return _done(request, _("In the catalogue."))
    return act.sheet(request, form, title=_("A new service"), submit=_("Add"), back=reverse("catalogue"))


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, service_id: UUID) -> HttpResponse:
    known = _service(request, service_id)
    facts = {name: getattr(known, name) for name in ServiceForm.base_fields}
    form = ServiceForm(request.POST or None, desk=request.desk, initial=facts)
    if request.method == "POST" and form.is_valid():
        try:
            service.amend(known, **form.cleaned_data)
        except AlreadyOffered:
            form.add_error("name", _("The catalogue has this name already."))
        else:
            return _done(request, _("Saved."))
    note = _("Proposals and invoices keep the words and prices they were made with.")
    return act.sheet(request, form, title=known.name, submit=_("Save"), back=reverse("catalogue"), note=note)


@managed
@require_POST
def close(request: StaffRequest, service_id: UUID) -> HttpResponse:
    known = _service(request, service_id)
    service.close(known, at=timezone.now())
    return _done(request, _("It is offered no more."), undo=reverse("service_reopen", args=[known.pk]))


@managed
@require_POST
def reopen(request: StaffRequest, service_id: UUID) -> HttpResponse:
    service.reopen(_service(request, service_id))
    return _done(request, _("It is offered again."))


@managed
@require_http_methods(["GET", "POST"])
def create_rate(request: StaffRequest) -> HttpResponse:
    form = RateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            vat_rate.add(**form.cleaned_data)
        except AlreadyThere:
            form.add_error("percent", _("This rate is there already."))
        else:
            return _done(request, _("Added."))
    return act.sheet(request, form, title=_("A new rate of VAT"), submit=_("Add"), back=reverse("catalogue"))


@managed
@require_http_methods(["GET", "POST"])
def end_rate(request: StaffRequest, rate_id: UUID) -> HttpResponse:
    known = get_object_or_404(request.desk.vat_rates(), pk=rate_id)
    form = EndForm(request.POST or None, since=known.since, initial={"until": known.until})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=str(known), submit=_("Save"), back=reverse("catalogue"))
    vat_rate.end(known, until=form.cleaned_data["until"])
    return _done(request, _("Saved."))


def _service(request: StaffRequest, service_id: UUID) -> Service:
    return get_object_or_404(request.desk.services(), pk=service_id)


def _done(request: StaffRequest, said: act.Words, *, undo: str = "") -> HttpResponse:
    return act.done(request, said, back=reverse("catalogue"), undo=undo)
