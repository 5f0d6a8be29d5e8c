"""What a version of a proposal says beside its lines; its lines are typed as those of an invoice."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.legal_entity import VatWay
from keepstep.web.deals.forms import day_field
from keepstep.web.number_field import NumberField
from keepstep.web.settings.catalogue import CurrencyField


class TermsForm(forms.Form):
    """A field called `before` would hide the method of that name from whoever works on the form in a browser."""

    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    currency = CurrencyField()
    vat = forms.ChoiceField(label=_("VAT"), choices=VatWay)
    valid_until = day_field(_("Valid until"))
    off = NumberField(
        label=_("Discount on the whole, %"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    off_amount = NumberField(
        label=_("and in money"), required=False, min_value=0, max_digits=14, decimal_places=2
    )  # fmt: skip
    opening = forms.CharField(
        label=_("Words before the lines"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    closing = forms.CharField(
        label=_("Words after the lines"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How it is paid, when you begin, what is not part of it."),
    )  # fmt: skip

    def __init__(self, *args: Any, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day

    def clean_off(self) -> Decimal:
        return self.cleaned_data["off"] or Decimal(0)

    def clean_off_amount(self) -> Decimal:
        return self.cleaned_data["off_amount"] or Decimal(0)

    def clean_valid_until(self) -> date:
        until: date = self.cleaned_data["valid_until"]
        if until < self.day:
            raise forms.ValidationError(_("This day has passed: nobody could accept it any more."))
        return until

    @property
    def terms(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        return {"before": said.pop("opening"), "after": said.pop("closing"), **said}


class WordsForm(forms.Form):
    words = forms.CharField(label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
