"""The agency's own lists: a line is added, changed, put into the archive and taken back, of each the same
way."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.desk import Desk
from keepstep.domain.agency import own_list
from keepstep.domain.agency.own_list import LastOne, Line, LineQuerySet, NameTaken
from keepstep.domain.clients.churn_reason import ChurnReason
from keepstep.domain.clients.dossier_field import DossierField
from keepstep.domain.sales import own_field
from keepstep.domain.sales.criterion import Criterion
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.own_field import DealField, LeadField
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.source import Source
from keepstep.web import act
from keepstep.web.lead_settings.forms import CriterionForm, FieldForm, OwnFieldForm, ReasonForm, SourceForm
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed


@dataclass(frozen=True)
class OwnList:
    """`code` begins the names of its addresses; `rows` are its lines, those in the archive too; `page` shows them."""

    code: str
    kind: type[Line]
    rows: Callable[[Desk], LineQuerySet]
    form: type[forms.Form]
    one: act.Words
    new: act.Words
    page: str = "lead_settings"


SOURCES = OwnList("source", Source, Desk.sources_ever, SourceForm, _("Source"), _("A new source"))
REASONS = OwnList("reason", RejectReason, Desk.reject_reasons_ever, ReasonForm, _("Reason"), _("A new reason"))
LOSSES = OwnList(
    "loss_reason", LossReason, Desk.loss_reasons_ever, ReasonForm, _("Reason"), _("A new reason"), "deal_settings"
)  # fmt: skip
CHURNS = OwnList(
    "churn_reason", ChurnReason, Desk.churn_reasons_ever, ReasonForm, _("Reason"), _("A new reason"), "client_settings"
)  # fmt: skip
DOSSIER = OwnList(
    "dossier_field", DossierField, Desk.dossier_fields_ever, FieldForm, _("Field of the dossier"), _("A new field"),
    "client_settings",
)  # fmt: skip
LEAD_FIELDS = OwnList("lead_field", LeadField, Desk.lead_fields_ever, OwnFieldForm, _("Own field"), _("A new field"))
DEAL_FIELDS = OwnList(
    "deal_field", DealField, Desk.deal_fields_ever, OwnFieldForm, _("Own field"), _("A new field"), "deal_settings"
)  # fmt: skip
CRITERIA = OwnList("criterion", Criterion, Desk.criteria_ever, CriterionForm, _("Criterion"), _("A new criterion"))


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, of: OwnList) -> HttpResponse:
    form = of.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            own_list.add(of.kind, **form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return _done(request, of, _("Added."))
    return act.sheet(request, form, title=of.new, submit=_("Add"), back=reverse(of.page))


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, key: UUID, of: OwnList) -> HttpResponse:
    found = _line(request, key, of)
    form = of.form(request.POST or None, initial={name: getattr(found, name) for name in of.form.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            own_list.amend(found, **form.cleaned_data)
        except NameTaken as why:
            form.add_error("name", str(why))
        else:
            return _done(request, of, _("Saved."))
    return act.sheet(request, form, title=of.one, submit=_("Save"), back=reverse(of.page))


@managed
@require_POST
def close(request: StaffRequest, key: UUID, of: OwnList) -> HttpResponse:
    found = _line(request, key, of)
    try:
        own_list.close(found, at=timezone.now())
    except LastOne as why:
        return act.refused(request, why, back=reverse(of.page))
    said = _("“%(name)s” is in the archive.") % {"name": found.name}
    return _done(request, of, said, undo=reverse(f"{of.code}_reopen", args=[found.pk]))


@managed
@require_POST
def reopen(request: StaffRequest, key: UUID, of: OwnList) -> HttpResponse:
    found = _line(request, key, of)
    own_list.reopen(found)
    return _done(request, of, _("“%(name)s” is offered again.") % {"name": found.name})


@managed
@require_POST
def move_up(request: StaffRequest, key: UUID, of: OwnList) -> HttpResponse:
    """Of fields of the agency's own: they are asked and shown in this order."""
    if own_field.move_up(get_object_or_404(of.rows(request.desk), pk=key)):
        return _done(request, of, _("Moved up."))
    return act.refused(request, _("It is the first already."), back=reverse(of.page))


def _done(request: StaffRequest, of: OwnList, said: act.Words, *, undo: str = "") -> HttpResponse:
    return act.done(request, said, back=reverse(of.page), undo=undo)


def _line(request: StaffRequest, key: UUID, of: OwnList) -> Line:
    found: Line = get_object_or_404(of.rows(request.desk), pk=key)
    return found
