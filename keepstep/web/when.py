"""When it happened, if not just now: asked unobtrusively, and held to the agency's tolerance (§5.3)."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from keepstep.domain.clients import backdating
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.backdating import StillToCome, TooLongAgo

JUST_NOW = timedelta(minutes=1)


class MomentField(forms.DateTimeField):
    """Folded away until somebody needs it."""

    is_aside = True
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class WhenForm(forms.Form):
    """Its `at` is when it happened; `said_at` is when it is entered, or nothing if that is the same."""

    at = MomentField(label=_("It was earlier"), required=False)

    def __init__(self, *args: Any, account: Account, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.account, self.now = account, now
        self.fields["at"] = self.fields.pop("at")

    def clean_at(self) -> datetime:
        at: datetime | None = self.cleaned_data["at"]
        if at is None or timedelta() <= self.now - at < JUST_NOW:
            return self.now
        try:
            backdating.check(self.account, at=at, said_at=self.now)
        except (StillToCome, TooLongAgo) as why:
            raise ValidationError(str(why)) from why
        return at

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if "at" in facts:
            facts["said_at"] = None if facts["at"] == self.now else self.now
        return facts
