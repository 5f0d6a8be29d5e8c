"""What a person fills in about a project and its work."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Kind
from keepstep.web.when import WhenForm

RECORDED = (Kind.OTHER, Kind.LAUNCH, Kind.RESULT, Kind.RELEASE)


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class ProjectForm(forms.Form):
    account: "forms.ModelChoiceField[Account]" = forms.ModelChoiceField(label=_("Client"), queryset=None)
    name = forms.CharField(label=_("Name"), max_length=200)
    producer: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        label=_("Producer"), queryset=None, required=False, empty_label=_("nobody yet")
    )
    is_retainer = forms.BooleanField(label=_("Goes on without an end (retainer)"), required=False)

    def __init__(self, *args: Any, desk: Desk, account: Account | None, **options: Any) -> None:
        """With a client given there is nothing to choose; a list of all clients would be endless."""
        super().__init__(*args, **options)
        self.fields["producer"].queryset = desk.people().present()  # type: ignore[attr-defined]
        if account is not None:
            del self.fields["account"]
        else:
            self.fields["account"].queryset = desk.accounts().with_us()  # type: ignore[attr-defined]


class AmendForm(ProjectForm):
    def __init__(self, *args: Any, desk: Desk, project: Project, **options: Any) -> None:
        """Whoever produces it can be left as they are, even if they have left."""
        facts = {name: getattr(project, name) for name in ("name", "producer", "is_retainer")}
        super().__init__(*args, desk=desk, account=project.account, initial=facts, **options)
        people = desk.people().filter(Q(left_at=None) | Q(pk=project.producer_id))
        self.fields["producer"].queryset = people  # type: ignore[attr-defined]
        self.fields["producer"].help_text = _(
            "The ladder turns to them from now on, in running cases too."
            " What waits for somebody by name stays with them."
        )


class StepForm(WhenForm):
    title = forms.CharField(label=_("What moved"), max_length=300)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in RECORDED], initial=Kind.OTHER, required=False
    )

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.OTHER


class MilestoneForm(forms.Form):
    title = forms.CharField(label=_("What is promised"), max_length=300)
    due = forms.DateField(label=_("By when"), widget=DayInput)


class MoveForm(forms.Form):
    to = forms.DateField(label=_("New date"), widget=DayInput)
    reason = forms.CharField(
        label=_("Reason, as the client was told"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class TaskForm(forms.Form):
    title = forms.CharField(label=_("What is to be done"), max_length=300)
    client_title = forms.CharField(
        label=_("In the client's words"), max_length=300, required=False, help_text=_("How the daily update says it.")
    )
    person: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        label=_("Who"), queryset=None, required=False, empty_label=_("nobody yet")
    )
    due = forms.DateField(label=_("By when"), required=False, widget=DayInput)

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = desk.people().present()  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


def not_past(day: date | None, *, today: date) -> bool:
    return day is None or day >= today
