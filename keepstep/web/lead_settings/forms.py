"""What is settled about a source, a reason, a criterion, a field of the agency's own, and whom strangers become."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.desk import Desk
from keepstep.domain.sales import lead_door
from keepstep.domain.sales.own_field import Kind
from keepstep.domain.sales.source import TARGET, Source, Way

LONGEST = 2400
"""Working minutes of a week."""
MOST_CHOICES, LONGEST_CHOICE = 200, 100


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


class OwnFieldForm(forms.Form):
    """The kind is chosen once: values of that kind are kept from then on."""

    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=100)
    kind = forms.ChoiceField(label=_("What stands in it"), choices=Kind, initial=Kind.TEXT)
    choices = forms.CharField(
        label=_("Choices, one a line"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For one of a list. What was chosen before stays, though it is offered no more."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "kind" not in self.initial:
            return
        self.fields["kind"].disabled = True
        if self.initial["kind"] == Kind.CHOICE:
            self.initial["choices"] = "\n".join(self.initial["choices"])
        else:
            del self.fields["choices"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        said = [line.strip() for line in facts.get("choices", "").splitlines()]
        choices = list(dict.fromkeys(filter(None, said))) if facts.get("kind") == Kind.CHOICE else []
        if facts.get("kind") == Kind.CHOICE and not choices:
            self.add_error("choices", _("Say what can be chosen, one a line."))
        if len(choices) > MOST_CHOICES:
            self.add_error("choices", ValidationError(_("At most %(n)s choices."), params={"n": MOST_CHOICES}))
        if any(len(one) > LONGEST_CHOICE for one in choices):
            words = _("A choice has at most %(n)s characters.")
            self.add_error("choices", ValidationError(words, params={"n": LONGEST_CHOICE}))
        return {**facts, "choices": choices}
