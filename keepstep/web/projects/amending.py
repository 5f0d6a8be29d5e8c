"""A project is called otherwise, or another produces it: the form with what it was before, and the way back."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency.undo import TooLate
from keepstep.domain.delivery import amendment
from keepstep.domain.delivery.amendment import Amendment
from keepstep.domain.delivery.project import Project
from keepstep.web import act
from keepstep.web.projects.forms import AmendForm
from keepstep.web.projects.views import address, done, project_of, refused
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.turn import Turn


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found = project_of(request, project_id)
    form = AmendForm(request.POST or None, desk=request.desk, project=found)
    if request.method == "GET" or not form.is_valid():
        former = request.desk.amendments().filter(project=found).select_related("producer", "by")
        return act.sheet(
            request, form, title=_("Facts about the project"), submit=_("Save"), back=address(found),
            about=found.account.name, tools="web/components/turns.html", turns=list(turns(found, list(former))),
        )  # fmt: skip
    made = amendment.amend(found, **form.cleaned_data, by=request.person, at=timezone.now())
    undo = reverse("amendment_withdraw", args=[made.pk]) if made else ""
    return done(request, found, _("Saved.") if made else _("It was so already."), undo=undo)


@seated
@require_POST
def withdraw(request: StaffRequest, amendment_id: UUID) -> HttpResponse:
    made = get_object_or_404(request.desk.amendments(), pk=amendment_id)
    found = project_of(request, made.project_id)
    try:
        amendment.withdraw(made, at=timezone.now())
    except TooLate as why:
        return refused(request, found, why)
    return done(request, found, _("Taken back."))


def turns(project: Project, former: Sequence[Amendment]) -> Iterator[Turn]:
    """The newest first; `former` is what the project was before each."""
    later: list[Project | Amendment] = [project, *former]
    for before, after in zip(former, later, strict=False):
        yield Turn(before.at, list(_changes(before, after)), str(before.by or ""))


def _changes(before: Amendment, after: Project | Amendment) -> Iterator[str]:
    if before.name != after.name:
        yield f"{_('Name')}: {before.name} → {after.name}"
    if before.producer_id != after.producer_id:
        yield f"{_('Producer')}: {before.producer or _('nobody')} → {after.producer or _('nobody')}"
    if before.is_retainer != after.is_retainer:
        yield _("Goes on without an end (retainer)") if after.is_retainer else _("Has an end, no retainer")
