"""A letter to a lead, or to whoever a deal is with: a contact of the client, or somebody who is none yet."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.desk import Desk
from keepstep.domain.clients.contact import Channel, Contact
from keepstep.domain.sales import stranger
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.lead import Channel as LeadChannel
from keepstep.domain.sales.lead import Lead

OF_THE_DEAL, IN_TELEGRAM = "deal", "telegram"


@dataclass(frozen=True)
class Reader:
    """`contact` is null for who stands in the own words of a lead or a deal; `address` may be the number of a chat."""

    name: str
    address: str
    language: str
    contact: Contact | None = None
    channel: Channel = Channel.EMAIL

    @property
    def greeted(self) -> str:
        return (self.contact.greeted if self.contact else Contact(name=self.name).greeted) or self.whither

    @property
    def in_telegram(self) -> bool:
        return self.channel == Channel.TELEGRAM

    @property
    def whither(self) -> str:
        return str(self.channel.label) if self.in_telegram else self.address


def readers(about: Lead | Deal, *, desk: Desk, language: str) -> dict[str, Reader]:
    """Whom one may write to; `language` is that of whoever is no contact."""
    if isinstance(about, Deal):
        known = _readers_of_deal(about, desk=desk, language=language)
        return known | (_in_telegram(about.lead, desk=desk, language=language) if about.lead else {})
    by_mail = {address: Reader(name_of(about), address, language) for address in about.emails}
    there = _in_telegram(about, desk=desk, language=language)
    return there | by_mail if about.channel == LeadChannel.TELEGRAM else by_mail | there


def _in_telegram(lead: Lead, *, desk: Desk, language: str) -> dict[str, Reader]:
    """Where they have written to our bot."""
    chat = stranger.chat_of(lead) if desk.bot else None
    return {IN_TELEGRAM: Reader(name_of(lead), str(chat), language, channel=Channel.TELEGRAM)} if chat else {}


def name_of(about: Lead | Deal) -> str:
    """Without what they are called in Telegram, which stands beside the name of whoever has come from there."""
    return about.name.split(" · @")[0]


def _readers_of_deal(deal: Deal, *, desk: Desk, language: str) -> dict[str, Reader]:
    """The deal's contact first."""
    known: dict[str, Reader] = {}
    if deal.account:
        people = desk.contacts().present().filter(account=deal.account).exclude(email="")
        first = sorted(people, key=lambda one: one.pk != deal.contact_id)
        known = {str(one.pk): Reader(one.name, one.email, one.language, one) for one in first}
    if deal.email and deal.email.lower() not in {one.address.lower() for one in known.values()}:
        known[OF_THE_DEAL] = Reader(deal.name, deal.email, language)
    return known


class LetterForm(forms.Form):
    """`draft` is the key of the draft: what is sent from it leaves once. Where no address is known, one is asked."""

    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)
    to = forms.ChoiceField(label=pgettext_lazy("letter", "To"))
    address = forms.EmailField(label=_("E-mail"), max_length=254)
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    body = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 9}))

    def __init__(self, *args: Any, known: dict[str, Reader], unknown: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known, self.unknown = known, unknown
        del self.fields["address" if known else "to"]
        is_there = [one.in_telegram for one in known.values()]
        if is_there and all(is_there):
            del self.fields["subject"]
        elif any(is_there):
            self.fields["subject"].help_text = _("By mail; in Telegram it is not shown.")
        if known:
            said = [(key, f"{one.name}, {one.whither}".removeprefix(", ")) for key, one in known.items()]
            self.fields["to"].choices = said  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("subject") and {"to", "address"} & said.keys() and not self.reader.in_telegram:
            self.add_error("subject", _("A letter by mail needs a subject."))
        return said

    @property
    def reader(self) -> Reader:
        said = self.cleaned_data
        if self.known:
            return self.known[said["to"]]
        return Reader(self.unknown.name, said["address"], self.unknown.language)
