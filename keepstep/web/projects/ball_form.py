"""Throwing or passing a ball: what is awaited, of which side, of whom, by when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.project import Project
from keepstep.web.projects.forms import DayInput


class BallForm(forms.Form):
    """Only the holder of the chosen side counts; the others are left out."""

    awaited = forms.CharField(label=_("What is awaited"), max_length=300)
    side = forms.ChoiceField(label=_("Of whom"), choices=Side, initial=Side.CLIENT, widget=forms.RadioSelect)
    contact: "forms.ModelChoiceField[Contact]" = forms.ModelChoiceField(
        label=_("Who at the client"), queryset=None, required=False, empty_label=_("the client as such")
    )
    person: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        label=_("Who of us"), queryset=None, required=False, empty_label=_("whoever produces it")
    )
    third_party = forms.CharField(label=_("Which third party"), max_length=200, required=False)
    due = forms.DateField(label=_("By when"), required=False, widget=DayInput)
    is_approval = forms.BooleanField(label=_("The client approves or declines it"), required=False)

    def __init__(self, *args: Any, desk: Desk, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        contacts = desk.contacts().present().filter(account=project.account_id)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        self.fields["person"].queryset = desk.people().present()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("side") == Side.THIRD and not facts.get("third_party"):
            self.add_error("third_party", _("Name the third party: somebody must be asked."))
        return facts
