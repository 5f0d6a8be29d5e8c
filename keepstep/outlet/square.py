"""A day of the ledger as it is drawn: a letter in a colour, a dot for a notice, a ring for a step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.delivery.ledger import LedgerDay
from keepstep.formulas.ledger import DayClass

NAMES = {
    DayClass.OURS: pgettext_lazy("day", "ours"),
    DayClass.THEIRS: pgettext_lazy("day", "theirs"),
    DayClass.THIRD: pgettext_lazy("day", "a third party’s"),
    DayClass.CONCURRENT: pgettext_lazy("day", "several sides’"),
    DayClass.FREE: pgettext_lazy("day", "free"),
}
LETTERS = {
    DayClass.OURS: pgettext_lazy("letter of a day", "O"),
    DayClass.THEIRS: pgettext_lazy("letter of a day", "T"),
    DayClass.THIRD: pgettext_lazy("letter of a day", "3"),
    DayClass.CONCURRENT: pgettext_lazy("letter of a day", "C"),
    DayClass.FREE: "·",
}


@dataclass(frozen=True)
class Square:
    """A day as it is drawn; `words` say what colour, dot and ring say."""

    date: date
    tone: str
    letter: str
    words: str
    has_notice: bool
    has_step: bool
    is_covered: bool


def square(day: LedgerDay, has_step: bool) -> Square:
    return Square(
        date=day.date,
        tone=day.whose.value,
        letter=str(LETTERS[day.whose]),
        words=", ".join(_words(day, has_step)),
        has_notice=day.was_noticed,
        has_step=has_step,
        is_covered=day.is_covered,
    )


def _words(day: LedgerDay, has_step: bool) -> Iterable[Any]:
    yield date_format(day.date, "D j E")
    yield str(NAMES[day.whose])
    if day.whose == DayClass.THEIRS:
        yield _("covered by a notice") if day.is_covered else _("not covered by a notice")
    if day.was_noticed:
        yield _("they were asked that day")
    if has_step:
        yield _("a step was made")
