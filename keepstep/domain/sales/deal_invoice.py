"""Invoices of a deal: a payment of one is the evidence of the gate "payment received" (§5.8)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.money.allocation import Allocation
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import evidence, gate
from keepstep.domain.sales.deal import Deal, State
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.pipeline import Gate, Stage

SOURCE = "payment:"


class DealInvoice(Row):
    """An invoice is of one deal at most."""

    deal = Key(Deal, models.CASCADE, related_name="invoices")
    invoice = Key(Invoice, models.CASCADE, related_name="deals")
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "deal_invoice"
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "invoice"], name="an_invoice_is_of_one_deal"),
        )
        indexes = (models.Index(fields=["agency", "deal"], name="deal_invoice_of"),)

    def __str__(self) -> str:
        return f"{self.invoice_id} of {self.deal_id}"


class AnothersDeal(Exception):
    """The deal is with another client than the one the invoice is for."""

    def __init__(self, deal: Deal) -> None:
        super().__init__(_("“%(deal)s” is with another client.") % {"deal": deal})


@transaction.atomic
def put(invoice: Invoice, deal: Deal, *, by: Person | None, at: datetime) -> None:
    """The invoice is of this deal, whatever it was of before; what is paid on it is evidence. Raises AnothersDeal."""
    if deal.account_id and deal.account_id != invoice.account_id:
        raise AnothersDeal(deal)
    take_out(invoice, by=by, at=at)
    DealInvoice.objects.create(invoice=invoice, deal=deal, by=by, at=at)
    settle(invoice.account_id, by=by, at=at)


@transaction.atomic
def take_out(invoice: Invoice, *, by: Person | None, at: datetime) -> None:
    """It is of no deal; what was evidence by it is none any more."""
    for known in DealInvoice.objects.filter(invoice=invoice).select_related("deal"):
        known.delete()
        _settle(known.deal, by=by, at=at)


def settle(account_id: UUID, *, by: Person | None, at: datetime) -> None:
    """After money of a client moved: each payment of a deal's invoice is evidence, one that was taken back is not."""
    deals = Deal.objects.filter(invoices__invoice__account=account_id).distinct()
    for deal in deals:
        _settle(deal, by=by, at=at)


def _settle(deal: Deal, *, by: Person | None, at: datetime) -> None:
    paid = Allocation.objects.standing().filter(invoice__deals__deal=deal).select_related("payment", "invoice")
    wanted = {f"{SOURCE}{one.payment_id}": one for one in paid}
    standing = Evidence.objects.standing().filter(deal=deal, gate=Gate.PAID, source__startswith=SOURCE)
    known = {one.source: one for one in standing}
    for source in wanted.keys() - known.keys():
        one = wanted[source]
        note = _("Invoice %(number)s") % {"number": one.invoice.number}
        evidence.record(deal, Gate.PAID, source=source, day=one.payment.paid_on, note=note, by=by, at=at)
    for source in known.keys() - wanted.keys():
        evidence.withdraw(known[source], by=by, at=at, note=_("The payment was taken off."))
    if wanted:
        _close_again(deal, by=by, at=at)


def _close_again(deal: Deal, *, by: Person | None, at: datetime) -> None:
    """A deal that was handed over and whose payment was taken back closes by itself once it is paid."""
    locked = deals.lock(deal)
    handed = Evidence.objects.standing().filter(deal=locked, gate=Gate.HANDED_OVER)
    if locked.state != State.OPEN or not handed.exists():
        return
    last = Stage.objects.filter(pipeline=locked.stage.pipeline_id, gate=Gate.HANDED_OVER, closed_at=None).first()
    if last and not gate.missing(locked, last):
        gate.pass_to(deal, last, by=by, at=at)
