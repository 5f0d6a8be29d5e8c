"""Logging a word with a lead: how, whose, a line about it, and whether anybody was reached."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from keepstep.domain.clients.backdating import StillToCome
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.talk import Whose
from keepstep.domain.talk.touchpoint import Form
from keepstep.web.when import MomentField


class TalkForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How"),
        choices=[(form.value, form.label) for form in (Form.CALL, Form.EMAIL, Form.MESSAGE, Form.MEETING)],
        initial=Form.CALL,
        widget=forms.RadioSelect,
    )
    whose = forms.ChoiceField(label=_("Whose word"), choices=Whose, initial=Whose.OURS, widget=forms.RadioSelect)
    summary = forms.CharField(label=_("In a line"), max_length=4000)
    at = MomentField(label=_("It was earlier"), required=False)

    def __init__(self, *args: Any, lead: Lead, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lead, self.now = lead, now

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"] or self.now
        if at > self.now:
            raise ValidationError(str(StillToCome()))
        if at < self.lead.came_at:
            raise ValidationError(_("That was before the lead came in."))
        return at

    @property
    def word(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"form": said["how"], **{name: said[name] for name in ("whose", "summary", "at")}}
