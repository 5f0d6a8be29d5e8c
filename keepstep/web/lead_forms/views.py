"""Forms for sites: built here, and the lines of HTML that show them there."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.sales import web_form
from keepstep.domain.sales.web_form import WebForm
from keepstep.web import act
from keepstep.web.lead_forms.forms import BuilderForm
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

MOST = 200


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    found = request.desk.web_forms().select_related("source")[:MOST]
    return render(request, f"web/lead_forms/index.html{'#page' if act.is_fragment(request) else ''}", {"forms": found})


@managed
@require_GET
def show(request: StaffRequest, form_id: UUID) -> HttpResponse:
    return _page(request, _form(request, form_id))


def _page(request: StaffRequest, found: WebForm) -> HttpResponse:
    context = {"form": found, "address": settings.SITE_URL + reverse("public_form", args=[found.address])}
    return render(request, f"web/lead_forms/show.html{'#page' if act.is_fragment(request) else ''}", context)


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    usual = {"language": request.agency.language}
    form = BuilderForm(request.POST or None, desk=request.desk, initial=usual)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("A form for a site"), submit=_("Add"), back=reverse("lead_forms"))
    made = web_form.add(**form.cleaned_data, by=request.person, at=timezone.now())
    return act.gone_to(request, _address(made))


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, form_id: UUID) -> HttpResponse:
    found = _form(request, form_id)
    known = {name: getattr(found, name) for name in BuilderForm.base_fields} | {"hosts": "\n".join(found.hosts)}
    form = BuilderForm(request.POST or None, desk=request.desk, initial=known)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=found.name, submit=_("Save"), back=_address(found))
    web_form.amend(found, **form.cleaned_data)
    return act.done(request, _("Saved."), back=_address(found), show=lambda: _page(request, _form(request, form_id)))


@managed
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, form_id: UUID) -> HttpResponse:
    found = _form(request, form_id)
    if request.method == "GET":
        note = _("Wherever it stands it shows nothing any more. The leads that came by it stay.")
        return act.sheet(
            request, forms.Form(), title=_("Close the form"), submit=_("Close it"), back=_address(found),
            about=found.name, note=note,
        )  # fmt: skip
    web_form.close(found, at=timezone.now())
    messages.success(request, str(_("The form is closed.")))
    return act.gone_to(request, reverse("lead_forms"))


def _form(request: StaffRequest, form_id: UUID) -> WebForm:
    return get_object_or_404(request.desk.web_forms(), pk=form_id)


def _address(found: WebForm) -> str:
    return reverse("lead_form", args=[found.pk])
