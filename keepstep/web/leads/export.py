"""The leads that were asked for, as a file."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.own_field import OwnField
from keepstep.domain.sales.touch import NAMES
from keepstep.web import own_fields
from keepstep.web.act import Words
from keepstep.web.export import export
from keepstep.web.leads import listing
from keepstep.web.seat import StaffRequest, seated

RELATED = ("source", "person", "account", "reason")
HEADINGS: list[Words] = [
    pgettext_lazy("person", "Name"), _("Company"), _("Telephone"), _("E-mail"), _("Site"), _("Tax number"),
    _("What they want"), _("Source"), _("Channel"), _("When it came"), _("State"), _("Salesperson"),
    _("First answer"), _("Qualified"), _("Our client"), _("Why it was rejected"),
    *NAMES, *(format_lazy("{touch}: {name}", touch=_("First touch"), name=name) for name in NAMES),
]  # fmt: skip
"""By which a file of leads is recognised when it is loaded."""


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted = listing.asked(request.GET)
    found = listing.chosen(request.desk, wanted).order_by("-came_at", "-pk").select_related(*RELATED)
    back = f"{reverse('leads')}?{urlencode(wanted.names)}"
    own = list(request.desk.lead_fields_ever())
    headings = [*HEADINGS, *(one.name for one in own)]
    return export(request, found, name=_("Leads"), headings=headings, told=partial(_told, own=own), back=back)


def _told(leads: list[Lead], *, own: list[OwnField]) -> Iterator[list[Any]]:
    return ([*_row(one), *own_fields.cells(one.own, own)] for one in leads)


def _row(lead: Lead) -> list[Any]:
    return [
        lead.name, lead.company, ", ".join(lead.phones), ", ".join(lead.emails), lead.site, lead.tax_number,
        lead.message, lead.source.name, lead.get_channel_display(), lead.came_at, lead.get_state_display(),
        lead.person.name if lead.person else "", lead.responded_at, lead.qualified_at,
        lead.account.name if lead.account else "", lead.reason.name if lead.reason else "",
        *(lead.last_touch.get(name, "") for name in NAMES), *(lead.first_touch.get(name, "") for name in NAMES),
    ]  # fmt: skip
