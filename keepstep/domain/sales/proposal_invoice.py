"""The invoice of an accepted proposal: its lines as the client agreed to them, equal to the cent (§5.8)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.agency.legal_entity import LegalEntity, VatWay
from keepstep.domain.agency.person import Person
from keepstep.domain.clients.payer import Payer
from keepstep.domain.money import drafting
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.priced_line import Wanted
from keepstep.domain.sales import contract, deal_invoice
from keepstep.domain.sales.decision import Decision
from keepstep.domain.sales.proposal_line import ProposalLine
from keepstep.domain.sales.proposal_version import NOTHING, ProposalVersion
from keepstep.formulas.basket import rounded

LONGEST_NAME = 300
ONE_PIECE = Decimal(1)


class NotAccepted(Exception):
    """Nobody has agreed to it yet."""

    def __init__(self) -> None:
        super().__init__(_("The client has not accepted this proposal yet."))


class NoClient(Exception):
    """An invoice is for a client; the deal is with somebody who is none yet."""

    def __init__(self) -> None:
        super().__init__(_("The deal is with no client of ours yet: choose one in its facts."))


class NoCompany(Exception):
    """None of ours takes this currency with VAT as the proposal has it."""

    def __init__(self) -> None:
        super().__init__(
            _("None of your companies has this currency and VAT like the proposal: write the invoice by hand.")
        )


@transaction.atomic
def draft(accepted: Decision, *, by: Person | None, at: datetime) -> Invoice:
    """A draft of the deal's invoice for all that was accepted. Raises NoClient, NoCompany, AnothersDeal."""
    version = accepted.version
    deal = version.proposal.deal
    if deal.account is None:
        raise NoClient
    company = LegalEntity.objects.filter(closed_at=None, currency=version.currency, vat=version.vat).first()
    if company is None:
        raise NoCompany
    payer = Payer.objects.filter(account=deal.account, closed_at=None).first()
    made = drafting.draft(
        deal.account, entity=company, payer=payer, lines=agreed_lines(version), language=version.language,
        basis=_basis(accepted), by=by, at=at,
    )  # fmt: skip
    deal_invoice.put(made, deal, by=by, at=at)
    return made


def agreed_lines(version: ProposalVersion) -> list[Wanted]:
    """What came off the whole is in the prices: an invoice knows discounts of lines alone."""
    return [_agreed(one, version) for one in version.lines.select_related("service")]


def _agreed(one: ProposalLine, version: ProposalVersion) -> Wanted:
    """At a price for the unit where that comes out to the cent, else as one piece for all of it."""
    left = one.net if version.vat == VatWay.TOP else one.total
    if left == one.amount:
        return one.wanted
    price = rounded(left / one.quantity)
    if rounded(price * one.quantity) == left:
        return Wanted(one.name, one.unit, one.quantity, price, NOTHING, one.rate, one.service)
    measure = f" ({one.quantity.normalize():f} {one.unit})".replace(" )", ")")
    name = one.name[: LONGEST_NAME - len(measure)] + measure
    return Wanted(name, "", ONE_PIECE, left, NOTHING, one.rate, one.service)


def _basis(accepted: Decision) -> str:
    """The deal's contract, if it is signed, else what was accepted."""
    version = accepted.version
    concluded = contract.in_force(version.proposal.deal.contracts.all())
    with translation.override(version.language):
        if concluded:
            return concluded.named
        day = date_format(office_hours().local_day(accepted.at), "j E Y")
        words = translation.gettext("Proposal “%(title)s”, version %(number)s, accepted on %(day)s")
        return words % {"title": version.title, "number": version.number, "day": day}
