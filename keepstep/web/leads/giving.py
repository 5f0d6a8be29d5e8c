"""A lead is given to a colleague by hand, and taken back."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import assignment
from keepstep.domain.sales.assignment import NotTheirsAnyMore
from keepstep.web import act
from keepstep.web.leads.forms import GiveForm
from keepstep.web.leads.views import address, done, lead_of, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def give(request: StaffRequest, lead_id: UUID) -> HttpResponse:
    found, at = lead_of(request, lead_id), timezone.now()
    form = GiveForm(request.POST or None, desk=request.desk, day=request.desk.working_time.local_day(at))
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Whose lead shall it be?"), submit=_("Give"), back=address(found), about=found.title
        )
    person = form.cleaned_data["person"]
    try:
        assignment.give(found, person=person, by=request.person, at=at)
    except NotTheirsAnyMore as why:
        return refused(request, found, why)
    said = _("Given to %(name)s, who is told of it.") % {"name": person.name}
    return done(request, found, said, undo=reverse("lead_give_back", args=[found.pk]))


@seated
@require_POST
def take_back(request: StaffRequest, lead_id: UUID) -> HttpResponse:
    found = lead_of(request, lead_id)
    try:
        assignment.take_back(found, by=request.person, at=timezone.now())
    except NotTheirsAnyMore as why:
        return refused(request, found, why)
    return done(request, found, _("It is as it was."))
