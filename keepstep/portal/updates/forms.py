"""What a client says under an update: an answer in words, or a mark."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.domain.talk.mark import BEST, Mark, NothingMarked, Said
from keepstep.portal.components.files import FilesField


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write at least a word.")},
    )  # fmt: skip
    attached = FilesField()


class MarkForm(forms.Form):
    said = forms.ChoiceField(label=_("This update is"), choices=Said, required=False, widget=forms.RadioSelect)
    points = forms.TypedChoiceField(
        label=_("How good is our work these days?"), choices=[(n, str(n)) for n in range(1, BEST + 1)], coerce=int,
        empty_value=None, required=False, widget=forms.RadioSelect,
    )  # fmt: skip
    word = forms.CharField(label=_("A word, if you like"), max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if not self.errors and not any(facts.values()):
            self.add_error(None, str(NothingMarked()))
        return facts


def facts_of(mark: Mark | None) -> dict[str, Any]:
    """What the form shows of a mark that was given before."""
    return {"said": mark.said, "points": mark.points, "word": mark.word} if mark else {}
