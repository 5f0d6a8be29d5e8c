"""Two leads are one person's, or were two after all."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import merge
from keepstep.domain.sales.merge import NotToBeMerged, NotToBeParted
from keepstep.round import run
from keepstep.web import act
from keepstep.web.leads.views import address, done, lead_of, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, lead_id: UUID, other_id: UUID) -> HttpResponse:
    """The first stays, the other goes into it."""
    kept, gone = lead_of(request, lead_id), lead_of(request, other_id)
    if request.method == "GET":
        note = _("%(other)s goes into this lead: its addresses, what it knew more, and its history. It can be undone.")
        return act.sheet(
            request, forms.Form(), title=_("Merge two leads"), submit=_("Merge"), back=address(kept),
            about=kept.title, note=note % {"other": gone.title},
        )  # fmt: skip
    try:
        made = merge.merge(gone, into=kept, by=request.person, at=timezone.now())
    except NotToBeMerged as why:
        return refused(request, kept, why)
    run.look_again_at(gone, at=timezone.now())
    return done(request, kept, _("Merged."), undo=reverse("lead_part", args=[made.pk]))


@seated
@require_POST
def part(request: StaffRequest, merge_id: UUID) -> HttpResponse:
    made = get_object_or_404(request.desk.merges().select_related("kept", "gone"), pk=merge_id)
    try:
        merge.part(made, by=request.person, at=timezone.now())
    except NotToBeParted as why:
        return refused(request, made.kept, why)
    run.look_again_at(made.gone, at=timezone.now())
    return done(request, made.kept, _("They are two again."))
