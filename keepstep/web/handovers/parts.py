"""What a handover is made of, row by row: promises, people, lines of the first month's plan."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person
from keepstep.domain.sales import handover_line, handover_person, promise
from keepstep.domain.sales.handover import AlreadyAccepted, Handover
from keepstep.domain.sales.handover_line import PlannedAlready
from keepstep.web.handovers.forms import LineForm, PersonForm, PromiseForm
from keepstep.web.handovers.views import done, handover_of, refused, sheet
from keepstep.web.seat import StaffRequest, seated


class Part(NamedTuple):
    """How rows of a kind are found, asked for and made; `verbs` is the noun's file."""

    title: Words
    rows: Callable[[Desk], Any]
    form: Callable[..., Any]
    make: Callable[..., object]
    verbs: Any
    names: tuple[str, ...]


def _promised(handover: Handover, *, by: Person, at: datetime, **facts: Any) -> object:
    return promise.write(handover, by=by, at=at, **facts)


def _met(handover: Handover, *, by: Person, at: datetime, **facts: Any) -> object:
    return handover_person.enter(handover, at=at, **facts)


def _planned(handover: Handover, *, by: Person, at: datetime, **facts: Any) -> object:
    return handover_line.plan(handover, at=at, **facts)


PARTS = {
    "promise": Part(
        _("What was promised"), lambda desk: desk.handover_promises(), PromiseForm, _promised, promise,
        ("words", "due"),
    ),
    "person": Part(
        _("Somebody at the client"), lambda desk: desk.handover_people(), PersonForm, _met, handover_person,
        handover_person.KNOWN,
    ),
    "line": Part(
        _("A service of the first month"), lambda desk: desk.handover_lines(), LineForm, _planned, handover_line,
        ("service", "amount"),
    ),
}  # fmt: skip


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, handover_id: UUID, kind: str) -> HttpResponse:
    found, part = handover_of(request, handover_id), PARTS[kind]
    form = part.form(request.POST or None, desk=request.desk)
    if request.method == "POST" and form.is_valid():
        try:
            part.make(found, by=request.person, at=timezone.now(), **form.cleaned_data)
        except AlreadyAccepted as why:
            return refused(request, found, why)
        except PlannedAlready as why:
            form.add_error("service", str(why))
        else:
            return done(request, found, _("Saved."))
    return sheet(request, found, form, title=part.title, submit=_("Save"))


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, key: UUID, kind: str) -> HttpResponse:
    """Somebody we know already is changed on the client's page."""
    part, row = PARTS[kind], _row(request, kind, key)
    found = handover_of(request, row.handover_id)
    if getattr(row, "contact_id", None):
        raise Http404
    known = {name: getattr(row, name) for name in part.names}
    form = part.form(request.POST or None, desk=request.desk, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            part.verbs.amend(row, **form.cleaned_data)
        except AlreadyAccepted as why:
            return refused(request, found, why)
        except PlannedAlready as why:
            form.add_error("service", str(why))
        else:
            return done(request, found, _("Saved."))
    return sheet(request, found, form, title=part.title, submit=_("Save"))


@seated
@require_POST
def remove(request: StaffRequest, key: UUID, kind: str) -> HttpResponse:
    part, row = PARTS[kind], _row(request, kind, key)
    found = handover_of(request, row.handover_id)
    try:
        part.verbs.withdraw(row, at=timezone.now())
    except AlreadyAccepted as why:
        return refused(request, found, why)
    return done(request, found, _("Taken off."), undo=reverse(f"handover_{kind}_restore", args=[key]))


@seated
@require_POST
def restore(request: StaffRequest, key: UUID, kind: str) -> HttpResponse:
    part = PARTS[kind]
    row = get_object_or_404(part.rows(request.desk).select_related("handover"), pk=key)
    found = handover_of(request, row.handover_id)
    try:
        part.verbs.restore(row)
    except (AlreadyAccepted, PlannedAlready) as why:
        return refused(request, found, why)
    return done(request, found, _("It is as it was."))


def _row(request: StaffRequest, kind: str, key: UUID) -> Any:
    return get_object_or_404(PARTS[kind].rows(request.desk).standing().select_related("handover"), pk=key)
