"""An invoice as a form: its facts and lines, added and removed by plain posts; nothing is kept before it is saved."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.clients.payer import Payer
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.priced_line import Wanted
from keepstep.formulas.amount import in_figures
from keepstep.formulas.basket import Line, Sum, Vat, basket
from keepstep.web.number_field import NumberField, plain, written
from keepstep.web.projects.forms import DayInput

MOST_LINES = 60
MOST_CHOICES = 500
LINE = ("service", "name", "unit", "quantity", "price", "discount", "rate")
WITHOUT = ""
Raw = dict[str, str]


class LineForm(forms.Form):
    service = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("What for"), max_length=300)
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    quantity = NumberField(label=_("Quantity"), min_value=Decimal("0.001"), max_digits=12, decimal_places=3)
    price = NumberField(label=_("Price"), min_value=0, max_digits=14, decimal_places=2)
    discount = NumberField(
        label=_("Discount, %"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
    )
    rate = forms.ChoiceField(label=_("VAT"), required=False)

    def __init__(
        self, *args: Any, rates: list[tuple[str, str]], services: Mapping[str, Service], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.services = services
        self.fields["rate"].choices = rates  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            name=said["name"], unit=said["unit"], quantity=said["quantity"], price=said["price"],
            discount=said["discount"] or Decimal(0), rate=Decimal(said["rate"]) if said["rate"] else None,
            service=self.services.get(str(said["service"] or "")),
        )  # fmt: skip


class InvoiceForm(forms.Form):
    entity = forms.ModelChoiceField(label=_("From our company"), queryset=LegalEntity.objects.none(), empty_label=None)
    payer = forms.ModelChoiceField(
        label=_("Who pays"), queryset=Payer.objects.none(), required=False, empty_label=_("not known yet"),
        help_text=_("Without the client’s requisites it stays a draft."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    days_to_pay = forms.IntegerField(label=_("Working days to pay"), min_value=0, max_value=250)
    basis = forms.CharField(
        label=_("Basis"), max_length=300, required=False, help_text=_("As: contract No 5 of 12 January.")
    )
    note = forms.CharField(
        label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands under the sum."),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, account: Account, known: Invoice | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        ours, theirs = desk.legal_entities(), desk.payers().filter(account=account)
        kept = (known.entity_id, known.payer_id) if known else (None, None)
        for name, rows, key in zip(("entity", "payer"), (ours, theirs), kept, strict=True):
            self.fields[name].queryset = rows.filter(Q(closed_at=None) | Q(pk=key))  # type: ignore[attr-defined]


class ClientForm(forms.Form):
    account = forms.ModelChoiceField(label=_("Client"), queryset=Account.objects.none(), empty_label=_("choose"))

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        clients = desk.billed_accounts().with_us().order_by("sort_name")
        self.fields["account"].queryset = clients  # type: ignore[attr-defined]
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            ("", _("choose")), *clients.values_list("pk", "name")[:MOST_CHOICES]
        ]  # fmt: skip


class Lines:
    """The lines as they are typed: read from what was sent, or from the draft."""

    def __init__(self, desk: Desk, *, day: date, raws: list[Raw]) -> None:
        self.services = {
            str(one.pk): one for one in desk.services().filter(closed_at=None).select_related("rate")[:MOST_CHOICES]
        }
        self.rates = [(f"{one.percent.normalize():f}", str(one)) for one in desk.vat_rates().on(day)]
        self.raws = raws
        self.forms: list[LineForm] = []

    @classmethod
    def sent(cls, desk: Desk, data: Mapping[str, Any], *, day: date) -> "Lines":
        count = int(data["lines"]) if str(data.get("lines", "")).isdecimal() else 0
        raws = [
            {name: str(data.get(f"line-{place}-{name}", "")) for name in LINE}
            for place in range(min(count, MOST_LINES))
        ]
        return cls(desk, day=day, raws=raws)

    @classmethod
    def of(cls, desk: Desk, known: Iterable[Wanted], *, day: date) -> "Lines":
        return cls(desk, day=day, raws=[_raw(one) for one in known])

    def add(self, key: str, *, currency: str, language: str, agency: str) -> None:
        """One more: of the catalogue with its words and price, where the currency fits, or an empty one."""
        if len(self.raws) >= MOST_LINES:
            return
        made = dict.fromkeys(LINE, "") | {"quantity": "1"}
        if service := self.services.get(key):
            made |= {
                "service": key,
                "name": service.other_name if language != agency and service.other_name else service.name,
                "unit": service.unit,
                "price": written(service.price) if currency == service.currency else "",
                "rate": f"{service.rate.percent.normalize():f}" if service.rate else WITHOUT,
            }
        self.raws.append(made)

    def remove(self, place: str) -> None:
        if place.isdecimal() and int(place) < len(self.raws):
            del self.raws[int(place)]

    def show(self) -> list[LineForm]:
        """As typed, without a word on faults."""
        self.forms = [
            LineForm(prefix=f"line-{place}", initial=raw, rates=self._rates(raw), services=self.services)
            for place, raw in enumerate(self.raws)
        ]
        return self.forms

    def are_valid(self) -> bool:
        self.forms = [
            LineForm(
                {f"line-{place}-{name}": value for name, value in raw.items()},
                prefix=f"line-{place}", rates=self._rates(raw), services=self.services,
            )
            for place, raw in enumerate(self.raws)
        ]  # fmt: skip
        faults = [form.errors for form in self.forms]
        return not any(faults)

    @property
    def wanted(self) -> list[Wanted]:
        return [form.wanted for form in self.forms]

    def sum(self, *, vat: str, off: Decimal = Decimal(0), off_amount: Decimal = Decimal(0)) -> Sum:
        """Of those lines that can be counted as they stand. Raises DiscountTooLarge."""
        counted = [one for raw in self.raws if (one := _counted(raw))]
        return basket(counted, vat=Vat(vat), off=off, off_amount=off_amount).sum

    def _rates(self, raw: Raw) -> list[tuple[str, str]]:
        """Those of the day, and the one the line has already."""
        offered = [(WITHOUT, str(_("without VAT"))), *self.rates]
        own = raw["rate"]
        return offered if own in {value for value, _words in offered} else [*offered, (own, f"{own} %")]


def _raw(one: Wanted) -> Raw:
    return {
        "service": str(one.service.pk) if one.service else "",
        "name": one.name,
        "unit": one.unit,
        "quantity": written(one.quantity),
        "price": written(one.price),
        "discount": written(one.discount) if one.discount else "",
        "rate": WITHOUT if one.rate is None else f"{one.rate.normalize():f}",
    }


def _counted(raw: Raw) -> Line | None:
    try:
        quantity, price, discount = (_number(raw[name]) for name in ("quantity", "price", "discount"))
        rate = _number(raw["rate"]) if raw["rate"] else None
    except InvalidOperation:
        return None
    return Line(quantity, price, discount, rate) if quantity > 0 and price >= 0 and 0 <= discount <= 100 else None


def _number(text: str) -> Decimal:
    made = Decimal(plain(text) or "0")
    if not made.is_finite() or abs(made) >= 10**12:
        raise InvalidOperation
    return made


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=500, help_text=_("It stays in the invoice’s history."))


class InvoicesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # none at run time
    """Invoices with what is still owed on each."""

    def label_from_instance(self, obj: Invoice) -> str:
        owed = in_figures(obj.owed, obj.currency, language=get_language() or "en")
        return _("No %(number)s, %(sum)s") % {"number": obj.number, "sum": owed}


class PaymentForm(forms.Form):
    amount = NumberField(label=_("Amount"), min_value=Decimal("0.01"), max_digits=16, decimal_places=2)
    paid_on = forms.DateField(label=_("Day"), widget=DayInput())
    purpose = forms.CharField(label=_("Purpose of the payment"), max_length=500, required=False)
    others = InvoicesField(
        label=_("What is left pays"), queryset=Invoice.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Else it waits as an advance."),
    )  # fmt: skip

    def __init__(self, *args: Any, others: Any, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day
        if others.exists():
            self.fields["others"].queryset = others  # type: ignore[attr-defined]
        else:
            del self.fields["others"]

    def clean_paid_on(self) -> date:
        paid_on: date = self.cleaned_data["paid_on"]
        if paid_on > self.day:
            raise forms.ValidationError(_("This day has not come yet."))
        return paid_on


class PromiseForm(forms.Form):
    day = forms.DateField(label=_("They pay by"), widget=DayInput())
    words = forms.CharField(label=_("What they said"), max_length=300, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError(_("This day has passed: a promise is of a day to come."))
        return day


class SendForm(forms.Form):
    """`draft` is the key of the draft: whatever is sent from it leaves once."""

    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)
    contact: "forms.ModelChoiceField[Contact]" = forms.ModelChoiceField(
        label=pgettext_lazy("letter", "To"), queryset=None, empty_label=None
    )
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 9}))

    def __init__(self, *args: Any, contacts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
