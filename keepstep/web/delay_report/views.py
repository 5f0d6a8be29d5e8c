"""The delay report of a project: the page, its PDF in the client's language, the agency's comment (§5.3)."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.delivery import delay_report
from keepstep.domain.delivery.project import Project
from keepstep.outlet.delay_report import paper
from keepstep.outlet.pdf.delay_report import as_file
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated


class CommentForm(forms.Form):
    words = forms.CharField(
        label=_("Comment"),
        max_length=4000,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("The client reads it above the figures. Left empty, there is none."),
    )


@seated
@require_GET
def show(request: StaffRequest, project_id: UUID) -> HttpResponse:
    return page(request, project_of(request, project_id))


@seated
@require_GET
def paper_copy(request: StaffRequest, project_id: UUID) -> HttpResponse:
    """In the client's language: it is for the client."""
    found = project_of(request, project_id)
    with translation.override(found.account.language):
        return as_file(paper.of(found, at=timezone.now(), time=request.desk.time_of(found.account)))


@seated
@require_http_methods(["GET", "POST"])
def comment(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found, at = project_of(request, project_id), timezone.now()
    form = CommentForm(request.POST or None, initial={"words": delay_report.words_of(found, at=at)})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Comment on the delay report"), submit=_("Save"), back=address(found), about=found
        )
    delay_report.comment(found, words=form.cleaned_data["words"], by=request.person, at=at)
    return act.done(request, _("Saved."), back=address(found), show=lambda: page(request, found))


def project_of(request: StaffRequest, project_id: UUID) -> Project:
    """The project, if its client is in this person's sight; else 404."""
    with_names = request.desk.projects().select_related("account__calendar", "agency")
    return get_object_or_404(with_names, pk=project_id)


def page(request: StaffRequest, found: Project) -> HttpResponse:
    at = timezone.now()
    context = {
        "project": found,
        "paper": paper.of(found, at=at, time=request.desk.time_of(found.account)),
        "links": list(delay_report.links_of(found, at=at)),
    }
    return render(request, f"web/delay_report/show.html{'#page' if act.is_fragment(request) else ''}", context)


def address(found: Project) -> str:
    return reverse("delay_report", args=[found.pk])
