"""Letters of a deal in words: on their way, arrived, come back."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.domain.sales.sales_letter import SalesLetter, SalesLetterQuerySet

MOST = 20


class Line(NamedTuple):
    letter: SalesLetter
    words: str
    tone: str
    is_troubled: bool

    @property
    def fault(self) -> str:
        return self.letter.fault if self.is_troubled else ""


def newest(found: SalesLetterQuerySet, *, at: datetime) -> SalesLetterQuerySet:
    """The newest first; what was taken back in time was never written."""
    return found.standing().with_trouble(at).select_related("contact")[:MOST]


def lines(letters: Iterable[SalesLetter]) -> list[Line]:
    return [_line(one) for one in letters]


def _line(one: SalesLetter) -> Line:
    if one.delivered_at:
        return Line(one, _("sent %(day)s") % {"day": _day(one.delivered_at)}, "green", False)
    if one.settled_at:
        return Line(one, _("did not arrive; left at that: %(why)s") % {"why": one.settled_why}, "", False)
    if one.failed_at:
        return Line(one, _("did not arrive"), "red", one.is_troubled)
    if one.is_troubled:
        return Line(one, _("nobody knows whether it arrived"), "amber", True)
    return Line(one, _("on its way"), "", False)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
