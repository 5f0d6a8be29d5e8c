"""Another person manages a client: the form with who did before, and the way back."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency.undo import TooLate
from keepstep.domain.clients import handing
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.handing import Handing
from keepstep.round import run
from keepstep.web import act
from keepstep.web.accounts.forms import ManagerForm
from keepstep.web.accounts.views import account_of, address, done, refused
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.turn import Turn


@seated
@require_http_methods(["GET", "POST"])
def assign(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = _given_out(request, account_id)
    form = ManagerForm(request.POST or None, desk=request.desk, initial={"manager": found.manager_id})
    if request.method == "GET" or not form.is_valid():
        former = request.desk.handings().filter(account=found).select_related("manager", "by")
        return act.sheet(
            request, form, title=_("Who manages the client"), submit=_("Assign"), back=address(found),
            about=found.name, tools="web/components/turns.html", turns=list(turns(found, list(former))),
        )  # fmt: skip
    at = timezone.now()
    made = handing.hand(found, manager=form.cleaned_data["manager"], by=request.person, at=at)
    run.look_again(found.pk, at=at)
    undo = reverse("handing_withdraw", args=[made.pk]) if made else ""
    return done(request, found, _("The client is in new hands.") if made else _("It was so already."), undo=undo)


@seated
@require_POST
def withdraw(request: StaffRequest, handing_id: UUID) -> HttpResponse:
    made = get_object_or_404(request.desk.handings(), pk=handing_id)
    found = _given_out(request, made.account_id)
    at = timezone.now()
    try:
        handing.withdraw(made, at=at)
    except TooLate as why:
        return refused(request, found, why)
    run.look_again(found.pk, at=at)
    return done(request, found, _("Taken back."))


def turns(account: Account, former: Sequence[Handing]) -> Iterator[Turn]:
    """The newest first; `former` is who managed the client before each."""
    later: list[Account | Handing] = [account, *former]
    for before, after in zip(former, later, strict=False):
        change = f"{before.manager or _('nobody')} → {after.manager or _('nobody')}"
        yield Turn(before.at, [change], str(before.by or ""))


def _given_out(request: StaffRequest, account_id: UUID) -> Account:
    """Own management gives clients out."""
    found = account_of(request, account_id)
    if not request.person.manages_the_agency:
        raise Http404
    return found
