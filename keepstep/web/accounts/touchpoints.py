"""Log a touchpoint: what was said outside the daily update."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.talk import touchpoint
from keepstep.round import run
from keepstep.web import act
from keepstep.web.accounts.touchpoint_form import TouchpointForm
from keepstep.web.accounts.views import account_of, address, done
from keepstep.web.days import key_of
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found, now = account_of(request, account_id), timezone.now()
    contacts = request.desk.contacts().present().filter(account=found)
    form = TouchpointForm(request.POST or None, contacts=contacts, now=now, initial=_answering(request))
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("What was said"), submit=_("Log"), back=address(found))
    facts = form.cleaned_data
    touchpoint.record(found, form=facts.pop("how"), **facts, by=request.person)
    run.look_again(found.pk, at=now)
    return done(request, found, _("Logged."))


def _answering(request: StaffRequest) -> dict[str, Any]:
    """Begun from an unanswered message, it is the answer to whoever wrote, by the way they chose."""
    key = key_of(request.GET.get("answers", ""))
    asked = request.desk.touchpoints().filter(pk=key).first() if key else None
    return {"how": asked.form, "contact": asked.contact_id} if asked else {}
