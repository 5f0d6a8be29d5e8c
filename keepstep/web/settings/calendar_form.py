"""What is asked about a work calendar: zone, holidays, hours with lunch, and days that are different."""

from datetime import time
from itertools import pairwise
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.calendar import WorkCalendar
from keepstep.web.accounts.forms import WEEKDAYS
from keepstep.web.settings.countries import countries


def _clock(label: Any, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=required, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class HoursForm(forms.Form):
    """Hours of a day, with lunch or without."""

    starts = _clock(_("From"))
    ends = _clock(_("To"))
    lunch_starts = _clock(_("Lunch from"), required=False)
    lunch_ends = _clock(_("Lunch to"), required=False)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        moments = [facts.get(name) for name in ("starts", "lunch_starts", "lunch_ends", "ends")]
        said = [moment for moment in moments if moment is not None]
        if bool(facts.get("lunch_starts")) != bool(facts.get("lunch_ends")):
            self.add_error("lunch_ends", _("Say when lunch begins and when it ends, or neither."))
        elif not self.errors and any(later <= earlier for earlier, later in pairwise(said)):
            self.add_error("ends", _("The hours must go forward: from, lunch, to."))
        return facts

    def spans(self) -> list[list[str]]:
        facts = self.cleaned_data
        moments = [facts[name] for name in ("starts", "lunch_starts", "lunch_ends", "ends") if facts.get(name)]
        texts = [moment.strftime("%H:%M") for moment in moments]
        return [texts[at : at + 2] for at in range(0, len(texts), 2)]


class CalendarForm(HoursForm):
    zone = forms.ChoiceField(label=_("Time zone"), choices=[(zone, zone) for zone in sorted(available_timezones())])
    country = forms.ChoiceField(label=_("Public holidays of"), required=False)
    days = forms.TypedMultipleChoiceField(
        label=_("Working days"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("zone", "country", "days", "starts", "lunch_starts", "lunch_ends", "ends")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = [("", _("no country")), *countries()]  # type: ignore[attr-defined]


class ExceptionForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    starts = _clock(_("From"), required=False)
    ends = _clock(_("To"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if bool(facts.get("starts")) != bool(facts.get("ends")):
            self.add_error("ends", _("Give both hours, or none for a day off."))
        elif facts.get("starts") and facts["ends"] <= facts["starts"]:
            self.add_error("ends", _("The day must end after it begins."))
        return facts


def facts_of(calendar: WorkCalendar) -> dict[str, Any]:
    """The form knows one kind of day; a week of several kinds shows its first."""
    spans = next(iter(calendar.week.values()), [["09:00", "18:00"]])
    moments = [time.fromisoformat(text) for span in spans for text in span]
    names = ("starts", "lunch_starts", "lunch_ends", "ends") if len(moments) > 2 else ("starts", "ends")
    return {
        "zone": calendar.zone,
        "country": calendar.country,
        "days": [int(weekday) for weekday in calendar.week],
        **dict(zip(names, moments, strict=False)),
    }


def text_of(moment: time) -> str:
    return moment.strftime("%H:%M")
