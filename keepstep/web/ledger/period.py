"""Of which days the ledger's figures are: a period by name, or one between two dates of one's own."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.domain.delivery.ledger_scope import ALWAYS, Period

USUAL, OWN = "quarter", "own"
NAMES = [
    ("month", gettext_lazy("this month")),
    ("last-month", gettext_lazy("last month")),
    ("quarter", gettext_lazy("this quarter")),
    ("year", gettext_lazy("this year")),
    ("always", gettext_lazy("from the beginning")),
    ("own", gettext_lazy("own dates")),
]
DAY = timedelta(days=1)


class OwnDates(forms.Form):
    """Either may be left out; an own period then has no such end."""

    first = forms.DateField(required=False)
    last = forms.DateField(required=False)

    def clean(self) -> dict[str, date | None]:
        known: dict[str, date | None] = self.cleaned_data
        first, last = known.get("first"), known.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        return known

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])


def named(name: str, today: date) -> Period:
    """To this day, but for the month before; `always` has no ends."""
    month = today.replace(day=1)
    before = month - DAY
    periods = {
        "month": Period(month, today),
        "last-month": Period(before.replace(day=1), before),
        "quarter": Period(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), today),
        "year": Period(date(today.year, 1, 1), today),
    }
    return periods.get(name, ALWAYS)
