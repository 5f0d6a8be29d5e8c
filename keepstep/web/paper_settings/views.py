"""Templates of contracts, addenda and acts: the text with its fields, and beside it how the paper looks."""

from base64 import b64encode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.agency import template
from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.template import LONGEST, FaultyText, Kind, NameTaken, Template
from keepstep.domain.agency.template_field import FIELDS
from keepstep.outlet.agreement import sample
from keepstep.outlet.agreement.paper import Paper
from keepstep.outlet.pdf.agreement import as_file, name_of, pdf, pictures
from keepstep.web import act
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

MOST, MOST_PAGES = 200, 6


class NewForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What it is for"), choices=Kind)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language)
    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=100)


class TextForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=100)
    text = forms.CharField(label=gettext_lazy("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 28}))

    def __init__(self, *args: object, kind: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.kind = kind

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        try:
            template.check(text, kind=self.kind)
        except FaultyText as why:
            raise forms.ValidationError(str(why)) from why
        return text


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    request.desk.templates(at=timezone.now())  # an agency that has none yet gets the usual ones
    found = request.desk.templates_ever().with_saving().order_by("closed_at", "language", "pk")[:MOST]
    where = f"web/paper_settings/index.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, where, {"found": found})


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = NewForm(request.POST or None, initial={"language": request.agency.language})
    if request.method == "POST" and form.is_valid():
        try:
            made = template.add(**form.cleaned_data, by=request.person, at=timezone.now())
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return act.gone_to(request, _address(made))
    note = _("It begins with the usual text, to be made your own.")
    return act.sheet(request, form, title=_("A new template"), submit=_("Add"), back=reverse("templates"), note=note)


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, template_id: UUID) -> HttpResponse:
    known = _template(request, template_id)
    text = template.text_of(known)
    form = TextForm(request.POST or None, kind=known.kind, initial={"name": known.name, "text": text.text})
    if request.method == "POST" and form.is_valid():
        try:
            template.write(known, **form.cleaned_data, by=request.person, at=timezone.now())
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return act.done(request, _("Saved. Papers made before stay as they were."), back=_address(known))
    context = {
        "template": known,
        "saved": text,
        "form": form,
        "fields": FIELDS[known.kind].items(),
        "pages": _pages(request, known, text.text) if request.method == "GET" else [],
    }
    return render(request, "web/paper_settings/edit.html", context, status=422 if form.is_bound else 200)


@managed
@require_POST
def preview(request: StaffRequest, template_id: UUID) -> HttpResponse:
    """As pictures beside the text, anew while one writes; asked for by a button, as the PDF itself."""
    known = _template(request, template_id)
    form = TextForm(request.POST, kind=known.kind)
    form.is_valid()
    fault = form.errors.get("text")
    if not act.is_fragment(request):
        paper = _sample(request, known, form.data.get("text", "")[:LONGEST])
        return as_file(pdf(paper, agency_id=known.agency_id), name=name_of(paper.title))
    pages = [] if fault else _pages(request, known, form.cleaned_data["text"])
    context = {"template": known, "pages": pages, "fault": fault}
    return render(request, "web/paper_settings/edit.html#preview", context)


def _sample(request: StaffRequest, known: Template, text: str) -> Paper:
    day = request.desk.working_time.local_day(timezone.now())
    return sample.of(known, text, entity=request.desk.legal_entities().filter(closed_at=None).first(), day=day)


def _pages(request: StaffRequest, known: Template, text: str) -> list[str]:
    drawn = pictures(_sample(request, known, text), agency_id=known.agency_id)
    return [b64encode(one).decode() for one in drawn[:MOST_PAGES]]


@managed
@require_POST
def close(request: StaffRequest, template_id: UUID) -> HttpResponse:
    known = _template(request, template_id)
    template.close(known, at=timezone.now())
    said = _("“%(name)s” is in the archive.") % {"name": known.name}
    return act.done(request, said, back=reverse("templates"), undo=reverse("template_reopen", args=[known.pk]))


@managed
@require_POST
def reopen(request: StaffRequest, template_id: UUID) -> HttpResponse:
    known = _template(request, template_id)
    template.reopen(known)
    return act.done(request, _("“%(name)s” is offered again.") % {"name": known.name}, back=reverse("templates"))


def _template(request: StaffRequest, template_id: UUID) -> Template:
    return get_object_or_404(request.desk.templates_ever(), pk=template_id)


def _address(known: Template) -> str:
    return reverse("template", args=[known.pk])
