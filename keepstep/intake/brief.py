"""A brief as it comes in: its questions as a form, part by part; what is good of it is kept, whatever else is wrong."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.sales.questionnaire import Ask

AT_ONCE = 4
"""Questions of a part: a telephone shows two at a time."""
LINE, TEXT = 500, 5000
YES_NO = (("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No")))
Asked = dict[str, Any]


def parts(questions: Sequence[Asked]) -> list[list[Asked]]:
    return [list(questions[start : start + AT_ONCE]) for start in range(0, len(questions), AT_ONCE)]


class BriefForm(forms.Form):
    """A field for each question, named by its key. `kept` is what of an answer with faults elsewhere can be kept."""

    def __init__(self, data: Any, *, questions: Sequence[Asked], said: dict[str, str]) -> None:
        super().__init__(data, initial=said)
        for one in questions:
            self.fields[one["key"]] = _field(one)

    @property
    def kept(self) -> dict[str, str]:
        return {key: words for key, words in self.cleaned_data.items() if key not in self.errors}


def _field(one: Asked) -> forms.Field:
    usual: dict[str, Any] = {
        "label": one["words"],
        "help_text": one["hint"],
        "required": one["is_required"],
        "error_messages": {"required": _("We need this answer.")},
    }
    if one["kind"] == Ask.LONG:
        return forms.CharField(max_length=TEXT, widget=forms.Textarea(attrs={"rows": 4}), **usual)
    if one["kind"] == Ask.CHOICE:
        return _one_of([(option, option) for option in one["options"]], usual)
    if one["kind"] == Ask.YES_NO:
        return _one_of(list(YES_NO), usual)
    return forms.CharField(max_length=LINE, **usual)


def _one_of(options: list[tuple[str, Any]], usual: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **usual)


def in_words(one: Asked, words: str) -> str:
    """An answer as people read it."""
    return str(dict(YES_NO).get(words, words)) if one["kind"] == Ask.YES_NO else words
