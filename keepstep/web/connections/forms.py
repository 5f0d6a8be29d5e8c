"""What a person fills in to connect a repository to a project, and what it signs with."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.delivery.project import Project
from keepstep.intake.connection import System
from keepstep.intake.senders import SENDERS
from keepstep.intake.standard_webhooks import NotAToken, key_of

MOST = 500


class ConnectionForm(forms.Form):
    system = forms.ChoiceField(
        label=_("System"), choices=[(system.value, system.label) for system in System if system in SENDERS]
    )
    project = forms.ChoiceField(label=_("Project"), help_text=_("Its steps will tell of what happens there."))
    name = forms.CharField(
        label=_("Repository"), max_length=300, required=False, help_text=_("As you call it: northwind/site.")
    )

    def __init__(self, *args: Any, desk: Desk, project: UUID | None = None, **options: Any) -> None:
        """With a project given there is nothing to choose; a list of all would be endless, so it ends at 500."""
        super().__init__(*args, **options)
        self.projects = desk.projects().open().select_related("account")
        self.fields["project"].choices = _choices(self.projects, project)  # type: ignore[attr-defined]

    def clean_project(self) -> Project:
        return self.projects.get(pk=self.cleaned_data["project"])

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class SigningForm(forms.Form):
    token = forms.CharField(
        label=_("Signing token"), max_length=200, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It begins with whsec_. It is kept sealed and never shown again; empty means none."),
    )  # fmt: skip

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"]
        try:
            if token:
                key_of(token)
        except NotAToken as why:
            raise forms.ValidationError(_("This is no signing token: copy the whole line, with whsec_.")) from why
        return token


def _choices(projects: Any, wanted: UUID | None) -> list[tuple[str, str]]:
    if wanted is not None:
        projects = projects.filter(pk=wanted)
    rows = projects.order_by("account__sort_name", "sort_name", "pk").values_list("pk", "account__name", "name")[:MOST]
    found = [(str(key), f"{client} · {name}") for key, client, name in rows]
    return found if len(found) == 1 else [("", str(_("choose a project"))), *found]
