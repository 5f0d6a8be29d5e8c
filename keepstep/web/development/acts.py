"""What is done about a client's development: a target, a talk with its outcome, a deal out of an offer."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.desk import Desk
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account
from keepstep.domain.money import development_talk, growth_target
from keepstep.domain.money.development_talk import Outcome
from keepstep.domain.sales import offer_deal
from keepstep.domain.sales.offer_deal import NoPipeline
from keepstep.round import run
from keepstep.web import act
from keepstep.web.development import views
from keepstep.web.development.views import account_of
from keepstep.web.invoices.seen import of_money
from keepstep.web.number_field import NumberField
from keepstep.web.projects.forms import DayInput
from keepstep.web.seat import StaffRequest


class TargetForm(forms.Form):
    percent = NumberField(
        label=_("Growth a month, %"), min_value=0, max_value=100, max_digits=4, decimal_places=1,
        help_text=_("Each suggested line of a plan is larger by that; 0 is none."),
    )  # fmt: skip


class TalkForm(forms.Form):
    held_on = forms.DateField(label=_("When"), widget=DayInput)
    service = forms.ModelChoiceField(
        label=_("What was offered"), queryset=Service.objects.none(), required=False,
        empty_label=_("nothing in particular"),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=_("What came of it"), choices=Outcome)
    words = forms.CharField(
        label=_("In a few words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What they need, what they said, what was agreed."),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["service"].queryset = desk.services().filter(closed_at=None)  # type: ignore[attr-defined]
        self.fields["held_on"].initial = today

    def clean_held_on(self) -> date:
        said: date = self.cleaned_data["held_on"]
        if said > self.today:
            raise forms.ValidationError(_("It has not been held yet."))
        return said


@of_money
@require_http_methods(["GET", "POST"])
def aim(request: StaffRequest, account_id: UUID) -> HttpResponse:
    account = account_of(request, account_id)
    known = request.desk.growth_targets().filter(account=account, replaced_at=None).first()
    form = TargetForm(request.POST or None, initial={"percent": known.percent if known else 0})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("Growth target"), submit=_("Save"), back=address(account))
    growth_target.aim(account, **form.cleaned_data, by=request.person, at=timezone.now())
    return _done(request, account, _("Saved."))


@of_money
@require_http_methods(["GET", "POST"])
def talk(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """With the facts it was prepared with, which are kept as they were then."""
    account, at = account_of(request, account_id), timezone.now()
    known = views.context(request.desk, account, at=at)
    first = known["offers"][0] if known["offers"] else None
    form = TalkForm(
        request.POST or None, desk=request.desk, today=request.desk.working_time.local_day(at),
        initial={"service": first.service.pk if first else None},
    )  # fmt: skip
    prepared = _prepared(known)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("A talk about the development"), submit=_("Record"), back=address(account),
            about=account.name, note=" ".join(prepared),
        )  # fmt: skip
    made = development_talk.record(account, **form.cleaned_data, facts={"prepared": prepared}, by=request.person, at=at)
    undo = reverse("development_talk_take_back", args=[made.pk])
    return _done(request, account, _("Recorded."), undo=undo)


@of_money
@require_POST
def take_back(request: StaffRequest, talk_id: UUID) -> HttpResponse:
    known = get_object_or_404(request.desk.development_talks().select_related("account"), pk=talk_id)
    development_talk.take_back(known, at=timezone.now())
    return _done(request, known.account, _("It is as if it had not been recorded."))


@of_money
@require_POST
def offer(request: StaffRequest, account_id: UUID, service_id: UUID) -> HttpResponse:
    account = account_of(request, account_id)
    service = get_object_or_404(request.desk.services().filter(closed_at=None), pk=service_id)
    try:
        made = offer_deal.begin(account, service, agency=request.agency, by=request.person, at=timezone.now())
    except NoPipeline as why:
        return act.refused(request, why, back=address(account), show=lambda: views.page_of(request, account))
    return act.gone_to(request, reverse("deal", args=[made.pk]))


def address(account: Account) -> str:
    return reverse("development", args=[account.pk])


def _prepared(known: dict[str, Any]) -> list[str]:
    said = [f"{views.title(known['found'].trend)}."]
    said += [
        _("This month %(fact)s of %(plan)s.") % {"fact": one.fact, "plan": one.plan} for one in known["month"]["sums"]
    ]
    return said + [f"{one.service.name}: {one.why}." for one in known["offers"][:1]]


def _done(request: StaffRequest, account: Account, said: act.Words, *, undo: str = "") -> HttpResponse:
    run.look_again(account.pk, at=timezone.now())
    return act.done(request, said, back=address(account), undo=undo, show=lambda: views.page_of(request, account))
