"""Why leads are rejected: the agency's own reasons."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import reject_reason
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.source import LastOne, NameTaken
from keepstep.web import act
from keepstep.web.lead_settings.views import done, refused
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed


class ReasonForm(forms.Form):
    name = forms.CharField(label=_("Reason"), max_length=100)


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reject_reason.add(**form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return done(request, _("Added."))
    return act.sheet(request, form, title=_("A new reason"), submit=_("Add"), back=reverse("lead_settings"))


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, reason_id: UUID) -> HttpResponse:
    found = _reason(request, reason_id)
    form = ReasonForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            reject_reason.rename(found, **form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return done(request, _("Saved."))
    return act.sheet(request, form, title=_("Reason"), submit=_("Save"), back=reverse("lead_settings"))


@managed
@require_POST
def close(request: StaffRequest, reason_id: UUID) -> HttpResponse:
    found = _reason(request, reason_id)
    try:
        reject_reason.close(found, at=timezone.now())
    except LastOne as why:
        return refused(request, why)
    said = _("“%(name)s” is in the archive.") % {"name": found.name}
    return done(request, said, undo=reverse("reason_reopen", args=[found.pk]))


@managed
@require_POST
def reopen(request: StaffRequest, reason_id: UUID) -> HttpResponse:
    found = _reason(request, reason_id)
    reject_reason.reopen(found)
    return done(request, _("“%(name)s” is offered again.") % {"name": found.name})


def _reason(request: StaffRequest, reason_id: UUID) -> RejectReason:
    return get_object_or_404(request.desk.reject_reasons_ever(), pk=reason_id)
