"""Our companies: the legal entities in whose names contracts and invoices are made."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.agency import legal_entity
from keepstep.domain.agency.brand import NoPicture
from keepstep.domain.agency.legal_entity import PICTURES, AlreadyEntered, LegalEntity, VatWay
from keepstep.domain.agency.requisites import Form
from keepstep.web import act
from keepstep.web.requisites_form import RequisitesForm
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.catalogue import CurrencyField
from keepstep.web.settings.manage import managed

PAGE = 50
ACCEPTED = {"accept": "image/png,image/jpeg,image/webp,image/gif"}


def _picture(label: Any) -> forms.FileField:
    return forms.FileField(label=label, required=False, widget=forms.FileInput(attrs=ACCEPTED))


class CompanyForm(RequisitesForm):
    vat = forms.ChoiceField(label=_("VAT"), choices=VatWay)
    currency = CurrencyField()
    number_prefix = forms.CharField(
        label=_("Numbers begin with"), max_length=10, required=False, help_text=_("As R- for R-1, R-2.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    logo, stamp, signature = _picture(_("Logo")), _picture(_("Stamp")), _picture(_("Signature"))

    def facts(self) -> dict[str, Any]:
        """A picture that was not given leaves the present one."""
        said = dict(self.cleaned_data)
        for name in PICTURES:
            given = said.pop(name)
            if given:
                said[name] = given.read()
        return said


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    entities = request.desk.legal_entities().defer(*PICTURES).order_by("closed_at", "name", "pk")
    page = Paginator(entities, PAGE).get_page(request.GET.get("page"))
    template = f"web/settings/companies.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, {"page": page})


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    kind = Form.COMPANY if request.desk.country == "RU" else Form.ABROAD
    initial = {"currency": request.desk.agency.currency, "form": kind}
    form = CompanyForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _kept(form):
        return _done(request, _("Entered."))
    return _sheet(request, form, title=_("A company of ours"))


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, entity_id: UUID) -> HttpResponse:
    known = _entity(request, entity_id)
    facts = {name: getattr(known, name) for name in CompanyForm.base_fields if name not in PICTURES}
    form = CompanyForm(request.POST or None, request.FILES or None, initial=facts)
    if request.method == "POST" and form.is_valid() and _kept(form, known):
        return _done(request, _("Saved."))
    return _sheet(request, form, title=known.name)


@managed
@require_POST
def close(request: StaffRequest, entity_id: UUID) -> HttpResponse:
    known = _entity(request, entity_id)
    legal_entity.close(known, at=timezone.now())
    return _done(request, _("Nothing is made in its name any more."), undo=reverse("company_reopen", args=[known.pk]))


@managed
@require_POST
def reopen(request: StaffRequest, entity_id: UUID) -> HttpResponse:
    legal_entity.reopen(_entity(request, entity_id))
    return _done(request, _("It acts again."))


def _kept(form: CompanyForm, known: LegalEntity | None = None) -> bool:
    try:
        if known:
            legal_entity.amend(known, **form.facts())
        else:
            legal_entity.enter(**form.facts())
    except AlreadyEntered:
        form.add_error("inn", _("A company of ours with this INN is entered already."))
    except NoPicture as why:
        form.add_error(None, str(why))
    return form.is_valid()


def _entity(request: StaffRequest, entity_id: UUID) -> LegalEntity:
    return get_object_or_404(request.desk.legal_entities(), pk=entity_id)


def _sheet(request: StaffRequest, form: CompanyForm, *, title: act.Words) -> HttpResponse:
    note = _(
        "Documents made before keep what stood in them. Pictures are drawn anew; left empty, they stay as they are."
    )
    back = reverse("companies")
    return act.sheet(request, form, title=title, submit=_("Save"), back=back, note=note, sends_files=True)


def _done(request: StaffRequest, said: act.Words, *, undo: str = "") -> HttpResponse:
    return act.done(request, said, back=reverse("companies"), undo=undo)
