"""What is settled about a source, a reason, a criterion, and whom strangers become."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.sales import lead_door
from keepstep.domain.sales.source import TARGET, Source, Way

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


class DoorForm(forms.Form):
    """Of each channel by which strangers write: the source their leads are of, or none."""

    email = forms.ModelChoiceField(
        label=_("Letters of people we do not know"), queryset=Source.objects.none(), required=False,
        empty_label=_("wait to be sorted"),
    )  # fmt: skip
    telegram = forms.ModelChoiceField(
        label=_("Messages to our bot from people we do not know"), queryset=Source.objects.none(), required=False,
        empty_label=_("are not kept"), help_text=_("The bot thanks them, and says that a person answers."),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        options.setdefault("initial", {channel.value: lead_door.leads_to(channel) for channel in lead_door.DOORS})
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.queryset = desk.sources()  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    name = forms.CharField(label=_("Reason"), max_length=100)


class CriterionForm(forms.Form):
    name = forms.CharField(
        label=_("Criterion"), max_length=100, help_text=_("Said so that yes is good: “The budget is enough”.")
    )
    is_required = forms.BooleanField(label=_("A lead is qualified only when this is met"), required=False, initial=True)


class FieldForm(forms.Form):
    name = forms.CharField(label=_("What we want to know"), max_length=100)
    hint = forms.CharField(
        label=_("Help"), max_length=200, required=False, help_text=_("Stands under it, in small letters.")
    )
