"""Every working day of a project as a square, month by month, and what the signs mean."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from keepstep.domain.delivery.ledger import Ledger
from keepstep.formulas.ledger import DayClass
from keepstep.outlet.square import LETTERS, Square, square


@dataclass(frozen=True)
class Month:
    name: str
    squares: list[Square]


@dataclass(frozen=True)
class Mark:
    """What a sign of the timeline means."""

    sign: str
    letter: str
    words: str


def marks() -> list[Mark]:
    return [
        Mark("ours", str(LETTERS[DayClass.OURS]), _("waited for us")),
        Mark("concurrent", str(LETTERS[DayClass.CONCURRENT]), _("for several sides")),
        Mark("theirs covered", str(LETTERS[DayClass.THEIRS]), _("for the client, with a reminder")),
        Mark("theirs", str(LETTERS[DayClass.THEIRS]), _("for the client, without a reminder")),
        Mark("third", str(LETTERS[DayClass.THIRD]), _("for a third party")),
        Mark("free", "·", _("free")),
        Mark("free noticed", "", _("dot: a reminder was given")),
        Mark("free stepped", "", _("ring: a step was made")),
    ]


def months(ledger: Ledger, steps: Container[date]) -> list[Month]:
    return [
        Month(capfirst(date_format(days[0].date, "F Y")), [square(day, day.date in steps) for day in days])
        for days in (list(group) for _key, group in groupby(ledger.days, key=lambda day: day.date.replace(day=1)))
    ]
