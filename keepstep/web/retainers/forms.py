"""What a retainer is agreed to be, and from or until which month."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.payer import Payer
from keepstep.formulas.month import first_day, month_from
from keepstep.web.number_field import NumberField

AROUND = 12
"""So many months back and ahead a retainer may begin or end."""


class MonthField(forms.TypedChoiceField):
    """A month by its name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=date.fromisoformat, empty_value=None, **options)

    def offer(self, today: date, *, back: int = AROUND, empty: str = "") -> None:
        months = [month_from(first_day(today), n) for n in range(-back, AROUND + 1)]
        said = [(one.isoformat(), date_format(one, "F Y")) for one in months]
        self.choices = [("", empty), *said] if empty else said


class RetainerForm(forms.Form):
    service = forms.ModelChoiceField(label=_("Service"), queryset=Service.objects.none(), empty_label=None)
    price = NumberField(
        label=_("A month"), min_value=0.01, max_digits=14, decimal_places=2,
        help_text=_("As in an invoice: whether VAT comes on top is said by our company."),
    )  # fmt: skip
    entity = forms.ModelChoiceField(label=_("From our company"), queryset=LegalEntity.objects.none(), empty_label=None)
    payer = forms.ModelChoiceField(
        label=_("Who pays"), queryset=Payer.objects.none(), required=False, empty_label=_("their first company")
    )
    days_to_pay = forms.IntegerField(label=_("Working days to pay"), min_value=0, max_value=250, initial=5)
    since = MonthField(label=_("From"))
    until = MonthField(label=_("Until"), required=False)

    def __init__(self, *args: Any, desk: Desk, account: Account, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["service"].queryset = desk.services().filter(closed_at=None).order_by("-is_recurring", "name")  # type: ignore[attr-defined]
        self.fields["entity"].queryset = desk.legal_entities().filter(closed_at=None)  # type: ignore[attr-defined]
        self.fields["payer"].queryset = desk.payers().filter(account=account, closed_at=None)  # type: ignore[attr-defined]
        self.fields["since"].offer(today)  # type: ignore[attr-defined]
        self.fields["until"].offer(today, back=0, empty=str(_("it is ended")))  # type: ignore[attr-defined]
        self.fields["since"].initial = first_day(today).isoformat()

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("until") and said.get("since") and said["until"] < said["since"]:
            self.add_error("until", _("It ends before it begins."))
        return said


class PriceForm(forms.Form):
    price = NumberField(label=_("A month"), min_value=0.01, max_digits=14, decimal_places=2)
    month = MonthField(label=_("From"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["month"].offer(today, back=0)  # type: ignore[attr-defined]
        self.fields["month"].initial = month_from(first_day(today), 1).isoformat()


class EndForm(forms.Form):
    month = MonthField(label=_("Its last month"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["month"].offer(today, back=1)  # type: ignore[attr-defined]
        self.fields["month"].initial = first_day(today).isoformat()
