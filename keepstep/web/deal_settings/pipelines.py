"""Pipelines: added with the usual stages, named, put into the archive once they are empty."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency.own_list import LastOne, NameTaken
from keepstep.domain.sales import pipeline
from keepstep.domain.sales.pipeline import NotEmpty, Pipeline
from keepstep.web import act
from keepstep.web.deal_settings.views import done, refused
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed


class PipelineForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=100)


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = PipelineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pipeline.add(request.desk.agency, **form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return done(request, _("Added, with the usual stages: make them your own."))
    return act.sheet(request, form, title=_("A new pipeline"), submit=_("Add"), back=reverse("deal_settings"))


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pipeline_id: UUID) -> HttpResponse:
    found = _pipeline(request, pipeline_id)
    form = PipelineForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            pipeline.rename(found, **form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return done(request, _("Saved."))
    return act.sheet(request, form, title=_("Pipeline"), submit=_("Save"), back=reverse("deal_settings"))


@managed
@require_POST
def close(request: StaffRequest, pipeline_id: UUID) -> HttpResponse:
    found = _pipeline(request, pipeline_id)
    try:
        pipeline.close(found, at=timezone.now())
    except (LastOne, NotEmpty) as why:
        return refused(request, why)
    said = _("“%(name)s” is in the archive.") % {"name": found.name}
    return done(request, said, undo=reverse("pipeline_reopen", args=[found.pk]))


@managed
@require_POST
def reopen(request: StaffRequest, pipeline_id: UUID) -> HttpResponse:
    found = _pipeline(request, pipeline_id)
    pipeline.reopen(found)
    return done(request, _("“%(name)s” is offered again.") % {"name": found.name})


def _pipeline(request: StaffRequest, pipeline_id: UUID) -> Pipeline:
    return get_object_or_404(request.desk.pipelines_ever(), pk=pipeline_id)
