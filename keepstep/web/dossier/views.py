"""A client's dossier: read at a glance, written in place, confirmed by one key."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.clients import dossier
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.dossier import HoldsSecret
from keepstep.domain.clients.dossier_field import DossierField
from keepstep.round import run
from keepstep.web import act
from keepstep.web.accounts.views import account_of
from keepstep.web.dossier import page
from keepstep.web.seat import StaffRequest, seated


class WordsForm(forms.Form):
    words = forms.CharField(
        max_length=4000, required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3, "autofocus": True}),
    )  # fmt: skip


@seated
@require_GET
def show(request: StaffRequest, account_id: UUID) -> HttpResponse:
    return shown(request, account_of(request, account_id))


def shown(request: StaffRequest, found: Account) -> HttpResponse:
    context = {"account": found, **page.of(found, desk=request.desk, at=timezone.now())}
    return render(request, f"web/dossier/show.html{'#page' if act.is_fragment(request) else ''}", context)


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, account_id: UUID, field_id: UUID) -> HttpResponse:
    """In the place of its row; without scripts, on a page of its own."""
    found, field = account_of(request, account_id), _field(request, field_id)
    known = request.desk.dossier().standing().filter(account=found, field=field).first()
    form = WordsForm(request.POST or None, initial={"words": known.words if known else ""})
    form.fields["words"].label = field.name
    form.fields["words"].help_text = field.hint
    if request.method == "POST" and form.is_valid():
        try:
            made = dossier.write(found, field, words=form.cleaned_data["words"], by=request.person, at=timezone.now())
        except HoldsSecret as why:
            form.add_error("words", str(why))
        else:
            return _done(request, found, _("Saved."), undo=made.pk)
    if not act.is_fragment(request):
        return act.sheet(request, form, title=field.name, submit=_("Save"), back=_address(found), about=found.name)
    context = {"account": found, "field": field, "form": form}
    return render(request, "web/dossier/show.html#form", context, status=422 if form.is_bound else 200)


@seated
@require_POST
def confirm(request: StaffRequest, account_id: UUID, field_id: UUID) -> HttpResponse:
    found, field = account_of(request, account_id), _field(request, field_id)
    made = dossier.confirm(found, field, by=request.person, at=timezone.now())
    if made is None:
        said = _("Nothing is known of it yet: write it first.")
        return act.refused(request, said, back=_address(found), show=lambda: shown(request, found))
    return _done(request, found, _("Confirmed."), undo=made.pk)


@seated
@require_POST
def undo(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    entry = get_object_or_404(request.desk.dossier().select_related("account__calendar"), pk=entry_id)
    found = entry.account
    if not dossier.undo(entry, at=timezone.now()):
        said = _("Another word has taken its place already.")
        return act.refused(request, said, back=_address(found), show=lambda: shown(request, found))
    return _done(request, found, _("Taken back."))


def _done(request: StaffRequest, found: Account, said: act.Words, *, undo: UUID | None = None) -> HttpResponse:
    """The round looks again, so that what was asked for leaves the list of today."""
    run.look_again(found.pk, at=timezone.now())
    address = reverse("dossier_undo", args=[undo]) if undo else ""
    return act.done(request, said, back=_address(found), undo=address, show=lambda: shown(request, found))


def _field(request: StaffRequest, field_id: UUID) -> DossierField:
    found: DossierField = get_object_or_404(request.desk.dossier_fields_ever(), pk=field_id)
    return found


def _address(found: Account) -> str:
    return reverse("dossier", args=[found.pk])
