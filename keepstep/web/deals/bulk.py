"""One act on several deals: moved, given, lost; and back again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.desk import Desk
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import gate, loss
from keepstep.domain.sales.deal import Deal, DealClosed
from keepstep.domain.sales.gate import GateShut, GoneOn, NotTheirsToPass, StageClosed
from keepstep.domain.sales.pipeline import Stage
from keepstep.round import run
from keepstep.web import several as of_several
from keepstep.web.days import key_of
from keepstep.web.deals.forms import GiveForm, LoseForm
from keepstep.web.deals.views import address
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.several import Place, Ticked

MOVE, GIVE, LOSE = "move", "give", "lose"
TITLES = {MOVE: _("Move these deals"), GIVE: _("Give these deals"), LOSE: _("These deals are lost")}
REFUSALS = (GateShut, NotTheirsToPass, StageClosed, DealClosed, GoneOn)


class SeveralForm(forms.Form):
    """Deals without evidence stay; own management may write why they pass."""

    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), empty_label=None)
    reason = forms.CharField(
        label=_("Or pass without evidence, since"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("A head may; the reason stays with the deal."),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stage"].queryset = desk.stages()  # type: ignore[attr-defined]
        if not desk.person.manages_the_agency:
            del self.fields["reason"]


FORMS: dict[str, Any] = {MOVE: SeveralForm, GIVE: GiveForm, LOSE: LoseForm}


@seated
@require_http_methods(["GET", "POST"])
def several(request: StaffRequest) -> HttpResponse:
    said = request.POST if request.method == "POST" else request.GET
    what = said.get("act", "")
    found = _chosen(request, of_several.keys(said.getlist("deal")))
    if what not in TITLES or not found:
        return redirect("deal_list")
    title = TITLES[what]
    form = FORMS[what](request.POST if request.method == "POST" else None, desk=request.desk)
    if request.method == "GET" or not form.is_valid():
        return of_several.ask(request, _place(), form, act=what, title=title, found=list(map(_ticked, found)))
    outcome = _each(found, _verb(request, what, form.cleaned_data))
    return of_several.review(request, _place(), act=what, title=title, outcome=outcome)


@seated
@require_POST
def take_back(request: StaffRequest) -> HttpResponse:
    """What was done to these is undone, of each that has not gone on since."""
    what = request.POST.get("act", "")
    pairs = [said.split(":", 1) for said in request.POST.getlist("deal") if ":" in said]
    was = {deal: person for key, by in pairs if (deal := key_of(key)) and (person := key_of(by))}
    found = _chosen(request, list(was))
    if what not in TITLES or not found:
        return redirect("deal_list")
    outcome = _each(found, _back(request, what, was))
    return of_several.review(request, _place(), act="", title=_("Taken back"), outcome=outcome)


def _place() -> Place:
    return Place(reverse("deals_several"), reverse("deals_several_back"), reverse("deal_list"), "deal")


def _chosen(request: StaffRequest, keys: list[UUID]) -> list[Deal]:
    """Always in one order, so that two who move the same ones do not wait for each other."""
    return list(request.desk.deals().filter(pk__in=keys).select_related("person", "stage", "account").order_by("pk"))


def _ticked(one: Deal) -> Ticked:
    """With whose it was."""
    return Ticked(one.pk, address(one), one.title, f"{one.whose} · {one.stage.name}", str(one.person_id))


def _each(found: list[Deal], verb: Callable[[Deal], object]) -> Any:
    return of_several.do(found, lambda one: _acted(one, verb), told=_ticked, refusals=REFUSALS)


def _acted(one: Deal, verb: Callable[[Deal], object]) -> object:
    answer = verb(one)
    run.look_again_at_deal(one, at=timezone.now())
    return answer


def _verb(request: StaffRequest, what: str, facts: dict[str, Any]) -> Callable[[Deal], object]:
    by, at = request.person, timezone.now()
    if what == MOVE:
        stage, reason = facts["stage"], facts.get("reason", "")
        return lambda one: gate.pass_to(one, stage, by=by, at=at, reason=reason)
    if what == GIVE:
        return lambda one: deals.give(one, person=facts["person"], by=by, at=at)
    return lambda one: loss.lose(one, **facts, by=by, at=at)


def _back(request: StaffRequest, what: str, was: dict[UUID, UUID]) -> Callable[[Deal], object]:
    by, at = request.person, timezone.now()
    if what == MOVE:
        return lambda one: gate.take_back(one, by=by, at=at)
    if what == LOSE:
        return lambda one: loss.reopen(one, by=by, at=at)
    people = {one.pk: one for one in request.desk.people().filter(pk__in=set(was.values()))}
    return lambda one: was[one.pk] in people and deals.give(one, person=people[was[one.pk]], by=by, at=at)
