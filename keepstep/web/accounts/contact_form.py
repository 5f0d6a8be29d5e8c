"""A person at the client: how they are reached and what they get."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Language
from keepstep.domain.clients.contact import Contact, Part, Sight
from keepstep.domain.delivery.project import Project, ProjectQuerySet
from keepstep.web.phone import PhoneField


class ContactForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200)
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    part = forms.ChoiceField(label=_("Part in decisions"), choices=Part, initial=Part.PROJECT)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    gets_updates = forms.BooleanField(label=_("Gets the daily update"), required=False, initial=True)
    mails_too = forms.BooleanField(
        label=_("By e-mail too"), required=False, initial=True,
        help_text=_("Unticked, updates go to Telegram alone, as long as there is a link to it."),
    )  # fmt: skip
    opens_portal = forms.BooleanField(
        label=_("May open the portal"), required=False, initial=True,
        help_text=_("By a link that is mailed on asking; there is no password."),
    )  # fmt: skip
    sight = forms.ChoiceField(label=_("Sees there"), choices=Sight, initial=Sight.ALL)
    projects: "forms.ModelMultipleChoiceField[Project]" = forms.ModelMultipleChoiceField(
        label=_("The chosen projects"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    sees_documents = forms.BooleanField(label=_("Sees documents"), required=False, initial=True)
    sees_money = forms.BooleanField(label=_("Sees money"), required=False)

    def __init__(
        self, *args: Any, country: str, projects: ProjectQuerySet, in_telegram: bool = False, **options: Any
    ) -> None:
        """Numbers without a country code are read as of this country."""
        super().__init__(*args, **options)
        self.in_telegram = in_telegram
        if not in_telegram:
            del self.fields["mails_too"]
        self.fields["phone"].country = country  # type: ignore[attr-defined]
        self.fields["projects"].queryset = projects  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        is_reached = facts.get("email") or self.in_telegram or "email" in self.errors
        if facts.get("gets_updates") and not is_reached:
            self.add_error("email", _("The daily update goes by e-mail: give an address, or untick it."))
        if facts.get("sight") == Sight.CHOSEN and not facts.get("projects"):
            self.add_error("projects", _("Choose at least one project, or let them see all."))
        return facts


def facts_of(contact: Contact, shown: Iterable[Any]) -> dict[str, Any]:
    """What the form shows of somebody known already, to whom these projects are shown."""
    known = {name: getattr(contact, name) for name in ContactForm.base_fields if name != "projects"}
    return {**known, "projects": list(shown)}
