"""Sources: each with its target for the first answer and its way to a salesperson."""

from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import source
from keepstep.domain.sales.source import TARGET, LastOne, NameTaken, Source, Way
from keepstep.web import act
from keepstep.web.lead_settings.views import done, refused
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

LONGEST = 2400
"""Working minutes of a week."""


class SourceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    target = forms.IntegerField(
        label=_("Answer within, in working minutes"), initial=TARGET,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("Who gets its leads"), choices=Way, initial=Way.HAND, widget=forms.RadioSelect,
        help_text=_("In turn and by load: salespeople who are here in the next working hour; each is told at once."),
    )  # fmt: skip


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            source.add(**form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return done(request, _("Added."))
    return act.sheet(request, form, title=_("A new source"), submit=_("Add"), back=reverse("lead_settings"))


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, source_id: UUID) -> HttpResponse:
    found = _source(request, source_id)
    form = SourceForm(request.POST or None, initial={name: getattr(found, name) for name in SourceForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            source.amend(found, **form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return done(request, _("Saved."))
    return act.sheet(request, form, title=_("Source"), submit=_("Save"), back=reverse("lead_settings"))


@managed
@require_POST
def close(request: StaffRequest, source_id: UUID) -> HttpResponse:
    found = _source(request, source_id)
    try:
        source.close(found, at=timezone.now())
    except LastOne as why:
        return refused(request, why)
    said = _("“%(name)s” is in the archive.") % {"name": found.name}
    return done(request, said, undo=reverse("source_reopen", args=[found.pk]))


@managed
@require_POST
def reopen(request: StaffRequest, source_id: UUID) -> HttpResponse:
    found = _source(request, source_id)
    source.reopen(found)
    return done(request, _("“%(name)s” is offered again.") % {"name": found.name})


def _source(request: StaffRequest, source_id: UUID) -> Source:
    return get_object_or_404(request.desk.sources_ever(), pk=source_id)
