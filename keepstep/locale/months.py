"""The names of months in dates, as CLDR has them: Django's Russian ones neither follow a day ("12 май") nor stand
within a sentence ("Март 2026")."""

from typing import Literal

from babel.dates import get_month_names
from django.utils import dates
from django.utils.functional import lazy
from django.utils.translation import get_language


def name_as_people_do() -> None:
    """From now on `b` and `M` of a format are as they stand beside a day, `F` as it stands alone."""
    beside_a_day, alone = lazy(_beside_a_day, str), lazy(_alone, str)
    for n in range(1, 13):
        dates.MONTHS_3[n], dates.MONTHS[n] = beside_a_day(n), alone(n)


def _beside_a_day(n: int) -> str:
    return _name(n, "abbreviated", "format")


def _alone(n: int) -> str:
    return _name(n, "wide", "stand-alone")


def _name(n: int, width: Literal["abbreviated", "wide"], context: Literal["format", "stand-alone"]) -> str:
    name: str = get_month_names(width, context, locale=(get_language() or "en").replace("-", "_"))[n]
    return name
