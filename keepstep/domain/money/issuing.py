"""Issuing an invoice: it gets its number and date, and keeps the requisites of that day (§5.8)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.money import allocation, cancellation, numbering, parties
from keepstep.domain.money.drafting import locked
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.numbering import Kind


class NotReady(Exception):
    """Something an invoice cannot do without is missing; the words say what."""


@transaction.atomic
def issue(invoice: Invoice, *, by: Person | None, at: datetime) -> None:
    """From now on it stands. What it corrects is cancelled, and what was paid for that counts for it.

    Raises AlreadyIssued, NotReady.
    """
    account = Account.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.account_id)
    known = locked(invoice)
    if fault := _fault(known):
        raise NotReady(fault)
    day = office_hours().local_day(at)
    known.serial = numbering.next_number(known.entity, kind=Kind.INVOICE, year=day.year)
    known.number, known.year = f"{known.entity.number_prefix}{known.serial}", day.year
    known.issued_at, known.issued_on, known.issued_by = at, day, by
    known.due = account.working_time().add_days(day, known.days_to_pay)
    known.ours, known.theirs = parties.ours(known.entity), parties.theirs(known.payer)
    known.save(
        update_fields=[
            "serial", "number", "year", "issued_at", "issued_on", "issued_by", "due", "ours", "theirs",
        ]
    )  # fmt: skip
    if known.corrects:
        _replace(known.corrects, known, by=by, at=at)
    invoice.refresh_from_db()


def requisites(invoice: Invoice) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ours and theirs: as they were kept or, of a draft, as they are now; pictures are hashes of kept files."""
    if invoice.issued_at:
        return invoice.ours, invoice.theirs
    return parties.ours(invoice.entity), parties.theirs(invoice.payer)


def _fault(known: Invoice) -> str:
    if known.payer is None:
        return _("Whose company pays is not said yet.")
    if known.entity.closed_at:
        return _("Nothing is made in the name of %(company)s any more.") % {"company": known.entity}
    if known.corrects and known.corrects.cancelled_at:
        return _("Invoice %(number)s, which it corrects, is cancelled already.") % {"number": known.corrects}
    if known.total <= 0:
        return _("There is nothing to pay in it yet.")
    return ""


def _replace(former: Invoice, known: Invoice, *, by: Person | None, at: datetime) -> None:
    paid = allocation.release(former, by=by, at=at)
    cancellation.write(former, reason=_("Corrected by %(number)s.") % {"number": known.number}, by=by, at=at)
    for one in paid:
        part = min(one.amount, known.owed)
        if part > 0:
            allocation.lay(one.payment, known, part, reason=one.reason, by=by, at=at)
