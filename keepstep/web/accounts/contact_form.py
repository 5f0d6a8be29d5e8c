"""A person at the client: how they are reached and what they get."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Language
from keepstep.domain.clients.contact import Contact, Part
from keepstep.web.phone import PhoneField


class ContactForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200)
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    part = forms.ChoiceField(label=_("Part in decisions"), choices=Part, initial=Part.PROJECT)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    gets_updates = forms.BooleanField(label=_("Gets the daily update"), required=False, initial=True)

    def __init__(self, *args: Any, country: str, **options: Any) -> None:
        """Numbers without a country code are read as of this country."""
        super().__init__(*args, **options)
        self.fields["phone"].country = country  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("gets_updates") and not facts.get("email") and "email" not in self.errors:
            self.add_error("email", _("The daily update goes by e-mail: give an address, or untick it."))
        return facts


def facts_of(contact: Contact) -> dict[str, Any]:
    """What the form shows of somebody known already."""
    return {name: getattr(contact, name) for name in ContactForm.base_fields}
