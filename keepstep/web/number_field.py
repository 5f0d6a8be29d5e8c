"""A number as people write it: with spaces between thousands, with a comma or a point before the parts."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import get_language

THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
"""In English a comma parts thousands, where three digits follow each."""


class NumberField(forms.DecimalField):
    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain(value) if isinstance(value, str) else value)


def written(value: Decimal) -> str:
    """As a person writes it: thousands parted; of a whole number no parts, of another at least two."""
    parts = -int(value.normalize().as_tuple().exponent)
    return number_format(value, max(parts, 2) if parts > 0 else 0, use_l10n=True, force_grouping=True)


def plain(text: str) -> str:
    """As a machine reads it."""
    bare = "".join(text.split())
    if get_language() == "en" and THOUSANDS.fullmatch(bare):
        return bare.replace(",", "")
    return bare.replace(",", ".")
