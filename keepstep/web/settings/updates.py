"""Updates: on which days clients get one, and whether one that nobody has sent by an hour goes out by itself."""

from datetime import time
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.agency.calendar import WorkCalendar
from keepstep.domain.talk import cadence, safety_net
from keepstep.web import act
from keepstep.web.accounts.forms import WEEKDAYS, on_days
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed
from keepstep.web.settings.telling import CLOCK

MOST_FORMER = 20


class UpdatesForm(forms.Form):
    days = forms.TypedMultipleChoiceField(
        label=_("Days of the update"), choices=WEEKDAYS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every working day, which clients like best. A client may have days of its own."),
    )  # fmt: skip
    is_on = forms.BooleanField(
        label=_("An update that nobody has sent goes out by itself"), required=False,
        help_text=_(
            "Only to clients who were to hear from you that day and have not, marked as automatic. A client may have a "
            "way of its own, on its page."
        ),
    )  # fmt: skip
    hour = forms.TimeField(
        label=_("At"), widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"), help_text=_("By the client's clock.")
    )

    def __init__(self, *args: Any, ours: WorkCalendar, **options: Any) -> None:
        super().__init__(*args, **options)
        spans = [span for day in ours.week.values() for span in day]
        self.opens, self.closes = min(start for start, _end in spans), max(end for _start, end in spans)

    def clean_hour(self) -> time:
        hour: time = self.cleaned_data["hour"]
        if not self.opens < f"{hour:%H:%M}" < self.closes:
            raise forms.ValidationError(
                _("Choose an hour within your working day, between %(opens)s and %(closes)s.")
                % {"opens": self.opens, "closes": self.closes}
            )
        return hour


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest) -> HttpResponse:
    ours = request.desk.calendars().get(is_default=True)
    initial = {"days": cadence.of_agency(), **safety_net.of_agency()._asdict()}
    form = UpdatesForm(request.POST or None, initial=initial, ours=ours)
    if request.method == "POST" and form.is_valid():
        who_and_when: dict[str, Any] = {"by": request.person, "at": timezone.now()}
        cadence.agree(days=form.cleaned_data.pop("days"), **who_and_when)
        safety_net.stretch(**form.cleaned_data, **who_and_when)
        return act.done(request, _("Saved."), back=request.path, show=lambda: redirect(request.path))
    former = request.desk.nets().filter(account=None).select_related("by")[:MOST_FORMER]
    agreed = request.desk.cadences().select_related("by")[:MOST_FORMER]
    context = {"form": form, "former": former, "agreed": [(on_days(one.days), one) for one in agreed]}
    return render(request, "web/settings/updates.html", context, status=422 if form.is_bound else 200)
