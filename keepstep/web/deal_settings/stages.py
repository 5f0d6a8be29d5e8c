"""Stages of a pipeline: each behind its gate, with its norm of days and how many of its deals come through."""

from typing import Any
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
from keepstep.domain.sales.pipeline import Gate, NotEmpty, Stage
from keepstep.web import act
from keepstep.web.deal_settings.views import done, refused
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

LONGEST = 250
"""Working days of a year."""


class StageForm(forms.Form):
    """The gate is chosen once: deals stand behind it from then on."""

    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=100)
    gate = forms.TypedChoiceField(label=_("Behind the gate"), coerce=int, choices=Gate)
    norm = forms.IntegerField(
        label=_("A deal stays here at most, in working days"), min_value=1, max_value=LONGEST, required=False
    )
    probability = forms.IntegerField(label=_("Per cent that come through from here"), min_value=0, max_value=100)

    def __init__(self, *args: Any, known: Stage | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if known:
            del self.fields["gate"]


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, pipeline_id: UUID) -> HttpResponse:
    along = get_object_or_404(request.desk.pipelines_ever(), pk=pipeline_id)
    form = StageForm(request.POST or None, initial={"probability": 50})
    if request.method == "POST" and form.is_valid():
        try:
            pipeline.add_stage(along, **form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return done(request, _("Added."))
    return act.sheet(
        request, form, title=_("A new stage"), submit=_("Add"), back=reverse("deal_settings"), about=along.name
    )


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, stage_id: UUID) -> HttpResponse:
    found = _stage(request, stage_id)
    known = {name: getattr(found, name) for name in ("name", "norm", "probability")}
    form = StageForm(request.POST or None, known=found, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            pipeline.amend_stage(found, **form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return done(request, _("Saved."))
    return act.sheet(
        request, form, title=_("Stage"), submit=_("Save"), back=reverse("deal_settings"),
        about=str(Gate(found.gate).label),
    )  # fmt: skip


@managed
@require_POST
def move_up(request: StaffRequest, stage_id: UUID) -> HttpResponse:
    if pipeline.move_up(_stage(request, stage_id)):
        return done(request, _("Moved up."))
    return act.refused(
        request, _("The stage above stands behind another gate."), back=reverse("deal_settings")
    )  # fmt: skip


@managed
@require_POST
def close(request: StaffRequest, stage_id: UUID) -> HttpResponse:
    found = _stage(request, stage_id)
    try:
        pipeline.close_stage(found, at=timezone.now())
    except (LastOne, NotEmpty) as why:
        return refused(request, why)
    said = _("“%(name)s” is in the archive.") % {"name": found.name}
    return done(request, said, undo=reverse("stage_reopen", args=[found.pk]))


@managed
@require_POST
def reopen(request: StaffRequest, stage_id: UUID) -> HttpResponse:
    found = _stage(request, stage_id)
    pipeline.reopen_stage(found)
    return done(request, _("“%(name)s” is offered again.") % {"name": found.name})


def _stage(request: StaffRequest, stage_id: UUID) -> Stage:
    return get_object_or_404(request.desk.stages_ever(), pk=stage_id)
