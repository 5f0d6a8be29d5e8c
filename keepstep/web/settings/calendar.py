"""The work calendars: the agency's, and those of clients who work by other days or in another zone."""

from uuid import UUID

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
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.calendar_form import CalendarForm, ExceptionForm, facts_of, text_of
from keepstep.web.settings.manage import managed

EXCEPTIONS = 60
MOST = 50


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("For example the client's country or city."))


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, calendar_id: UUID | None = None) -> HttpResponse:
    found = _calendar(request, calendar_id)
    form = CalendarForm(request.POST or None, initial=facts_of(found))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        week = {str(weekday): form.spans() for weekday in facts["days"]}
        calendar.change(found, zone=facts["zone"], country=facts["country"], subdivision="", week=week)
        return act.done(request, _("Saved."), back=request.path, show=lambda: redirect(request.path))
    time = found.working_time()
    today = time.local_day(timezone.now())
    context = {
        "form": form,
        "calendar": found,
        "calendars": request.desk.calendars().order_by("-is_default", "name")[:MOST],
        "exceptions": request.desk.calendar_exceptions().filter(calendar=found, day__gte=today)[:EXCEPTIONS],
        "is_preliminary": time.is_preliminary(today.year + 1),
        "next_year": today.year + 1,
    }
    fragment = "#page" if act.is_fragment(request) else ""
    return render(request, f"web/settings/calendar.html{fragment}", context, status=422 if form.is_bound else 200)


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = NameForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        note = _("It begins as a copy of yours. Give it to a client on the client's page, under Facts.")
        return act.sheet(
            request, form, title=_("Another calendar"), submit=_("Add"), back=reverse("calendar"), note=note
        )
    made = calendar.add(name=form.cleaned_data["name"])
    return act.gone_to(request, _address(made))


@managed
@require_http_methods(["GET", "POST"])
def create_exception(request: StaffRequest, calendar_id: UUID) -> HttpResponse:
    found = _calendar(request, calendar_id)
    form = ExceptionForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        note = _("Without hours it is a day off; with hours it is a working day, also at a week-end.")
        return act.sheet(request, form, title=_("A different day"), submit=_("Add"), back=_address(found), note=note)
    facts = form.cleaned_data
    hours = [[text_of(facts["starts"]), text_of(facts["ends"])]] if facts["starts"] else []
    calendar.make_exception(found, day=facts["day"], hours=hours, note=facts["note"])
    return act.done(request, _("Saved."), back=_address(found))


@managed
@require_POST
def forget(request: StaffRequest, exception_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.calendar_exceptions().select_related("calendar"), pk=exception_id)
    calendar.forget_exception(found)
    return act.done(request, _("The day is as every other again."), back=_address(found.calendar))


def _calendar(request: StaffRequest, calendar_id: UUID | None) -> WorkCalendar:
    if calendar_id is None:
        return request.desk.calendars().get(is_default=True)
    return get_object_or_404(request.desk.calendars(), pk=calendar_id)


def _address(found: WorkCalendar) -> str:
    return reverse("calendar") if found.is_default else reverse("calendar_of", args=[found.pk])
