"""Questionnaires in the settings: what is asked, in which language, for which service."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.desk import Desk
from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.own_list import LastOne, NameTaken
from keepstep.domain.agency.service import Service
from keepstep.domain.sales import questionnaire
from keepstep.domain.sales.questionnaire import Questionnaire
from keepstep.web import act
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

MOST = 100


class QuestionnaireForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("thing", "Name"), max_length=100, help_text=_("The client reads it as the heading.")
    )
    service = forms.ModelChoiceField(
        label=_("For the service"), queryset=Service.objects.none(), required=False, empty_label=_("any")
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    intro = forms.CharField(
        label=_("Words before the questions"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["service"].queryset = desk.services()  # type: ignore[attr-defined]


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    return page(request)


def page(request: StaffRequest) -> HttpResponse:
    request.desk.questionnaires()  # an agency that has none yet gets the usual one
    asked = Prefetch("questions", queryset=request.desk.questions(), to_attr="asked_now")
    found = request.desk.questionnaires_ever().select_related("service").prefetch_related(asked)
    context = {"found": found.order_by("closed_at", "pk")[:MOST]}
    return render(request, f"web/briefs/index.html{'#page' if act.is_fragment(request) else ''}", context)


def done(request: StaffRequest, said: act.Words, *, undo: str = "") -> HttpResponse:
    return act.done(request, said, back=reverse("questionnaires"), show=lambda: page(request), undo=undo)


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = QuestionnaireForm(request.POST or None, desk=request.desk, initial={"language": request.agency.language})
    if request.method == "POST" and form.is_valid():
        try:
            questionnaire.add(**form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return done(request, _("Added: now put questions into it."))
    return act.sheet(request, form, title=_("A new questionnaire"), submit=_("Add"), back=reverse("questionnaires"))


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, asking_id: UUID) -> HttpResponse:
    found = of(request, asking_id)
    known = {name: getattr(found, name) for name in QuestionnaireForm.base_fields}
    form = QuestionnaireForm(request.POST or None, desk=request.desk, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            questionnaire.amend(found, **form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return done(request, _("Saved."))
    note = _("Briefs that were sent stay as they were.")
    return act.sheet(
        request, form, title=_("Questionnaire"), submit=_("Save"), back=reverse("questionnaires"), note=note
    )  # fmt: skip


@managed
@require_POST
def close(request: StaffRequest, asking_id: UUID) -> HttpResponse:
    found = of(request, asking_id)
    try:
        questionnaire.close(found, at=timezone.now())
    except LastOne as why:
        return act.refused(request, why, back=reverse("questionnaires"), show=lambda: page(request))
    said = _("“%(name)s” is in the archive.") % {"name": found.name}
    return done(request, said, undo=reverse("questionnaire_reopen", args=[found.pk]))


@managed
@require_POST
def reopen(request: StaffRequest, asking_id: UUID) -> HttpResponse:
    found = of(request, asking_id)
    questionnaire.reopen(found)
    return done(request, _("“%(name)s” is offered again.") % {"name": found.name})


def of(request: StaffRequest, asking_id: UUID) -> Questionnaire:
    return get_object_or_404(request.desk.questionnaires_ever(), pk=asking_id)
