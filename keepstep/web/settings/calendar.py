"""The work calendar: zone, holidays of a country, hours and lunch, days that are different."""

from datetime import time
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency import calendar
from keepstep.domain.agency.calendar import WorkCalendar
from keepstep.web import act
from keepstep.web.accounts.forms import WEEKDAYS
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.countries import countries
from keepstep.web.settings.manage import managed

EXCEPTIONS = 60


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


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest) -> HttpResponse:
    ours = _ours(request)
    form = CalendarForm(request.POST or None, initial=_facts(ours))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        week = {str(weekday): form.spans() for weekday in facts["days"]}
        calendar.change(ours, zone=facts["zone"], country=facts["country"], subdivision="", week=week)
        return act.done(request, _("Saved."), back=request.path, show=lambda: redirect(request.path))
    status = 422 if form.is_bound else 200
    time_ = ours.working_time()
    today = time_.local_day(timezone.now())
    context = {
        "form": form,
        "exceptions": request.desk.calendar_exceptions().filter(calendar=ours, day__gte=today)[:EXCEPTIONS],
        "is_preliminary": time_.is_preliminary(today.year + 1),
        "next_year": today.year + 1,
    }
    fragment = "#page" if act.is_fragment(request) else ""
    return render(request, f"web/settings/calendar.html{fragment}", context, status=status)


@managed
@require_http_methods(["GET", "POST"])
def create_exception(request: StaffRequest) -> HttpResponse:
    form = ExceptionForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        note = _("Without hours it is a day off; with hours it is a working day, also at a week-end.")
        return act.sheet(
            request, form, title=_("A different day"), submit=_("Add"), back=reverse("calendar"), note=note
        )
    facts = form.cleaned_data
    hours = [[_text(facts["starts"]), _text(facts["ends"])]] if facts["starts"] else []
    calendar.make_exception(_ours(request), day=facts["day"], hours=hours, note=facts["note"])
    return act.done(request, _("Saved."), back=reverse("calendar"))


@managed
@require_POST
def forget(request: StaffRequest, exception_id: UUID) -> HttpResponse:
    calendar.forget_exception(get_object_or_404(request.desk.calendar_exceptions(), pk=exception_id))
    return act.done(request, _("The day is as every other again."), back=reverse("calendar"))


def _ours(request: StaffRequest) -> WorkCalendar:
    return request.desk.calendars().get(is_default=True)


def _facts(ours: WorkCalendar) -> dict[str, Any]:
    """The form knows one kind of day; a week of several kinds shows its first."""
    spans = next(iter(ours.week.values()), [["09:00", "18:00"]])
    moments = [time.fromisoformat(text) for span in spans for text in span]
    names = ("starts", "lunch_starts", "lunch_ends", "ends") if len(moments) > 2 else ("starts", "ends")
    return {
        "zone": ours.zone,
        "country": ours.country,
        "days": [int(weekday) for weekday in ours.week],
        **dict(zip(names, moments, strict=False)),
    }


def _text(moment: time) -> str:
    return moment.strftime("%H:%M")
