"""A line of a bank file: matched by hand, set aside, and either of them undone."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.money import bank_line
from keepstep.domain.money.allocation import NotToBePaid
from keepstep.domain.money.bank_line import BankLine, NotWaiting
from keepstep.domain.money.invoice import Invoice, InvoiceQuerySet
from keepstep.domain.money.payment import Payment
from keepstep.domain.sales import deal_invoice
from keepstep.formulas.amount import in_figures
from keepstep.round import run
from keepstep.web import act
from keepstep.web.bank.views import page
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

MOST = 200


class MatchForm(forms.Form):
    invoices = forms.ModelMultipleChoiceField(
        label=_("Which invoices it pays"), queryset=Invoice.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )  # fmt: skip

    def __init__(self, *args: Any, line: BankLine, invoices: InvoiceQuerySet, language: str, **options: Any) -> None:
        """Those of the payer first, then those of the same amount."""
        super().__init__(*args, **options)
        found = sorted(invoices[:MOST], key=lambda one: (one.theirs.get("inn") != line.inn, one.owed != line.amount))
        self.fields["invoices"].queryset = invoices  # type: ignore[attr-defined]
        self.fields["invoices"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"№ {one.number} · {one.account.name} · {in_figures(one.owed, one.currency, language=language)}")
            for one in found
        ]

    def clean_invoices(self) -> list[Invoice]:
        chosen = list(self.cleaned_data["invoices"].order_by("due", "pk"))
        if len({one.account_id for one in chosen}) > 1:
            raise forms.ValidationError(_("They are of several clients: one payment is of one."))
        return chosen


class AsideForm(forms.Form):
    reason = forms.CharField(label=_("What it is"), max_length=200, help_text=_("As: a loan; a refund of a supplier."))


@managed
@require_http_methods(["GET", "POST"])
def match(request: StaffRequest, line_id: UUID) -> HttpResponse:
    line = _line(request, line_id)
    open_ones = request.desk.invoices().unpaid().filter(entity=line.entity, currency=line.currency)
    form = MatchForm(
        request.POST if request.method == "POST" else None, line=line, language=get_language() or "en",
        invoices=open_ones.select_related("account").order_by("due", "pk"),
    )  # fmt: skip
    if request.method == "GET" or not form.is_valid():
        about = f"{line.payer} · {line.purpose}"
        return act.sheet(
            request, form, title=_("Match the payment"), submit=_("Match"), back=reverse("bank"), about=about
        )
    try:
        made = bank_line.match(line, form.cleaned_data["invoices"], by=request.person, at=timezone.now())
    except (NotWaiting, NotToBePaid) as why:
        return act.refused(request, why, back=reverse("bank"), show=lambda: page(request))
    _settle(request, made)
    return _done(request, _("Matched."), undo=reverse("bank_line_unmatch", args=[line.pk]))


@managed
@require_http_methods(["GET", "POST"])
def set_aside(request: StaffRequest, line_id: UUID) -> HttpResponse:
    line = _line(request, line_id)
    form = AsideForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        about = f"{line.payer} · {line.purpose}"
        return act.sheet(
            request, form, title=_("No payment of a client"), submit=_("Set aside"), back=reverse("bank"), about=about
        )
    try:
        bank_line.set_aside(line, **form.cleaned_data, by=request.person, at=timezone.now())
    except NotWaiting as why:
        return act.refused(request, why, back=reverse("bank"), show=lambda: page(request))
    return _done(request, _("Set aside."), undo=reverse("bank_line_bring_back", args=[line.pk]))


@managed
@require_POST
def bring_back(request: StaffRequest, line_id: UUID) -> HttpResponse:
    bank_line.bring_back(_line(request, line_id))
    return _done(request, _("It waits to be matched again."))


@managed
@require_POST
def unmatch(request: StaffRequest, line_id: UUID) -> HttpResponse:
    line = _line(request, line_id)
    bank_line.unmatch(line, by=request.person, at=timezone.now())
    if line.payment:
        _settle(request, line.payment)
    return _done(request, _("Taken off: it waits to be matched again."))


def _settle(request: StaffRequest, payment: Payment) -> None:
    """The client's deals and the round look again."""
    at = timezone.now()
    deal_invoice.settle(payment.account_id, by=request.person, at=at)
    run.look_again(payment.account_id, at=at)


def _line(request: StaffRequest, line_id: UUID) -> BankLine:
    return get_object_or_404(request.desk.bank_lines().select_related("entity", "payment"), pk=line_id)


def _done(request: StaffRequest, said: act.Words, *, undo: str = "") -> HttpResponse:
    return act.done(request, said, back=reverse("bank"), show=lambda: page(request), undo=undo)
