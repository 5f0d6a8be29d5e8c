"""A client's answers to a proposal: accepted, declined, asked; each only by a button."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from keepstep.domain.sales import decision, proposal_question
from keepstep.domain.sales.decision import Expired, NoLongerOpen, Replaced, Who
from keepstep.domain.sales.proposal import AlreadyAccepted
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.portal.proposals.forms import AcceptForm, AskForm, DeclineForm
from keepstep.portal.proposals.views import Reading, Typed, linked, owned, page, too_many
from keepstep.round import run

REFUSALS = (Replaced, Expired, NoLongerOpen, AlreadyAccepted)
Act = Callable[[ProposalVersion, dict[str, Any]], object]


@require_POST
def _accept(request: HttpRequest, reading: Reading) -> HttpResponse:
    def say_yes(version: ProposalVersion, said: dict[str, Any]) -> None:
        decision.accept(version, who=_who(request, said), at=timezone.now())

    return _answered(request, reading, "accept", AcceptForm(request.POST, auto_id="accept-%s"), say_yes)


@require_POST
def _decline(request: HttpRequest, reading: Reading) -> HttpResponse:
    def say_no(version: ProposalVersion, said: dict[str, Any]) -> None:
        decision.decline(version, reason=said["reason"], who=_who(request, said), at=timezone.now())

    return _answered(request, reading, "decline", DeclineForm(request.POST, auto_id="decline-%s"), say_no)


@require_POST
def _ask(request: HttpRequest, reading: Reading) -> HttpResponse:
    def put(version: ProposalVersion, said: dict[str, Any]) -> None:
        proposal_question.ask(
            version, name=said["name"], words=said["words"], contact=reading.contact, at=timezone.now()
        )  # fmt: skip

    return _answered(request, reading, "ask", AskForm(request.POST, auto_id="ask-%s"), put)


accept, decline, ask = linked(_accept), linked(_decline), linked(_ask)
accept_own, decline_own, ask_own = owned(_accept), owned(_decline), owned(_ask)


def _answered(request: HttpRequest, reading: Reading, name: str, form: forms.Form, act: Act) -> HttpResponse:
    """What was said is said to the version that was on the page, which may be replaced by now."""
    if not ratelimit.consume(request, action="proposal", key=reading.whose):
        return too_many(request, reading, name, form)
    version = reading.version
    try:
        if name != "ask" and request.POST.get("version") != str(version.pk):
            raise Replaced
        if not form.is_valid():
            return page(request, reading, Typed({name: form}, status=422))
        act(version, form.cleaned_data)
    except REFUSALS as why:
        return page(request, reading, Typed({name: form}, str(why), 422))
    run.look_again_at_deal(version.proposal.deal, at=timezone.now())
    return redirect(f"{reading.where['page']}#said")


def _who(request: HttpRequest, said: dict[str, Any]) -> Who:
    return Who(
        name=said["name"],
        email=said.get("email", ""),
        ip=get_adapter().get_client_ip(request),
        agent=request.headers.get("User-Agent", "").replace("\0", ""),
    )
