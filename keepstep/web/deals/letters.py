"""Letters of a deal in words: on their way, arrived, come back."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.domain.sales.deal_letter import DealLetter, DealLetterQuerySet

MOST = 20


class Line(NamedTuple):
    letter: DealLetter
    words: str
    tone: str
    is_troubled: bool

    @property
    def fault(self) -> str:
        return self.letter.fault if self.is_troubled else ""


def lines(found: DealLetterQuerySet, *, at: datetime) -> list[Line]:
    """The newest first; what was taken back in time was never written."""
    shown = list(found.standing().select_related("contact")[:MOST])
    troubled = set(found.troubled(at).values_list("pk", flat=True)) if shown else set()
    return list(_lines(shown, troubled))


def _lines(shown: Iterable[DealLetter], troubled: set[UUID]) -> Iterable[Line]:
    for one in shown:
        is_troubled = one.pk in troubled
        if one.delivered_at:
            yield Line(one, _("sent %(day)s") % {"day": _day(one.delivered_at)}, "green", False)
        elif one.failed_at:
            yield Line(one, _("did not arrive"), "red", is_troubled)
        elif is_troubled:
            yield Line(one, _("nobody knows whether it arrived"), "amber", True)
        else:
            yield Line(one, _("on its way"), "", False)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
