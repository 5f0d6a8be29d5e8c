"""Making an act: it gets its number, and its paper is kept as it was printed (§5.8)."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepstep.domain.agency import store
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.template import Template, text_of
from keepstep.domain.money import act_line, numbering
from keepstep.domain.money.act import Act
from keepstep.domain.money.act_line import ActLine, Part
from keepstep.domain.money.invoice import NOTHING, Invoice

Print = Callable[[Act], bytes]


class NotReady(Exception):
    """Something an act cannot do without is missing; the words say what."""


@transaction.atomic
def make(
    invoice: Invoice, part: Part, *, template: Template, day: date, by: Person | None, at: datetime, prints: Print
) -> Act:
    """The act of this part of the invoice gets its number; its paper is kept. Should printing fail, no number is used.

    Raises NotReady, TooMuch.
    """
    known = Invoice.objects.select_for_update(of=("self",), no_key=True).select_related("entity").get(pk=invoice.pk)
    lines = _checked(known, part)
    serial = numbering.next_number(known.entity, kind=numbering.Kind.ACT, year=day.year)
    made = _drafted(known, lines, template=template, day=day)
    made.serial, made.number = serial, f"{known.entity.number_prefix}{serial}"
    made.printed_lines = lines
    content = prints(made)
    made.digest, made.size = store.keep(content, agency_id=known.agency_id), len(content)
    made.by, made.at = by, at
    made.save(force_insert=True)
    ActLine.objects.bulk_create(lines)
    return made


def drafted(invoice: Invoice, part: Part, *, template: Template, day: date) -> Act:
    """As it would be made; nothing of it is written. Raises TooMuch, NotReady."""
    lines = _checked(invoice, part)
    made = _drafted(invoice, lines, template=template, day=day)
    made.printed_lines = lines
    return made


def _drafted(invoice: Invoice, lines: list[ActLine], *, template: Template, day: date) -> Act:
    made = Act(
        account_id=invoice.account_id, invoice=invoice, entity=invoice.entity, text=text_of(template),
        language=template.language, currency=invoice.currency, day=day, year=day.year,
        net=sum((one.net for one in lines), NOTHING), tax=sum((one.tax for one in lines), NOTHING),
        total=sum((one.total for one in lines), NOTHING),
    )  # fmt: skip
    for one in lines:
        one.act = made
    return made


def _checked(invoice: Invoice, part: Part) -> list[ActLine]:
    if invoice.issued_at is None or invoice.cancelled_at:
        raise NotReady(_("Acts are made of issued invoices only."))
    lines = act_line.counted(invoice, part)
    if sum((one.total for one in lines), NOTHING) <= 0:
        raise NotReady(_("There is nothing to take over in it."))
    return lines
