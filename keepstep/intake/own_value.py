"""What a form, a file or another system says in a field of the agency's own, read by its kind: one rule for all."""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keepstep.domain.sales.own_field import NO, YES, Kind, OwnField
from keepstep.intake.sheet import cell
from keepstep.intake.sheet.table import folded

LONGEST = 500
MOST = 10**12
SAID = {
    **dict.fromkeys(("yes", "y", "true", "1", "+", "да", "истина"), YES),
    **dict.fromkeys(("no", "n", "false", "0", "-", "нет", "ложь"), NO),
}
THOUSANDTHS = re.compile(r"-?\d{1,3},\d{3}")
"""In Russian these are parts of one, in English thousands."""
_is_url = URLValidator(schemes=["http", "https"])


class Unfit(Exception):
    """It is not of the field's kind; the words say of which, and how to write it."""


def read(field: OwnField, text: str) -> str:
    """As it is kept; nothing for nothing. Raises Unfit."""
    said = " ".join(text.replace("\0", "").split())
    return READ[Kind(field.kind)](field, said) if said else ""


def _text(_field: OwnField, said: str) -> str:
    if len(said) > LONGEST:
        raise Unfit(_("Too long: at most %(n)s characters.") % {"n": LONGEST})
    return said


def _number(_field: OwnField, said: str) -> str:
    is_unclear = get_language() == "ru" and THOUSANDTHS.fullmatch("".join(said.split()))
    number = None if is_unclear else cell.amount(said)
    if number is None or abs(number) >= MOST or number != round(number, 2):
        raise Unfit(_("“%(text)s” is no number: write 1200 or 1200.50.") % {"text": said[:50]})
    whole = number == number.to_integral_value()
    return f"{number:.0f}" if whole else f"{number:.2f}"


def _day(_field: OwnField, said: str) -> str:
    day = cell.day(said)
    if day is None:
        raise Unfit(_("“%(text)s” is no day: write 2026-03-02 or 02.03.2026.") % {"text": said[:50]})
    return day.isoformat()


def _choice(field: OwnField, said: str) -> str:
    for one in field.choices:
        if folded(one) == folded(said):
            return one
    words = _("“%(text)s” is none of: %(choices)s.")
    raise Unfit(words % {"text": said[:50], "choices": ", ".join(field.choices)[:300]})


def _yes_no(_field: OwnField, said: str) -> str:
    if folded(said) not in SAID:
        raise Unfit(_("“%(text)s” is neither yes nor no.") % {"text": said[:50]})
    return SAID[folded(said)]


def _link(_field: OwnField, said: str) -> str:
    address = said if "//" in said else f"https://{said}"
    try:
        _is_url(address)
    except ValidationError as why:
        raise Unfit(_("“%(text)s” is no link: write https://example.com.") % {"text": said[:50]}) from why
    return _text(_field, address)


READ: dict[Kind, Callable[[OwnField, str], str]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
    Kind.LINK: _link,
}
