"""Telephone numbers as people and systems write them."""

from functools import lru_cache

import phonenumbers


@lru_cache(4096)
def international(text: str, country: str) -> str:
    """The number as E.164 writes it, empty where there is no such number. Exports write +7 as 7, and as 8."""
    for said in (text, f"+{text}"):
        try:
            number = phonenumbers.parse(said, country or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return ""
