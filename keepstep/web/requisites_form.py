"""Requisites of a company: ours in the settings, a client's on its page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.requisites import Form, WrongRequisites, verified


class RequisitesForm(forms.Form):
    form = forms.ChoiceField(label=_("What it is"), choices=Form)
    name = forms.CharField(label=_("Name in documents"), max_length=300)
    address = forms.CharField(label=_("Address"), max_length=400, required=False)
    inn = forms.CharField(label=_("INN"), max_length=20, required=False)
    kpp = forms.CharField(label=_("KPP"), max_length=20, required=False)
    ogrn = forms.CharField(label=_("OGRN"), max_length=25, required=False)
    tax_number = forms.CharField(
        label=_("VAT or tax number"), max_length=40, required=False, help_text=_("Of a company elsewhere.")
    )
    bank = forms.CharField(label=_("Bank"), max_length=200, required=False)
    bic = forms.CharField(label=_("BIK or SWIFT code"), max_length=20, required=False)
    number = forms.CharField(label=_("Account or IBAN"), max_length=50, required=False)
    correspondent = forms.CharField(label=_("Correspondent account"), max_length=40, required=False)
    signatory = forms.CharField(label=_("Who signs"), max_length=200, required=False)
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    grounds = forms.CharField(
        label=_("On what grounds"),
        max_length=200,
        required=False,
        help_text=_("As: the charter; power of attorney No 5."),
    )

    def clean(self) -> dict[str, Any]:
        """Numbers bared of spaces; what is wrong with them stands at its field."""
        facts = super().clean() or {}
        if self.errors:
            return facts
        try:
            return verified(facts)
        except WrongRequisites as why:
            for field, fault in why.faults.items():
                self.add_error(field, fault)
        return facts
