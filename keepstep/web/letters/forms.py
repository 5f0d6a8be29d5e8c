"""What a person says about a letter: whose it is, and what is answered to it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.desk import Desk
from keepstep.domain.clients.contact import Channel, Contact, ContactQuerySet
from keepstep.domain.sales.source import Source
from keepstep.domain.talk.incoming import Incoming
from keepstep.domain.talk.update import NothingToSay
from keepstep.outlet.markdown import plain
from keepstep.web.projects.forms import DayInput

MOST = 500


class WhoseForm(forms.Form):
    """A person at a client, or somebody new there."""

    whose = forms.ChoiceField(label=_("Client and person"))
    newcomer = forms.CharField(
        label=_("Name of the new person"), max_length=200, required=False,
        help_text=_("Only if you chose somebody new. Further letters from this address come to them by themselves."),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, letter: Incoming, **options: Any) -> None:
        options.setdefault("initial", {"newcomer": letter.sender_name})
        super().__init__(*args, **options)
        self.accounts = {str(one.pk): one for one in desk.accounts().with_us().order_by("sort_name")[:MOST]}
        people = desk.contacts().present().filter(account__in=list(self.accounts.values())).order_by("name")
        self.people = {str(one.pk): one for one in people}
        self.fields["whose"].choices = [("", _("choose")), *self._groups()]  # type: ignore[attr-defined]

    def _groups(self) -> list[tuple[str, list[tuple[str, Any]]]]:
        known: dict[str, list[tuple[str, Any]]] = {key: [] for key in self.accounts}
        for key, person in self.people.items():
            known[str(person.account_id)].append((key, person.name))
        return [
            (account.name, [*known[key], (key, _("somebody new at %(client)s") % {"client": account.name})])
            for key, account in self.accounts.items()
        ]

    def clean_newcomer(self) -> str:
        return " ".join(self.cleaned_data["newcomer"].split())

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("whose") in self.accounts and not facts.get("newcomer"):
            self.add_error("newcomer", _("Say what to call them."))
        return facts

    @property
    def chosen(self) -> dict[str, Any]:
        """The account, the contact if it is one we know, and the name of whoever is new."""
        key = self.cleaned_data["whose"]
        if key in self.accounts:
            return {"account": self.accounts[key], "contact": None, "newcomer": self.cleaned_data["newcomer"]}
        contact = self.people[key]
        return {"account": self.accounts[str(contact.account_id)], "contact": contact}


class LeadForm(forms.Form):
    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none(), empty_label=None)

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].queryset = desk.sources()  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """`draft` is the key of the draft: whatever is sent from it leaves once."""

    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)
    contact: "forms.ModelChoiceField[Contact]" = forms.ModelChoiceField(
        label=pgettext_lazy("letter", "To"),
        queryset=None,
        error_messages={"required": _("Choose whom the letter goes to.")},
    )
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": NothingToSay().args[0]},
    )  # fmt: skip

    awaited = forms.CharField(
        label=_("We now wait for"), max_length=300, required=False,
        help_text=_("Where the answer asks something back: the ball returns to them when it has arrived."),
    )  # fmt: skip
    awaited_by = forms.DateField(label=_("By when"), required=False, widget=DayInput)

    def __init__(
        self,
        *args: Any,
        contacts: ContactQuerySet,
        can_ask_back: bool,
        today: date,
        in_telegram: Contact | None = None,
        **options: Any,
    ) -> None:
        """By mail to one of the contacts; or back to the one who wrote in Telegram, where there are no subjects."""
        super().__init__(*args, **options)
        self.today = today
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        self.in_telegram = in_telegram
        if in_telegram:
            del self.fields["contact"], self.fields["subject"]
        if not can_ask_back:
            del self.fields["awaited"], self.fields["awaited_by"]

    def clean_awaited_by(self) -> date | None:
        day: date | None = self.cleaned_data["awaited_by"]
        if day and day < self.today:
            raise forms.ValidationError(_("This day is over: name one to come."))
        return day

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("awaited_by") and not facts.get("awaited"):
            self.add_error("awaited", _("Say what we wait for by that day."))
        return facts

    @property
    def letter(self) -> dict[str, Any]:
        """What is sent, and to whom; in lists what has no subject is named by how it begins."""
        facts = self.cleaned_data
        if not self.in_telegram:
            return facts
        begins = Truncator(" ".join(plain(facts["body"]).split())).chars(80)
        return {**facts, "contact": self.in_telegram, "subject": begins, "channel": Channel.TELEGRAM}
