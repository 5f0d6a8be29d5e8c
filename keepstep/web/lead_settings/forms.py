"""What is settled about a source, a reason, a criterion."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from keepstep.domain.sales.source import TARGET, Way

LONGEST = 2400
"""Working minutes of a week."""


class SourceForm(forms.Form):
    """Each with its target for the first answer and its way to a salesperson."""

    name = forms.CharField(label=_("Name"), max_length=100)
    target = forms.IntegerField(
        label=_("Answer within, in working minutes"), initial=TARGET,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("Who gets its leads"), choices=Way, initial=Way.HAND, widget=forms.RadioSelect,
        help_text=_("In turn and by load: salespeople who are here in the next working hour; each is told at once."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    name = forms.CharField(label=_("Reason"), max_length=100)


class CriterionForm(forms.Form):
    name = forms.CharField(
        label=_("Criterion"), max_length=100, help_text=_("Said so that yes is good: “The budget is enough”.")
    )
    is_required = forms.BooleanField(label=_("A lead is qualified only when this is met"), required=False, initial=True)
