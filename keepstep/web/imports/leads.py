"""Files of leads: their words, and who reads, loads and counts them."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.sales import file_import
from keepstep.domain.sales.file_import import FileImport
from keepstep.domain.sales.lead_import import LeadImport, Outcome
from keepstep.domain.sales.own_field import LeadField
from keepstep.intake import jobs
from keepstep.intake.lead_sheet import fields
from keepstep.web.imports.forms import LoadForm
from keepstep.web.imports.kind import Kind
from keepstep.web.leads.listing import LIVE


def _made(found: FileImport) -> str:
    return f"{reverse('leads')}?{urlencode({'state': LIVE, 'import': str(found.pk)})}"


LEADS = Kind(
    route="import",
    parent="leads",
    parent_words=_("Leads"),
    title=_("Leads from files"),
    whole=_("Leads from a file"),
    about=_("Leads you have elsewhere come here whole"),
    given=_(
        "A file of amoCRM, Bitrix24, HubSpot, Pipedrive or your own table: its columns are recognised, you look at "
        "them before anything is loaded, whoever is known is not entered twice, and the whole file can be taken back."
    ),
    gone=_("Its leads are gone, save for those on whom somebody has worked."),
    known=_("Whoever became a lead then is known now."),
    model=LeadImport,
    imports=Desk.lead_imports,
    rows=Desk.import_rows,
    outcomes=Outcome,
    listed=frozenset({Outcome.MADE}),
    told=frozenset({Outcome.REFUSED}),
    guess=fields.guess,
    fields=Desk.lead_fields,
    field=LeadField,
    form=LoadForm,
    start=file_import.start,
    made=_made,
    load=jobs.load_leads,
    undo=jobs.undo_leads,
)
