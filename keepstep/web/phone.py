"""Telephone numbers as people write them, kept as E.164 writes them."""

from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PhoneField(forms.CharField):
    """Numbers without a country code are read as of `country` (ISO 3166, may be empty)."""

    country = ""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 40)
        options.setdefault("widget", forms.TextInput(attrs={"type": "tel"}))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        return international(text, country=self.country)


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
