"""What is known of a lead by one of the agency's criteria."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from keepstep.domain.sales import qualification
from keepstep.domain.sales.qualification import Answer, MergedAway
from keepstep.web.leads.views import done, lead_of, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_POST
def assess(request: StaffRequest, lead_id: UUID, criterion_id: UUID) -> HttpResponse:
    found = lead_of(request, lead_id)
    criterion = get_object_or_404(request.desk.criteria_ever(), pk=criterion_id)
    said = request.POST.get("answer", "")
    if said not in Answer.values:
        return refused(request, found, _("Choose yes, no or not known."))
    try:
        qualification.assess(found, criterion=criterion, answer=said, by=request.person, at=timezone.now())
    except MergedAway as why:
        return refused(request, found, why)
    return done(request, found, _("Noted."))
