"""What becomes of a client: its state."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.clients import account
from keepstep.domain.clients.account import AlreadyInState, State
from keepstep.round import run
from keepstep.web import act
from keepstep.web.accounts.forms import StateForm, open_states
from keepstep.web.accounts.views import account_of, address, done, refused
from keepstep.web.seat import StaffRequest, seated

TITLES = {
    State.ACTIVE: _("The work goes on"),
    State.PAUSED: _("Pause the client"),
    State.CHURNED: _("The client leaves"),
}
SUBMITS = {State.ACTIVE: _("Make active"), State.PAUSED: _("Pause"), State.CHURNED: _("Say goodbye")}


@seated
@require_http_methods(["GET", "POST"])
def become(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found, state = account_of(request, account_id), request.GET.get("state", "")
    present = State(request.desk.account_states().get(account=found, until=None).state)
    if state != present and state not in open_states(present, by=request.person):
        raise Http404
    form = StateForm(request.POST or None, desk=request.desk, state=State(state))
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=TITLES[State(state)], submit=SUBMITS[State(state)], back=address(found))
    at = timezone.now()
    try:
        account.become(
            found, State(state), by=request.person, at=at, reason=form.cleaned_data["reason"].strip(),
            because=form.cleaned_data.get("because"),
        )  # fmt: skip
    except AlreadyInState as why:
        return refused(request, found, why)
    run.look_again(found.pk, at=at)
    return done(request, found, _("The client’s state is changed."))
