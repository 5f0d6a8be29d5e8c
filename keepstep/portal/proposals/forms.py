"""What a client says to a proposal: yes with their name, no with a reason, or a question."""

from django import forms
from django.utils.translation import gettext_lazy as _


def _name(*, is_required: bool = True) -> forms.CharField:
    words = forms.TextInput(attrs={"autocomplete": "name"})
    return forms.CharField(label=_("Your name"), max_length=200, widget=words, required=is_required)


class AcceptForm(forms.Form):
    name = _name()
    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254
    )
    is_agreed = forms.BooleanField(
        label=_("I accept this proposal: its composition and its price."),
        error_messages={"required": _("Please tick it: this is your yes.")},
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A word is enough: it helps us to do better."),
    )  # fmt: skip
    name = _name(is_required=False)


class AskForm(forms.Form):
    words = forms.CharField(label=_("Your question"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    name = _name()
