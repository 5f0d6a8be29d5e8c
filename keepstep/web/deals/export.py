"""The deals that were asked for, as a file."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.own_field import OwnField
from keepstep.web import own_fields
from keepstep.web.deals import listing
from keepstep.web.export import export
from keepstep.web.seat import StaffRequest, seated

RELATED = ("account", "contact", "person", "source", "stage__pipeline", "reason")
HEADINGS = [
    _("What they may buy"), _("Company"), pgettext_lazy("person", "Name"), _("Telephone"), _("E-mail"), _("Pipeline"),
    _("Stage"), _("Since when in its stage"), _("Open, won or lost"), _("Amount"), _("Currency"), _("Salesperson"),
    _("What is next"), _("When it is due"), _("Expected close"), _("Source"), _("When it began"),
    _("When it was closed"), _("Why it was lost"),
]  # fmt: skip
"""By which a file of deals is recognised when it is loaded."""


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted = listing.asked(request.GET)
    found = listing.ordered(request.desk, wanted, at=timezone.now()).with_next_task().select_related(*RELATED)
    back = f"{reverse('deal_list')}?{urlencode(wanted.names)}"
    own = list(request.desk.deal_fields_ever())
    headings = [*HEADINGS, *(one.name for one in own)]
    return export(request, found, name=_("Deals"), headings=headings, told=partial(_told, own=own), back=back)


def _told(deals: list[Deal], *, own: list[OwnField]) -> Iterator[list[Any]]:
    return ([*_row(one), *own_fields.cells(one.own, own)] for one in deals)


def _row(one: Any) -> list[Any]:
    """Of a deal with its next task."""
    person = one.contact
    return [
        one.title, one.account.name if one.account else one.company, person.name if person else one.name,
        person.phone if person else one.phone, person.email if person else one.email, one.stage.pipeline.name,
        one.stage.name, one.since, one.get_state_display(), one.amount, one.currency, one.person.name,
        one.task, one.due, one.closes_on, one.source.name if one.source else "", one.opened_at,
        one.closed_at, one.reason.name if one.reason else "",
    ]  # fmt: skip
