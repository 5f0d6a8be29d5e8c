"""Forms of metrics: what is followed, what it was, and what it is to reach."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.domain.clients.metric import Better, Metric, Rhythm
from keepstep.web.spend.forms import DayField, MonthField

LARGEST = 2 * 1024 * 1024


class MetricForm(forms.Form):
    name = forms.CharField(label=_("What is counted"), max_length=100,
        help_text=_("Orders, leads, income, cost of a lead…"),
    )  # fmt: skip
    unit = forms.CharField(label=_("In what"), max_length=20, required=False, help_text=_("€, pieces, %"))


class NewMetricForm(MetricForm):
    better = forms.ChoiceField(label=_("Which way is better"), choices=Better, widget=forms.RadioSelect)
    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm, widget=forms.RadioSelect)
    is_size = forms.BooleanField(
        label=_("It is the client's own size"), required=False,
        help_text=_("Such as its income or its orders: by it one sees whether we grow in step."),
    )  # fmt: skip


class MeasureForm(forms.Form):
    value = forms.DecimalField(label=_("Number"), max_digits=18, decimal_places=4)

    def __init__(self, *args: Any, metric: Metric, **options: Any) -> None:
        super().__init__(*args, **options)
        is_monthly = metric.rhythm == Rhythm.MONTHLY
        when = MonthField(label=_("Of the month")) if is_monthly else DayField(label=_("Of the day"))
        self.fields = {"when": when, **self.fields}
        if metric.unit:
            self.fields["value"].label = _("Number, %(unit)s") % {"unit": metric.unit}

    @property
    def day(self) -> date:
        when = self.cleaned_data["when"]
        day: date = when[0] if isinstance(when, tuple) else when
        return day


class GoalForm(forms.Form):
    target = forms.DecimalField(label=_("To reach"), max_digits=18, decimal_places=4)
    due = DayField(label=_("By the day"))


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods"}),
        help_text=_(
            "A table with the headings Month or Date, and one for each metric by its name; or Month, Metric and Value. "
            "At most 2 MB."
        ),
    )  # fmt: skip

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 2 MB: load it by years."))
        return self.cleaned_data["file"]
