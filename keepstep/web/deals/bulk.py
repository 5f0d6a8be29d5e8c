"""One act on several deals, by the same verbs as on one; what was refused is told, deal by deal, with its reason."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import gate, loss
from keepstep.domain.sales.deal import Deal, DealClosed
from keepstep.domain.sales.gate import GateShut, GoneOn, NotTheirsToPass, StageClosed
from keepstep.domain.sales.pipeline import Stage
from keepstep.web.days import key_of
from keepstep.web.deals.forms import GiveForm, LoseForm
from keepstep.web.seat import StaffRequest, seated

MOST = 100
"""Of one act; a page of the list has fifty."""
MOVE, GIVE, LOSE = "move", "give", "lose"
TITLES = {
    MOVE: gettext_lazy("Move these deals"),
    GIVE: gettext_lazy("Give these deals"),
    LOSE: gettext_lazy("These deals are lost"),
}
REFUSALS = (GateShut, NotTheirsToPass, StageClosed, DealClosed, GoneOn)


class SeveralForm(forms.Form):
    """Deals without evidence stay; own management may write why they pass."""

    stage = forms.ModelChoiceField(label=gettext_lazy("Stage"), queryset=Stage.objects.none(), empty_label=None)
    reason = forms.CharField(
        label=gettext_lazy("Or pass without evidence, since"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=gettext_lazy("A head may; the reason stays with the deal."),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stage"].queryset = desk.stages()  # type: ignore[attr-defined]
        if not desk.person.manages_the_agency:
            del self.fields["reason"]


FORMS: dict[str, Any] = {MOVE: SeveralForm, GIVE: GiveForm, LOSE: LoseForm}


class Refused(NamedTuple):
    deal: Deal
    why: str


@seated
@require_http_methods(["GET", "POST"])
def several(request: StaffRequest) -> HttpResponse:
    """First what is to become of them is asked for, then it is done and reviewed."""
    said = request.POST if request.method == "POST" else request.GET
    what = said.get("act", "")
    found = _chosen(request, said.getlist("deal"))
    if what not in TITLES or not found:
        return redirect("deal_list")
    form = FORMS[what](request.POST if request.method == "POST" else None, desk=request.desk)
    context = {"form": form, "act": what, "title": TITLES[what], "found": found}
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "web/deals/several.html", context, status=status)
    done, refused = _all(found, _verb(request, what, form.cleaned_data))
    return render(request, "web/deals/reviewed.html", {**context, "done": done, "refused": refused})


def _chosen(request: StaffRequest, said: list[str]) -> list[Deal]:
    keys = [key for key in map(key_of, said[:MOST]) if key]
    rows = request.desk.deals().filter(pk__in=keys).select_related("person", "stage", "account")
    return list(rows.order_by("-opened_at", "-pk"))


def _verb(request: StaffRequest, what: str, facts: dict[str, Any]) -> Callable[[Deal], object]:
    by, at = request.person, timezone.now()
    if what == MOVE:
        stage, reason = facts["stage"], facts.get("reason", "")
        return lambda one: gate.pass_to(one, stage, by=by, at=at, reason=reason)
    if what == GIVE:
        return lambda one: deals.give(one, person=facts["person"], by=by, at=at)
    return lambda one: loss.lose(one, **facts, by=by, at=at)


def _all(found: list[Deal], verb: Callable[[Deal], object]) -> tuple[list[tuple[Deal, Person]], list[Refused]]:
    """Each by itself: one that is refused holds up no other. With whose it was before."""
    done, refused = [], []
    for one in sorted(found, key=lambda deal: deal.pk):
        was = one.person
        try:
            with transaction.atomic():
                if verb(one) is False:
                    refused.append(Refused(one, _("It is so already.")))
                else:
                    done.append((one, was))
        except REFUSALS as why:
            refused.append(Refused(one, str(why)))
    return done, refused


@seated
@require_POST
def take_back(request: StaffRequest) -> HttpResponse:
    """What was done to these is undone, of each that has not gone on since."""
    what = request.POST.get("act", "")
    pairs = [said.split(":", 1) for said in request.POST.getlist("deal") if ":" in said]
    was = {deal: person for key, by in pairs if (deal := key_of(key)) and (person := key_of(by))}
    found = _chosen(request, [str(key) for key in was])
    if what not in TITLES or not found:
        return redirect("deal_list")
    done, refused = _all(found, _back(request, what, was))
    context = {"act": "", "title": _("Taken back"), "found": found, "done": done, "refused": refused}
    return render(request, "web/deals/reviewed.html", context)


def _back(request: StaffRequest, what: str, was: dict[UUID, UUID]) -> Callable[[Deal], object]:
    by, at = request.person, timezone.now()
    if what == MOVE:
        return lambda one: gate.take_back(one, by=by, at=at)
    if what == LOSE:
        return lambda one: loss.reopen(one, by=by, at=at)
    people = {one.pk: one for one in request.desk.people().filter(pk__in=set(was.values()))}
    return lambda one: was[one.pk] in people and deals.give(one, person=people[was[one.pk]], by=by, at=at)
