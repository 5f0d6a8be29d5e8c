"""The letter one writes: a subject and a text in each language of its readers, and when it goes out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.wording import Wording
from keepstep.domain.talk.sending import UNDO_LIFE
from keepstep.domain.talk.update import NothingToSay
from keepstep.web.days import key_of

MOST_KEYS = 200


class Text(NamedTuple):
    """The fields of one language; `name` is its own, empty where there is no other. The first has no `mark`."""

    language: str
    mark: str
    name: str
    subject: BoundField
    body: BoundField


class LetterForm(forms.Form):
    facts = forms.JSONField(widget=forms.HiddenInput, required=False)
    leaves = forms.TimeField(
        label=_("Send at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "form-control"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, languages: Sequence[str], at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.at = at
        self.marks = {language: mark(place, language) for place, language in enumerate(languages)}
        for its_mark in self.marks.values():
            self.fields[f"subject{its_mark}"] = forms.CharField(label=_("Subject"), max_length=200)
            self.fields[f"body{its_mark}"] = forms.CharField(
                label=_("Text"), max_length=20_000, error_messages={"required": NothingToSay().args[0]}
            )

    @property
    def texts(self) -> list[Text]:
        is_alone = len(self.marks) == 1
        return [
            Text(one, its, "" if is_alone else str(Language(one).label), self[f"subject{its}"], self[f"body{its}"])
            for one, its in self.marks.items()
        ]

    def clean_facts(self) -> dict[str, Any]:
        """What the draft spoke of, as far as it is of the right form."""
        said = self.cleaned_data["facts"]
        facts = said if isinstance(said, dict) else {}
        return {
            "steps": _keys(facts.get("steps")),
            "balls": _keys(facts.get("balls")),
            "quiet": facts.get("quiet") is True,
        }

    def clean_leaves(self) -> datetime | None:
        """The moment of today that was chosen."""
        hour = self.cleaned_data["leaves"]
        if hour is None:
            return None
        here = timezone.localtime(self.at)
        moment = here.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
        if moment <= here:
            raise forms.ValidationError(_("That hour has passed: leave it empty to send now."))
        return moment

    @property
    def wait(self) -> timedelta:
        """How long the letters wait: until the chosen hour, else as long as they can be taken back."""
        leaves = self.cleaned_data["leaves"]
        return leaves - self.at if leaves else UNDO_LIFE

    def said(self) -> dict[str, Wording]:
        """The texts by language, once the form is valid."""
        return {
            language: Wording(self.cleaned_data[f"subject{its}"], self.cleaned_data[f"body{its}"])
            for language, its in self.marks.items()
        }


def mark(place: int, language: str) -> str:
    """What the names of a language's fields end in; those of the first are plain."""
    return f"_{language}" if place else ""


def _keys(said: Any) -> list[str]:
    """At most as many keys as a draft has lines; whatever is no key is left out."""
    return [str(key) for word in (said if isinstance(said, list) else [])[:MOST_KEYS] if (key := key_of(str(word)))]
