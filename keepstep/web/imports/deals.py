"""Files of deals: their words, and who reads, loads and counts them."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.sales import deal_import
from keepstep.domain.sales.deal_import import DealImport, Outcome
from keepstep.domain.sales.file_import import FileImport
from keepstep.domain.sales.own_field import DealField
from keepstep.intake import jobs
from keepstep.intake.deal_sheet import fields
from keepstep.web.deals.listing import ALL
from keepstep.web.imports.deal_form import DealLoadForm
from keepstep.web.imports.kind import Kind


def _made(found: FileImport) -> str:
    return f"{reverse('deal_list')}?{urlencode({'state': ALL, 'import': str(found.pk)})}"


DEALS = Kind(
    route="deal_import",
    parent="deals",
    parent_words=_("Deals"),
    title=_("Deals from files"),
    whole=_("Deals from a file"),
    about=_("Deals you have elsewhere come here whole"),
    given=_(
        "A file of amoCRM, Bitrix24, HubSpot, Pipedrive or your own table: its columns and stages are recognised, you "
        "look at them before anything is loaded, no deal is entered twice, and the whole file can be taken back. Gates "
        "hold here as everywhere: without evidence a deal waits before them, and its row says so."
    ),
    gone=_("Its deals are gone, save for those on which somebody has worked."),
    known=_("What became a deal then is known now."),
    model=DealImport,
    imports=Desk.deal_imports,
    rows=Desk.deal_import_rows,
    outcomes=Outcome,
    listed=frozenset({Outcome.MADE, Outcome.HELD}),
    told=frozenset({Outcome.HELD, Outcome.REFUSED}),
    guess=fields.guess,
    fields=Desk.deal_fields,
    field=DealField,
    form=DealLoadForm,
    start=deal_import.start,
    made=_made,
    load=jobs.load_deals,
    undo=jobs.undo_deals,
)
