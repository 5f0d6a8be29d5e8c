"""What becomes of an act: signed, not signed after all, withdrawn."""

from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.money import act_mark
from keepstep.domain.money.act_mark import NotSo, Turn
from keepstep.outlet.agreement import act as paper
from keepstep.web import act
from keepstep.web.acts.views import act_of, address, done, refused
from keepstep.web.deals.forms import day_field
from keepstep.web.invoices.seen import of_money
from keepstep.web.seat import StaffRequest


class SignForm(forms.Form):
    day = day_field(gettext_lazy("Signed on"))
    note = forms.CharField(label=gettext_lazy("In a line"), max_length=1000, required=False)


@of_money
@require_http_methods(["GET", "POST"])
def sign(request: StaffRequest, act_id: UUID) -> HttpResponse:
    found = act_of(request, act_id)
    form = SignForm(request.POST or None, initial={"day": _today(request)})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("The client has signed"), submit=_("Record"), back=address(found),
            about=paper.title(found),
        )  # fmt: skip
    return _turned(request, act_id, Turn.SIGNED, _("Signed: the work is taken over."), **form.cleaned_data)


@of_money
@require_POST
def unsign(request: StaffRequest, act_id: UUID) -> HttpResponse:
    return _turned(request, act_id, Turn.UNSIGNED, _("It awaits signing again."))


@of_money
@require_POST
def withdraw(request: StaffRequest, act_id: UUID) -> HttpResponse:
    return _turned(request, act_id, Turn.WITHDRAWN, _("Withdrawn: its number stays its own."))


def _turned(
    request: StaffRequest, act_id: UUID, turn: Turn, said: str, *, day: date | None = None, note: str = ""
) -> HttpResponse:
    found = act_of(request, act_id)
    day = day or _today(request)
    try:
        act_mark.mark(found, turn, day=day, note=note, by=request.person, at=timezone.now())
    except NotSo as why:
        return refused(request, found, why)
    return done(request, found, said)


def _today(request: StaffRequest) -> date:
    return request.desk.working_time.local_day(timezone.now())
