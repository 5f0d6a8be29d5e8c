"""Connections: repositories and other systems that tell us of work, and what became of what they told."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.intake import connection, event
from keepstep.intake.connection import Connection
from keepstep.web import act
from keepstep.web.connections.forms import ConnectionForm, SigningForm
from keepstep.web.days import key_of
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

PAGE, NEWEST = 50, 20


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    page = Paginator(connection.every().still_open(), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "events": event.newest()[:NEWEST]}
    return render(request, f"web/connections/index.html{'#page' if act.is_fragment(request) else ''}", context)


@managed
@never_cache
@require_GET
def show(request: StaffRequest, connection_id: UUID) -> HttpResponse:
    return _page(request, get_object_or_404(connection.every(), pk=connection_id))


def _page(request: StaffRequest, found: Connection) -> HttpResponse:
    context = {
        "connection": found,
        "address": settings.SITE_URL + reverse("hook", args=[found.address]),
        "events": event.newest(found)[:NEWEST],
    }
    return render(request, f"web/connections/show.html{'#page' if act.is_fragment(request) else ''}", context)


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = ConnectionForm(request.POST or None, desk=request.desk, project=key_of(request.GET.get("project", "")))
    if request.method == "POST" and form.is_valid():
        made = connection.connect(**form.cleaned_data, by=request.person, at=timezone.now())
        return act.gone_to(request, reverse("connection", args=[made.pk]))
    return act.sheet(request, form, title=_("Connect a repository"), submit=_("Connect"), back=reverse("connections"))


@managed
@require_http_methods(["GET", "POST"])
def turn_secret(request: StaffRequest, connection_id: UUID) -> HttpResponse:
    found = _open(connection_id)
    if request.method == "GET":
        note = _(
            "The former secret is void at once: until the new one is put in at the other system, nothing comes in."
        )
        return _asked(request, found, title=_("A new secret"), submit=_("Make a new secret"), note=note)
    connection.turn_secret(found)
    return act.done(
        request, _("The secret is new: put it in at the other system."), back=_address(found),
        show=lambda: _page(request, _open(connection_id)),
    )  # fmt: skip


@managed
@require_http_methods(["GET", "POST"])
def sign_with(request: StaffRequest, connection_id: UUID) -> HttpResponse:
    found, form = _open(connection_id), SigningForm(request.POST or None)
    if not found.may_sign_by_token:
        raise Http404
    if request.method == "GET" or not form.is_valid():
        note = _(
            "GitLab makes the token with the webhook and shows it once. From then on a delivery counts by its signature"
            " alone, and the secret token is not looked at."
        )
        return act.sheet(
            request, form, title=_("The signing token"), submit=_("Save"), back=_address(found), note=note
        )  # fmt: skip
    connection.sign_with(found, form.cleaned_data["token"])
    said = _("Deliveries count by their signature.") if found.signing_token else _("Deliveries count by the secret.")
    return act.done(request, said, back=_address(found), show=lambda: _page(request, _open(connection_id)))


@managed
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, connection_id: UUID) -> HttpResponse:
    found = _open(connection_id)
    if request.method == "GET":
        note = _("The address answers no more. The steps that came by it stay.")
        return _asked(request, found, title=_("Disconnect"), submit=_("Disconnect"), note=note)
    connection.disconnect(found, at=timezone.now())
    messages.success(request, str(_("Disconnected: nothing comes in by this address any more.")))
    return act.gone_to(request, reverse("connections"))


def _asked(request: StaffRequest, found: Connection, **words: Any) -> HttpResponse:
    """A question whose only answer is its button."""
    about = f"{found.get_system_display()} · {found.name or found.project.name}"
    return act.sheet(request, forms.Form(), back=_address(found), about=about, **words)


def _open(connection_id: UUID) -> Connection:
    return get_object_or_404(connection.every().still_open(), pk=connection_id)


def _address(found: Connection) -> str:
    return reverse("connection", args=[found.pk])
