"""What is said of a push: whom, how, in which words, and what a talk came to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.domain.clients.contact import Contact, ContactQuerySet
from keepstep.domain.delivery.notice import How
from keepstep.domain.talk.message import Unreachable
from keepstep.domain.talk.update import NothingToSay
from keepstep.web.when import WhenForm

SEND = "send"
WAYS = (
    (SEND, _("e-mail from here")),
    (How.CALL.value, _("call")),
    (How.MESSAGE.value, _("message")),
    (How.MEETING.value, _("meeting")),
    (How.EMAIL.value, _("e-mail I have written myself")),
)


class AskForm(WhenForm):
    """Sent from here, it needs a reader, a subject and a text; told of afterwards, it needs none of them.

    `draft` is the key of the draft: whatever is sent from it leaves once.
    """

    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)
    contact: "forms.ModelChoiceField[Contact]" = forms.ModelChoiceField(
        label=_("Whom"), queryset=None, required=False, empty_label=_("the client as such")
    )
    how = forms.ChoiceField(label=_("How"), choices=WAYS, widget=forms.RadioSelect)
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    words = forms.CharField(
        label=_("Text"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    outcome = forms.CharField(
        label=_("What came of it"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("After a call or a meeting: what was said, and what was agreed."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, contacts: ContactQuerySet | None, is_managements: bool = False, **options: Any
    ) -> None:
        """Without contacts there is nobody at the client to choose: a third party is asked, and not from here.

        `is_managements`: on own management's rung only a call with an outcome counts.
        """
        super().__init__(*args, **options)
        self.is_managements = is_managements
        if contacts is None:
            del self.fields["contact"]
            self.fields["how"].choices = WAYS[1:]  # type: ignore[attr-defined]
        else:
            self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]

    @property
    def is_sent_from_here(self) -> bool:
        return bool(self.cleaned_data["how"] == SEND)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("how") == SEND:
            facts |= {"at": self.now, "said_at": None}
            self._can_be_sent(facts)
        if self.is_managements and facts.get("how") == How.CALL and not facts.get("outcome"):
            self.add_error("outcome", _("Say what the call came to: until then the rung stays."))
        return facts

    def _can_be_sent(self, facts: dict[str, Any]) -> None:
        if "contact" not in self.errors:
            if not facts.get("contact"):
                self.add_error("contact", _("Choose whom the letter goes to."))
            elif not facts["contact"].is_reachable:
                self.add_error("contact", str(Unreachable(facts["contact"])))
        if "subject" not in self.errors and not facts.get("subject"):
            self.add_error("subject", _("A letter needs a subject."))
        if "words" not in self.errors and not facts.get("words"):
            self.add_error("words", str(NothingToSay()))
