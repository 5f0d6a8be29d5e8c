"""What both sides have agreed on: from when until when the work rests, and with whom it was agreed."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.domain.clients.contact import Contact, ContactQuerySet
from keepstep.domain.delivery.pause import EndsBeforeItBegins

DAY = timedelta(days=1)


class DateInput(forms.DateInput):
    input_type = "date"


class PauseForm(forms.Form):
    since = forms.DateField(label=_("First day"), widget=DateInput(format="%Y-%m-%d"))
    until = forms.DateField(
        label=_("Last day"), widget=DateInput(format="%Y-%m-%d"), required=False,
        help_text=_("Empty: until the work is taken up again."),
    )  # fmt: skip
    contact = forms.ModelChoiceField(
        label=_("Agreed with"), queryset=Contact.objects.none(), required=False, empty_label=_("somebody else")
    )
    agreed_with = forms.CharField(label=_("Somebody else, by name"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, contacts: ContactQuerySet, zone: ZoneInfo, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone, self.today = zone, today
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        self.fields["since"].initial = today

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since < self.today:
            raise forms.ValidationError(
                _("A pause begins today or later: the days that have passed stay as they were.")
            )
        return since

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        since, until = facts.get("since"), facts.get("until")
        if since and until and until < since:
            self.add_error("until", str(EndsBeforeItBegins()))
        if not facts.get("contact") and not facts.get("agreed_with", "").strip():
            self.add_error("contact", _("Say who agreed: a pause is an agreement."))
        return facts

    def facts(self) -> dict[str, Any]:
        """What the verb wants to know: moments, the first and the last day being whole ones."""
        said = self.cleaned_data
        return {
            "since": self._midnight(said["since"]),
            "until": self._midnight(said["until"] + DAY) if said["until"] else None,
            "agreed_with": said["contact"].name if said["contact"] else said["agreed_with"].strip(),
            "reason": said["reason"].strip(),
        }

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)
