"""Logging a touchpoint: who, how, whose word it was, a line about it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from keepstep.domain.clients.contact import Contact, ContactQuerySet
from keepstep.domain.talk.touchpoint import Direction, Form

REMEMBERED = timedelta(days=7)


class TouchpointForm(forms.Form):
    """`at` is asked only when it was not just now; a week back is as far as one remembers."""

    how = forms.ChoiceField(
        label=_("How"),
        choices=[(form.value, form.label) for form in (Form.CALL, Form.EMAIL, Form.MESSAGE, Form.MEETING)],
        initial=Form.CALL,
        widget=forms.RadioSelect,
    )
    direction = forms.ChoiceField(
        label=_("Whose word"), choices=Direction, initial=Direction.OUT, widget=forms.RadioSelect
    )
    contact: "forms.ModelChoiceField[Contact]" = forms.ModelChoiceField(
        label=_("Who"), queryset=None, required=False, empty_label=_("somebody there")
    )
    summary = forms.CharField(label=_("In a line"), max_length=4000)
    at = forms.DateTimeField(
        label=_("When, if not just now"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, contacts: ContactQuerySet, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"] or self.now
        if at > self.now:
            raise ValidationError(_("That is still to come: log it when it has happened."), code="future")
        if at < self.now - REMEMBERED:
            raise ValidationError(_("More than a week ago: too long to log it now."), code="too_old")
        return at
