"""What becomes of a contract: signed, with its file; terminated; withdrawn."""

from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import contract_mark
from keepstep.domain.sales.contract_mark import NotSo
from keepstep.domain.talk.document import Refused
from keepstep.outlet.agreement import contract as paper
from keepstep.round import run
from keepstep.web import act
from keepstep.web.contracts.views import address, contract_of, done, refused
from keepstep.web.deals.forms import day_field
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.signing import ScanForm, SignForm


class EndForm(forms.Form):
    day = day_field(gettext_lazy("Last day in force"))
    note = forms.CharField(label=gettext_lazy("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


@seated
@require_http_methods(["GET", "POST"])
def sign(request: StaffRequest, contract_id: UUID) -> HttpResponse:
    found, at = contract_of(request, contract_id), timezone.now()
    today = _today(request)
    if request.method == "POST":
        form = SignForm(request.POST, request.FILES, today=today)
    else:
        form = SignForm(today=today, initial={"day": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            contract_mark.sign(found, day=said["day"], note=said["note"], file=form.given, by=request.person, at=at)
        except Refused as why:
            form.add_error("file", str(why))
        except NotSo as why:
            return refused(request, found, why)
        else:
            run.look_again_at_deal(found.deal, at=at)
            return done(request, found, _("Signed: the contract is concluded."))
    return act.sheet(
        request, form, title=_("Both have signed"), submit=_("Record"), back=address(found), about=paper.title(found),
        sends_files=True,
    )  # fmt: skip


@seated
@require_http_methods(["GET", "POST"])
def scan(request: StaffRequest, contract_id: UUID) -> HttpResponse:
    """The signed file came later than the signature."""
    found, at = contract_of(request, contract_id), timezone.now()
    form = ScanForm(request.POST, request.FILES) if request.method == "POST" else ScanForm()
    if request.method == "POST" and form.is_valid():
        name, content = form.given
        try:
            contract_mark.file(found, name=name, content=content, day=_today(request), by=request.person, at=at)
        except Refused as why:
            form.add_error("file", str(why))
        except NotSo as why:
            return refused(request, found, why)
        else:
            return done(request, found, _("The file is kept."))
    return act.sheet(
        request, form, title=_("The signed file"), submit=_("Keep"), back=address(found), about=paper.title(found),
        sends_files=True,
    )  # fmt: skip


@seated
@require_POST
def unsign(request: StaffRequest, contract_id: UUID) -> HttpResponse:
    found, at = contract_of(request, contract_id), timezone.now()
    try:
        contract_mark.unsign(found, day=_today(request), by=request.person, at=at)
    except NotSo as why:
        return refused(request, found, why)
    run.look_again_at_deal(found.deal, at=at)
    return done(request, found, _("It awaits signing again."))


@seated
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, contract_id: UUID) -> HttpResponse:
    found = contract_of(request, contract_id)
    form = EndForm(request.POST or None, initial={"day": _today(request)})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Terminate the contract"), submit=_("Terminate"), back=address(found),
            about=paper.title(found),
        )  # fmt: skip
    try:
        contract_mark.end(found, **form.cleaned_data, by=request.person, at=timezone.now())
    except NotSo as why:
        return refused(request, found, why)
    return done(request, found, _("The contract is terminated."))


@seated
@require_POST
def withdraw(request: StaffRequest, contract_id: UUID) -> HttpResponse:
    found = contract_of(request, contract_id)
    try:
        contract_mark.withdraw(found, day=_today(request), by=request.person, at=timezone.now())
    except NotSo as why:
        return refused(request, found, why)
    undo = reverse("contract_put_back", args=[found.pk])
    return done(request, found, _("Withdrawn: its number stays its own."), undo=undo)


@seated
@require_POST
def put_back(request: StaffRequest, contract_id: UUID) -> HttpResponse:
    found = contract_of(request, contract_id)
    try:
        contract_mark.put_back(found, day=_today(request), by=request.person, at=timezone.now())
    except NotSo as why:
        return refused(request, found, why)
    return done(request, found, _("It awaits signing again."))


def _today(request: StaffRequest) -> date:
    return request.desk.working_time.local_day(timezone.now())
