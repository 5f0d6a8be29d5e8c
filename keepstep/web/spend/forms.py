"""What was spent, on what and when: a whole month, or from one day to another."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.sales.source import Source
from keepstep.domain.sales.spend import Entry
from keepstep.intake.sheet import cell

LARGEST = 2 * 1024 * 1024


class MonthField(forms.CharField):
    """Its first and its last day."""

    widget = forms.DateInput(attrs={"type": "month"})

    def clean(self, value: Any) -> tuple[date, date] | None:
        said = str(super().clean(value) or "")
        found = cell.month(said) if said else None
        if said and found is None:
            raise forms.ValidationError(_("Write a month as 2026-03."))
        return found


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SpendForm(forms.Form):
    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none(), empty_label=None)
    campaign = forms.CharField(
        label=_("Campaign"), max_length=200, required=False,
        help_text=_("As in utm_campaign; empty for the source as a whole."),
    )  # fmt: skip
    amount = forms.DecimalField(max_digits=14, decimal_places=2, min_value=Decimal("0.01"))
    month = MonthField(label=_("For the month"), required=False)
    since = DayField(label=_("Or from"), required=False)
    until = DayField(label=_("until, inclusive"), required=False)

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].queryset = desk.sources()  # type: ignore[attr-defined]
        self.fields["amount"].label = _("Spent, %(currency)s") % {"currency": desk.agency.currency}

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if self.errors:
            return facts
        month, since, until = facts["month"], facts["since"], facts["until"]
        if bool(month) == bool(since or until):
            self.add_error("month", _("Say either a month or days."))
        elif not month and not (since and until):
            self.add_error("until" if since else "since", _("Say the first day and the last."))
        elif since and until < since:
            self.add_error("until", _("It ends before it begins."))
        return facts

    @property
    def entry(self) -> Entry:
        facts = self.cleaned_data
        since, until = facts["month"] or (facts["since"], facts["until"])
        return Entry(facts["source"], facts["campaign"].strip(), since, until, facts["amount"])


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv"}),
        help_text=_("CSV with headings: Source, Campaign, Month or Date or From and Until, Amount. At most 2 MB."),
    )  # fmt: skip
    source = forms.ModelChoiceField(
        label=_("Source of rows that name none"), queryset=Source.objects.none(), required=False,
        empty_label=_("every row names its own"),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].queryset = desk.sources()  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 2 MB: load it by years."))
        return self.cleaned_data["file"]
