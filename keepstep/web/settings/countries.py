"""Countries whose public holidays are known, by their names in the reader's language."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language
from holidays import list_supported_countries


def countries() -> list[tuple[str, str]]:
    """Pairs of ISO 3166 code and name, in the order of the names."""
    return _countries(get_language() or "en")


@cache
def _countries(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language, sep="-").territories
    known = [(code, names.get(code, code)) for code in list_supported_countries(include_aliases=False)]
    return sorted(known, key=lambda pair: pair[1])
