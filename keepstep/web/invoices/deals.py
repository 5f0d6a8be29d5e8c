"""Of which deal an invoice is."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.sales import deal_invoice
from keepstep.domain.sales.deal import Deal, DealQuerySet
from keepstep.domain.sales.deal_invoice import AnothersDeal
from keepstep.web import act
from keepstep.web.invoices.seen import invoice_of, of_money
from keepstep.web.invoices.views import address, done, refused
from keepstep.web.seat import StaffRequest

MOST = 200


class DealForm(forms.Form):
    deal = forms.ModelChoiceField(
        label=_("Deal"), queryset=Deal.objects.none(), required=False, empty_label=_("of no deal"),
        help_text=_("A payment of this invoice is its evidence that the payment was received."),
    )  # fmt: skip

    def __init__(self, *args: Any, deals: DealQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["deal"].queryset = deals  # type: ignore[attr-defined]
        self.fields["deal"].choices = [  # type: ignore[attr-defined]
            ("", _("of no deal")), *((one.pk, str(one)) for one in deals[:MOST])
        ]  # fmt: skip


@of_money
@require_http_methods(["GET", "POST"])
def choose(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """Deals with this client, and those that are with nobody we know yet."""
    found, at = invoice_of(request, invoice_id), timezone.now()
    deals = request.desk.deals().filter(Q(account=found.account) | Q(account=None)).order_by("-opened_at", "-pk")
    known = deals.filter(invoices__invoice=found).first()
    form = DealForm(request.POST if request.method == "POST" else None, deals=deals, initial={"deal": known})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("Of which deal it is"), submit=_("Save"), back=address(found))
    chosen = form.cleaned_data["deal"]
    try:
        if chosen is None:
            deal_invoice.take_out(found, by=request.person, at=at)
        else:
            deal_invoice.put(found, chosen, by=request.person, at=at)
    except AnothersDeal as why:
        return refused(request, found, why)
    return done(request, found, _("Saved."))
