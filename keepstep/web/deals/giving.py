"""A deal is given to a colleague."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.sales import deal as deals
from keepstep.web import act
from keepstep.web.deals.forms import GiveForm
from keepstep.web.deals.views import address, deal_of, done
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def give(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    found = deal_of(request, deal_id)
    form = GiveForm(request.POST or None, desk=request.desk, initial={"person": found.person_id})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Whose deal shall it be?"), submit=_("Give"), back=address(found), about=found.title
        )
    person = form.cleaned_data["person"]
    deals.give(found, person=person, by=request.person, at=timezone.now())
    return done(request, found, _("Given to %(name)s.") % {"name": person.name})
