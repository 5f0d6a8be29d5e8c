"""Sentences at hand while writing: one's own, and those for everybody, which own management keeps."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.agency.person import Person
from keepstep.domain.talk import snippet
from keepstep.domain.talk.snippet import Snippet
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated

PAGE = 50


class SnippetForm(forms.Form):
    name = forms.CharField(label=_("Short name"), max_length=80, help_text=_("By it you will find it while writing."))
    body = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    for_everybody = forms.BooleanField(label=_("For everybody in the agency"), required=False)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        if not person.manages_the_agency:
            del self.fields["for_everybody"]

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "name": said["name"],
            "body": said["body"],
            "person": None if said.get("for_everybody") else self.person,
        }


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    page = Paginator(request.desk.snippets(), PAGE).get_page(request.GET.get("page"))
    template = f"web/settings/snippets.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, {"page": page})


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = SnippetForm(request.POST or None, person=request.person)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("A new snippet"), submit=_("Keep"), back=reverse("snippets"))
    snippet.write(**form.facts(), at=timezone.now())
    return act.done(request, _("Kept."), back=reverse("snippets"))


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, snippet_id: UUID) -> HttpResponse:
    found = _mine(request, snippet_id)
    known = {"name": found.name, "body": found.body, "for_everybody": found.person_id is None}
    form = SnippetForm(request.POST or None, person=request.person, initial=known)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=found.name, submit=_("Save"), back=reverse("snippets"))
    snippet.amend(found, **form.facts())
    return act.done(request, _("Saved."), back=reverse("snippets"))


@seated
@require_http_methods(["GET", "POST"])
def forget(request: StaffRequest, snippet_id: UUID) -> HttpResponse:
    found = _mine(request, snippet_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        note = _("What was written with it stays as it is.")
        back = reverse("snippets")
        return act.sheet(request, form, title=found.name, submit=_("Delete"), back=back, about=found.body, note=note)
    snippet.forget(found)
    return act.done(request, _("Deleted."), back=reverse("snippets"))


def _mine(request: StaffRequest, snippet_id: UUID) -> Snippet:
    """One's own; those for everybody are own management's to change."""
    found: Snippet = get_object_or_404(request.desk.own_snippets(), pk=snippet_id)
    return found
