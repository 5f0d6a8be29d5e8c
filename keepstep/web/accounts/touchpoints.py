"""Log a touchpoint: what was said outside the daily update."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.talk import question, touchpoint
from keepstep.domain.talk.touchpoint import Direction, Touchpoint
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
    asked = _asked(request)
    first = {"how": asked.form, "contact": asked.contact_id} if asked else {}
    form = TouchpointForm(request.POST or None, contacts=contacts, account=found, now=now, asked=asked, initial=first)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("What was said"), submit=_("Log"), back=address(found))
    _record(found, asked, form.cleaned_data, by=request.person)
    run.look_again(found.pk, at=now)
    return done(request, found, _("Logged."))


def _record(found: Account, asked: Touchpoint | None, facts: dict[str, Any], *, by: Person) -> None:
    awaited, due = facts.pop("awaited", ""), facts.pop("due", None)
    said = touchpoint.record(found, form=facts.pop("how"), **facts, by=by)
    if asked is None or said.direction == Direction.IN:
        return
    touchpoint.settle(asked, by=by, at=max(said.at, asked.at), said_at=said.said_at)
    if awaited and asked.ball:
        contact = said.contact or asked.contact
        question.ask_back(
            asked.ball, awaited=awaited, contact=contact, due=due, by=by, at=said.at, said_at=said.said_at
        )


def _asked(request: StaffRequest) -> Touchpoint | None:
    """Begun from an unanswered message, it is the answer to whoever wrote, by the way they chose."""
    key = key_of(request.GET.get("answers", ""))
    touches = request.desk.touchpoints().select_related("ball__project__account", "contact")
    return touches.filter(pk=key).first() if key else None
