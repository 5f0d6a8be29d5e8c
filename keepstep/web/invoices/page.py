"""An invoice's page: what it asks for, what was paid, what happened to it."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.desk import Desk
from keepstep.domain.money import issuing
from keepstep.domain.money.invoice import Invoice, State
from keepstep.web.acts.line import line as act_line
from keepstep.web.days import day_count

MOST_ACTS = 50
TONES = {State.OVERDUE: "red", State.PART_PAID: "amber", State.PAID: "green"}


class Standing(NamedTuple):
    """The state in words, with its colour where it has one."""

    code: str
    words: str
    tone: str


class Event(NamedTuple):
    at: datetime
    words: str
    who: str


def state(invoice: Invoice, *, day: date) -> Standing:
    code = invoice.state_on(day)
    return Standing(code, str(code.label), TONES.get(code, ""))


def of(invoice: Invoice, *, desk: Desk, at: datetime) -> dict[str, Any]:
    time = desk.working_time
    day = time.local_day(at)
    standing = state(invoice, day=day)
    allocations = list(
        desk.allocations().standing().filter(invoice=invoice).select_related("payment", "by").order_by("at")
    )
    is_open = invoice.issued_at is not None and not invoice.cancelled_at and invoice.owed > 0
    _ours, theirs = issuing.requisites(invoice)
    late = day_count(time, day).since(invoice.due) if standing.code == State.OVERDUE and invoice.due else 0
    return {
        "invoice": invoice,
        "state": standing,
        "late": ngettext("%(n)s working day late", "%(n)s working days late", late) % {"n": late} if late else "",
        "invoice_lines": invoice.lines.all(),
        "payer_name": theirs.get("name", ""),
        "allocations": allocations,
        "advances": _advances(invoice, desk) if is_open else [],
        "letters": desk.messages().standing().filter(invoice=invoice).select_related("contact")[:20],
        "events": _events(invoice, desk),
        "corrected_by": desk.invoices().standing().filter(corrects=invoice).first(),
        "is_open": is_open,
        "deal": desk.deals().filter(invoices__invoice=invoice).first(),
        "acts": [
            act_line(one) for one in desk.acts().with_state().filter(invoice=invoice).order_by("serial")[:MOST_ACTS]
        ],
        "promised": desk.promises().filter(invoice=invoice).first() if is_open else None,
    }


def _advances(invoice: Invoice, desk: Desk) -> list[Any]:
    """What the client has paid and is laid to nothing yet, to the same company of ours."""
    return list(desk.payments().with_rest().filter(account=invoice.account, entity=invoice.entity)[:5])


def _events(invoice: Invoice, desk: Desk) -> list[Event]:
    said = [Event(invoice.at, _("Drafted"), _name(invoice.by))]
    if invoice.issued_at:
        words = _("Issued as No %(number)s") % {"number": invoice.number}
        said.append(Event(invoice.issued_at, words, _name(invoice.issued_by)))
    for one in desk.cancellations().filter(invoice=invoice).select_related("by", "undone_by"):
        said.append(Event(one.at, _("Cancelled: %(reason)s") % {"reason": one.reason}, _name(one.by)))
        if one.undone_at:
            said.append(Event(one.undone_at, _("Valid again"), _name(one.undone_by)))
    undone = desk.allocations().exclude(undone_at=None).filter(invoice=invoice).select_related("payment", "undone_by")
    for gone in undone:
        words = _("A payment of %(day)s was taken off it") % {"day": gone.payment.paid_on}
        said.append(Event(gone.undone_at, words, _name(gone.undone_by)))  # type: ignore[arg-type]  # excluded above
    return sorted(said)


def _name(person: Any) -> str:
    return person.name if person else ""
