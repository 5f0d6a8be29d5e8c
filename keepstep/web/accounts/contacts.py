"""The people at a client: add, mend, say that somebody has left."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.clients import contact, device
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery import shown_project
from keepstep.round import run
from keepstep.web import act
from keepstep.web.accounts.contact_form import ContactForm, facts_of
from keepstep.web.accounts.views import account_of, address, done
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = account_of(request, account_id)
    form = _form(request, found, {"language": found.language})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("A person at the client"), submit=_("Add"), back=address(found))
    at, projects = timezone.now(), form.cleaned_data.pop("projects")
    known = contact.introduce(found, **form.cleaned_data)
    shown_project.show(known, projects, by=request.person, at=at)
    run.look_again(found.pk, at=at)
    return done(request, found, _("%(name)s is added.") % {"name": known.name})


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    known, found = _contact(request, contact_id)
    shown = request.desk.shown_projects().filter(contact=known).values_list("project_id", flat=True)
    form = _form(request, found, facts_of(known, shown), in_telegram=known.in_telegram)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=known.name, submit=_("Save"), back=address(found))
    at, projects = timezone.now(), form.cleaned_data.pop("projects")
    contact.amend(known, **form.cleaned_data)
    shown_project.show(known, projects, by=request.person, at=at)
    run.look_again(found.pk, at=at)
    return done(request, found, _("Saved."))


@seated
@require_http_methods(["GET", "POST"])
def depart(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    known, found = _contact(request, contact_id)
    if request.method == "GET":
        note = _("%(name)s gets nothing from us any more. The history stays.") % {"name": known.name}
        return act.sheet(request, forms.Form(), title=known.name, submit=_("Has left"), back=address(found), note=note)
    at = timezone.now()
    contact.depart(known, at=at)
    run.look_again(found.pk, at=at)
    return done(request, found, _("%(name)s gets nothing from us any more.") % {"name": known.name})


@seated
@require_http_methods(["GET", "POST"])
def sign_out(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    known, found = _contact(request, contact_id)
    if request.method == "GET":
        note = _("No device of %(name)s opens the portal any more; a new link has to be asked for.")
        return act.sheet(
            request, forms.Form(), title=known.name, submit=_("End all devices"), back=address(found),
            note=note % {"name": known.name},
        )  # fmt: skip
    device.end_all(known, by=request.person, at=timezone.now())
    return done(request, found, _("%(name)s is signed out of the portal.") % {"name": known.name})


def _form(request: StaffRequest, found: Account, known: dict[str, Any], *, in_telegram: bool = False) -> ContactForm:
    projects = request.desk.projects().filter(account=found).order_by("-closed_at", "sort_name")
    return ContactForm(
        request.POST or None,
        country=_country(request, found),
        projects=projects,
        in_telegram=in_telegram,
        initial=known,
    )


def _contact(request: StaffRequest, contact_id: UUID) -> tuple[Contact, Account]:
    known = get_object_or_404(request.desk.contacts().present(), pk=contact_id)
    return known, account_of(request, known.account_id)


def _country(request: StaffRequest, found: Account) -> str:
    """Whose telephone numbers are written without a country code: the client's calendar's country, else ours."""
    calendar = found.calendar or request.desk.calendars().get(is_default=True)
    return calendar.country
