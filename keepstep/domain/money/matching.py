"""Recognising a payment: by the invoice's number in its purpose, the payer's INN and the amount (§5.8)."""

import re
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.money.invoice import Invoice

WORD = re.compile(r"[^\s,;:()«»\"'№#]+")
MOST = 20


class Match(NamedTuple):
    """The invoices it is for, in the order in which they are paid, and by what it was recognised; or why it was not."""

    invoices: list[Invoice]
    reason: str


def find(entity: LegalEntity, *, amount: Decimal, currency: str, inn: str, purpose: str) -> Match:
    """Two of the three have to speak for it, and none against it: a doubtful one waits for a person."""
    open_ones = Invoice.objects.unpaid().filter(entity=entity, currency=currency).order_by("due", "pk")
    named = list(_named(purpose, entity=entity, currency=currency))
    theirs = [one for one in named if inn and one.theirs.get("inn") == inn]
    if theirs and len({one.account_id for one in theirs}) == 1:
        return Match(theirs, _("by the invoice’s number and the INN"))
    if inn and not named:
        of_payer = list(open_ones.filter(theirs__inn=inn).annotate(left=F("total") - F("paid"))[:MOST])
        fitting = [one for one in of_payer if one.owed == amount]
        if len(fitting) == 1:
            return Match(fitting, _("by the INN and the amount"))
        if of_payer:
            return Match([], _("The payer is known, but no one invoice fits the amount."))
    if named:
        exact = [one for one in named if one.owed == amount]
        if len(exact) == 1 and not (inn and exact[0].theirs.get("inn")):
            return Match(exact, _("by the invoice’s number and the amount"))
        return Match([], _("An invoice is named, but its payer or amount does not fit."))
    return Match([], _("Neither an open invoice’s number nor a known payer."))


def _named(purpose: str, *, entity: LegalEntity, currency: str) -> "list[Invoice]":
    """Open invoices whose number stands in it as a word of its own, in the order of the words."""
    words = [word.strip(".").upper() for word in WORD.findall(purpose)]
    said = {word: place for place, word in reversed(list(enumerate(words)))}
    open_ones = Invoice.objects.unpaid().filter(entity=entity, currency=currency)
    found = open_ones.annotate(said=Upper("number")).filter(Q(said__in=list(said)))[:MOST]
    return sorted(found, key=lambda one: said[one.number.upper()])
