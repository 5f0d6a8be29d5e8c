"""What is said of a push: whom, how, in which words, and what a call came to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.domain.clients.contact import Contact, ContactQuerySet
from keepstep.domain.delivery.notice import How

ASKED = (
    (How.EMAIL.value, _("e-mail I have written myself")),
    (How.MESSAGE.value, _("message")),
    (How.CALL.value, _("call")),
    (How.MEETING.value, _("meeting")),
)


class WordsForm(forms.Form):
    """A drafted text, as it was edited."""

    contact: "forms.ModelChoiceField[Contact]" = forms.ModelChoiceField(
        label=_("Whom"), queryset=None, required=False, empty_label=_("the client as such")
    )
    how = forms.ChoiceField(label=_("How you asked"), choices=ASKED, initial=How.EMAIL, widget=forms.RadioSelect)
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    words = forms.CharField(
        label=_("Text"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 10})
    )

    def __init__(self, *args: Any, contacts: ContactQuerySet | None, **options: Any) -> None:
        """Without contacts there is nobody at the client to choose: a third party is asked."""
        super().__init__(*args, **options)
        if contacts is None:
            del self.fields["contact"]
        else:
            self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]


class AskForm(WordsForm):
    outcome = forms.CharField(
        label=_("What came of it"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("After a call or a meeting: what was said, and what was agreed."),
    )  # fmt: skip
    field_order = ("contact", "subject", "words", "how", "outcome")

    def __init__(self, *args: Any, is_managements: bool = False, **options: Any) -> None:
        """`is_managements`: on own management's rung only a call with an outcome counts."""
        super().__init__(*args, **options)
        self.is_managements = is_managements

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if self.is_managements and facts.get("how") == How.CALL and not facts.get("outcome"):
            self.add_error("outcome", _("Say what the call came to: until then the rung stays."))
        return facts
