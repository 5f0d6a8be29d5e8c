"""What a person fills in about a client."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.calendar import WorkCalendar
from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import State, Tone
from keepstep.domain.clients.churn_reason import ChurnReason

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


def on_days(days: Collection[int]) -> str:
    """When an update is due."""
    return ", ".join(str(name) for weekday, name in WEEKDAYS if weekday in days) or gettext("every working day")


class AccountForm(forms.Form):
    """The facts of a client; who manages it is asked only of a head or an owner."""

    name = forms.CharField(label=_("Name"), max_length=200)
    business = forms.CharField(
        label=_("Business"), max_length=200, required=False, help_text=_("What they live on, in a line.")
    )
    site = forms.URLField(label=_("Site"), required=False, assume_scheme="https", max_length=200)
    tax_number = forms.CharField(label=_("Tax number"), required=False, max_length=20)
    language = forms.ChoiceField(label=_("Language of the updates"), choices=Language)
    tone = forms.ChoiceField(label=_("Tone of the updates"), choices=Tone, initial=Tone.WARM, required=False)
    cadence = forms.TypedMultipleChoiceField(
        label=_("Days of the update"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: as the agency has it."),
    )
    calendar: "forms.ModelChoiceField[WorkCalendar]" = forms.ModelChoiceField(
        label=_("Work calendar"), queryset=None, required=False, empty_label=_("as ours")
    )
    about = forms.CharField(
        label=_("What one should know"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["calendar"].queryset = desk.calendars().filter(is_default=False)  # type: ignore[attr-defined]

    def clean_tone(self) -> str:
        return self.cleaned_data["tone"] or Tone.WARM

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class NewAccountForm(AccountForm):
    manager = forms.ModelChoiceField(
        label=_("Account manager"), queryset=Person.objects.none(), empty_label=_("nobody yet"), required=False
    )
    field_order = ("name", "manager")

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, desk=desk, **options)
        if desk.person.manages_the_agency:
            self.fields["manager"].queryset = desk.people().present()  # type: ignore[attr-defined]
        else:
            del self.fields["manager"]


class ManagerForm(forms.Form):
    manager = forms.ModelChoiceField(label=_("Account manager"), queryset=Person.objects.none())

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["manager"].queryset = desk.people().present()  # type: ignore[attr-defined]


# The states a client may go to from each, as the words of the act; only own management lets a client go.
ACTS = {
    State.ONBOARDING: [State.ACTIVE, State.PAUSED, State.CHURNED],
    State.ACTIVE: [State.PAUSED, State.CHURNED],
    State.PAUSED: [State.ACTIVE, State.CHURNED],
    State.CHURNED: [State.ACTIVE],
}


def open_states(present: State, *, by: Person) -> list[State]:
    """The states this person may bring the client to; letting it go is own management's."""
    return [state for state in ACTS[present] if by.manages_the_agency or state != State.CHURNED]


class StateForm(forms.Form):
    """Why a client leaves is chosen from the agency's reasons, so that it can be counted."""

    because: "forms.ModelChoiceField[ChurnReason]" = forms.ModelChoiceField(
        label=_("Why they leave"), queryset=ChurnReason.objects.none(), empty_label=_("choose")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, desk: Desk, state: State, **options: Any) -> None:
        """To become active needs no reason; a pause and a farewell do."""
        super().__init__(*args, **options)
        self.fields["reason"].required = state == State.PAUSED
        self.fields["reason"].help_text = _("It stays in the history.")
        if state == State.CHURNED:
            self.fields["because"].queryset = desk.churn_reasons()  # type: ignore[attr-defined]
            self.fields["reason"].label = _("In their words")
        else:
            del self.fields["because"]
