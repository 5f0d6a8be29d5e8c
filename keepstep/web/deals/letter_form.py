"""A letter to a lead, or to whoever a deal is with: a contact of the client, or somebody who is none yet."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.desk import Desk
from keepstep.domain.clients.contact import Contact
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.lead import Lead

OF_THE_DEAL = "deal"


@dataclass(frozen=True)
class Reader:
    """`contact` is null for who stands in the own words of a lead or a deal."""

    name: str
    address: str
    language: str
    contact: Contact | None = None

    @property
    def greeted(self) -> str:
        return (self.contact.greeted if self.contact else Contact(name=self.name).greeted) or self.address


def readers(about: Lead | Deal, *, desk: Desk, language: str) -> dict[str, Reader]:
    """Whom one may write to; `language` is that of whoever is no contact."""
    if isinstance(about, Lead):
        return {address: Reader(about.name, address, language) for address in about.emails}
    return _readers_of_deal(about, desk=desk, language=language)


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
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 9}))

    def __init__(self, *args: Any, known: dict[str, Reader], unknown: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known, self.unknown = known, unknown
        del self.fields["address" if known else "to"]
        if known:
            said = [(key, f"{one.name}, {one.address}".removeprefix(", ")) for key, one in known.items()]
            self.fields["to"].choices = said  # type: ignore[attr-defined]

    @property
    def reader(self) -> Reader:
        said = self.cleaned_data
        if self.known:
            return self.known[said["to"]]
        return Reader(self.unknown.name, said["address"], self.unknown.language)
