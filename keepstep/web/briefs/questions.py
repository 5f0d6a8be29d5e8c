"""Questions of a questionnaire: added, reworded, put in order, asked no more."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.clients.dossier_field import CODES
from keepstep.domain.sales import questionnaire
from keepstep.domain.sales.questionnaire import Ask, Question
from keepstep.web import act
from keepstep.web.briefs.questionnaires import done, of, page
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

MOST_OPTIONS = 20


class QuestionForm(forms.Form):
    words = forms.CharField(label=_("Question"), max_length=300)
    hint = forms.CharField(
        label=_("Help"), max_length=300, required=False, help_text=_("Stands under the question, in small letters.")
    )
    kind = forms.ChoiceField(label=_("It is answered by"), choices=Ask)
    options = forms.CharField(
        label=_("What may be chosen"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One of several: a line for each."),
    )  # fmt: skip
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)
    dossier = forms.ChoiceField(
        label=_("Goes into the dossier as"), required=False, choices=[("", _("nothing")), *CODES],
        help_text=_("Once the client is taken over, the answer stands there."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        lines = [line.strip() for line in facts.get("options", "").splitlines()]
        facts["options"] = options = list(dict.fromkeys(filter(None, lines))) if facts.get("kind") == Ask.CHOICE else []
        if facts.get("kind") == Ask.CHOICE and not 2 <= len(options) <= MOST_OPTIONS:
            self.add_error("options", _("Two at least, and twenty at most."))
        if any(len(one) > 200 for one in options):
            self.add_error("options", _("A line is at most 200 characters long."))
        return facts


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, asking_id: UUID) -> HttpResponse:
    found = of(request, asking_id)
    form = QuestionForm(request.POST or None, initial={"kind": Ask.LONG})
    if request.method == "GET" or not form.is_valid():
        back = reverse("questionnaires")
        return act.sheet(request, form, title=_("A new question"), submit=_("Add"), back=back, about=found.name)
    questionnaire.put(found, **form.cleaned_data)
    return done(request, _("Added."))


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, question_id: UUID) -> HttpResponse:
    found = _question(request, question_id)
    known = {name: getattr(found, name) for name in QuestionForm.base_fields} | {"options": "\n".join(found.options)}
    form = QuestionForm(request.POST or None, initial=known)
    if request.method == "GET" or not form.is_valid():
        note = _("Briefs that were sent stay as they were.")
        return act.sheet(
            request, form, title=_("Question"), submit=_("Save"), back=reverse("questionnaires"), note=note
        )  # fmt: skip
    questionnaire.reword(found, **form.cleaned_data)
    return done(request, _("Saved."))


@managed
@require_POST
def move_up(request: StaffRequest, question_id: UUID) -> HttpResponse:
    if questionnaire.move_up(_question(request, question_id)):
        return done(request, _("Moved up."))
    return act.refused(
        request, _("It is the first already."), back=reverse("questionnaires"), show=lambda: page(request)
    )


@managed
@require_POST
def drop(request: StaffRequest, question_id: UUID) -> HttpResponse:
    found = _question(request, question_id)
    questionnaire.drop(found, at=timezone.now())
    return done(request, _("It is asked no more."), undo=reverse("question_take_up", args=[found.pk]))


@managed
@require_POST
def take_up(request: StaffRequest, question_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.questions_ever(), pk=question_id)
    questionnaire.take_up(found)
    return done(request, _("It is asked again."))


def _question(request: StaffRequest, question_id: UUID) -> Question:
    return get_object_or_404(request.desk.questions(), pk=question_id)
