"""A person at the client: how they are reached and what they get."""

from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.agency import Language
from keepstep.domain.clients.contact import Contact, Part


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    part = forms.ChoiceField(label=_("Part in decisions"), choices=Part, initial=Part.PROJECT)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    gets_updates = forms.BooleanField(label=_("Gets the daily update"), required=False, initial=True)

    def __init__(self, *args: Any, country: str, **options: Any) -> None:
        """Numbers without a country code are read as of this country."""
        super().__init__(*args, **options)
        self.country = country

    def clean_phone(self) -> str:
        return international(self.cleaned_data["phone"], country=self.country)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("gets_updates") and not facts.get("email") and "email" not in self.errors:
            self.add_error("email", _("The daily update goes by e-mail: give an address, or untick it."))
        return facts


def facts_of(contact: Contact) -> dict[str, Any]:
    """What the form shows of somebody known already."""
    return {name: getattr(contact, name) for name in ContactForm.base_fields}


def international(text: str, *, country: str) -> str:
    """The number as E.164 writes it; raises ValidationError with what to do."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(
            _("Write the number with its country code, for example +49 30 123456."), code="unread"
        ) from error
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(_("There is no such telephone number: check the digits."), code="no_such_number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
