"""Drafting an invoice: it may change in everything, or be thrown away, as long as it is not issued (§5.8)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from keepstep.domain.agency.legal_entity import LegalEntity, VatWay
from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.payer import Payer
from keepstep.domain.money import invoice_line
from keepstep.domain.money.invoice import AlreadyIssued, Invoice
from keepstep.domain.money.priced_line import Wanted


class NotTheirs(ValueError):
    """The payer belongs to another client."""


def draft(
    account: Account, *, entity: LegalEntity, payer: Payer | None, lines: Sequence[Wanted], by: Person | None,
    at: datetime, language: str = "", days_to_pay: int = 5, basis: str = "", note: str = "",
    corrects: Invoice | None = None,
) -> Invoice:  # fmt: skip
    """In the client's language if none is said. Raises NotTheirs, DiscountTooLarge."""
    _check(account, payer)
    with transaction.atomic():
        made = Invoice.objects.create(
            account=account, entity=entity, payer=payer, currency=entity.currency, vat=entity.vat, corrects=corrects,
            language=language or account.language, days_to_pay=days_to_pay, basis=basis, note=note, by=by, at=at,
        )  # fmt: skip
        _write(made, lines)
    return made


@transaction.atomic
def amend(
    invoice: Invoice, *, entity: LegalEntity, payer: Payer | None, lines: Sequence[Wanted], language: str,
    days_to_pay: int, basis: str, note: str,
) -> None:  # fmt: skip
    """The draft as it reads from now on. Raises AlreadyIssued, NotTheirs, DiscountTooLarge."""
    _check(invoice.account, payer)
    known = locked(invoice)
    known.entity, known.payer, known.currency, known.vat = entity, payer, entity.currency, VatWay(entity.vat)
    known.language, known.days_to_pay, known.basis, known.note = language, days_to_pay, basis, note
    known.save(
        update_fields=["entity", "payer", "currency", "vat", "language", "days_to_pay", "basis", "note"]
    )  # fmt: skip
    _write(known, lines)


def throw_away(invoice: Invoice, *, at: datetime) -> None:
    """A draft that nobody needs; it never had a number. Raises AlreadyIssued."""
    if Invoice.objects.drafts().filter(pk=invoice.pk).update(cancelled_at=at) != 1:
        raise AlreadyIssued(invoice)


def take_up(invoice: Invoice) -> None:
    """Throwing the draft away was a slip of the hand."""
    Invoice.objects.filter(pk=invoice.pk, issued_at=None).update(cancelled_at=None)


def locked(invoice: Invoice) -> Invoice:
    """The draft, for this transaction alone. Raises AlreadyIssued."""
    known = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    if known.issued_at or known.cancelled_at:
        raise AlreadyIssued(known)
    return known


def _check(account: Account, payer: Payer | None) -> None:
    if payer is not None and payer.account_id != account.pk:
        raise NotTheirs(payer)


def _write(invoice: Invoice, lines: Sequence[Wanted]) -> None:
    whole = invoice_line.write(invoice, lines)
    invoice.net, invoice.tax, invoice.total = whole.net, whole.vat, whole.total
    invoice.save(update_fields=["net", "tax", "total"])
