"""Who is away and when: one's own absences; own management sees and enters everybody's."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.agency import absence
from keepstep.domain.agency.absence import Absence, WithdrawnAlready
from keepstep.web import act
from keepstep.web.absences.forms import AbsenceForm
from keepstep.web.seat import StaffRequest, seated

PAGE = 50


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    return _page(request)


def _page(request: StaffRequest) -> HttpResponse:
    found = request.desk.absences().standing().select_related("person", "by")
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "today": request.desk.working_time.local_day(timezone.now()),
    }
    return render(request, f"web/absences/index.html{'#page' if act.is_fragment(request) else ''}", context)


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = AbsenceForm(request.POST or None, desk=request.desk, initial={"person": request.person})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("Away"), submit=_("Enter"), back=reverse("absences"))
    made = absence.enter(**form.cleaned_data, by=request.person, at=timezone.now())
    return _done(request, _("Entered: nothing new goes to %(name)s on these days.") % {"name": made.person.name},
                 undo=reverse("absence_withdraw", args=[made.pk]))  # fmt: skip


@seated
@require_POST
def withdraw(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    found = _absence(request, absence_id)
    try:
        absence.withdraw(found, by=request.person, at=timezone.now())
    except WithdrawnAlready as why:
        return act.refused(request, why, back=reverse("absences"), show=lambda: _page(request))
    return _done(request, _("%(name)s is not away after all.") % {"name": found.person.name},
                 undo=reverse("absence_reinstate", args=[found.pk]))  # fmt: skip


@seated
@require_POST
def reinstate(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    found = _absence(request, absence_id)
    try:
        absence.reinstate(found)
    except WithdrawnAlready as why:
        return act.refused(request, why, back=reverse("absences"), show=lambda: _page(request))
    return _done(request, _("It is as it was."))


def _done(request: StaffRequest, said: act.Words, *, undo: str = "") -> HttpResponse:
    return act.done(request, said, back=reverse("absences"), show=lambda: _page(request), undo=undo)


def _absence(request: StaffRequest, absence_id: UUID) -> Absence:
    return get_object_or_404(request.desk.absences().select_related("person"), pk=absence_id)
