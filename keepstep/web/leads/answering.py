"""Answer a lead by a letter, in the thread of its last one; or say how it was answered otherwise."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepstep.outlet.deal_wording import of_lead
from keepstep.web.deals.writing import Errand, answered, subject_of
from keepstep.web.leads.talk import said
from keepstep.web.leads.views import address, done, lead_of, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, lead_id: UUID) -> HttpResponse:
    found = lead_of(request, lead_id)
    subject = subject_of(found)
    errand = Errand(
        about=found, language=request.agency.language,
        words=lambda reader: of_lead(subject, greeted=reader.greeted, language=reader.language),
        title=_("Answer the lead"), said=found.title, note=said(found), back=address(found),
        beside=(_("Answered otherwise"), reverse("lead_talk", args=[found.pk])),
    )  # fmt: skip
    return answered(request, errand, done=partial(done, request, found), refused=partial(refused, request, found))
