"""The invoices that were asked for, as a file."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from keepstep.domain.money.invoice import Invoice
from keepstep.web.export import export
from keepstep.web.invoices import listing
from keepstep.web.invoices.seen import of_money
from keepstep.web.seat import StaffRequest

HEADINGS = [
    _("Number"), _("Issued"), _("Client"), _("To be paid by"), _("State"), pgettext_lazy("of an invoice", "Sum"),
    _("Paid"), _("Still owed"), _("Currency"), _("Our company"),
]  # fmt: skip


@of_money
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted, day = listing.asked(request.GET), request.desk.working_time.local_day(timezone.now())

    def told(invoices: list[Invoice]) -> Iterator[list[Any]]:
        return (_row(one, day) for one in invoices)

    found = listing.ordered(request.desk, wanted, day=day)
    back = f"{reverse('invoices')}?{urlencode(wanted.names)}"
    return export(request, found, name=_("Invoices"), headings=HEADINGS, told=told, back=back)


def _row(one: Invoice, day: date) -> list[Any]:
    return [
        one.number, one.issued_on, one.account.name, one.due, one.state_on(day).label, one.total, one.paid,
        one.owed, one.currency, one.entity.name,
    ]  # fmt: skip
