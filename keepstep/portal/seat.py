"""Seat a client's contact at their desk by the secret of the device, for the length of a request.

Staff sessions mean nothing here, and a device means nothing to the staff's pages.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from keepstep.client_desk import ClientDesk
from keepstep.domain.clients import device
from keepstep.domain.clients.contact import Contact
from keepstep.domain.clients.device import Device
from keepstep.domain.talk import engagement
from keepstep.portal.page import nothing
from keepstep.postgres import tenancy

View = Callable[..., HttpResponse]
COOKIE = "client"
ROOT = "/portal/"


class ClientRequest(HttpRequest):
    """A request of a client's contact."""

    contact: Contact
    desk: ClientDesk
    device: Device


def discreet(view: View) -> View:
    """Kept by no browser and no proxy, found by no search engine, told to no other site."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **names: Any) -> HttpResponse:
        response = view(request, *args, **names)
        add_never_cache_headers(response)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        # Stricter, browsers would send the portal's own forms without an origin, and Django would refuse them.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return guarded


def seated(view: View) -> View:
    """Pages of the portal: whoever is not let in asks for a link, and comes back after it."""

    @discreet
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **names: Any) -> HttpResponse:
        at = timezone.now()
        with sitting(request, at=at) as client:
            if client is None:
                goal = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
                return redirect(f"{reverse('portal_sign_in')}{'?' if goal else ''}{goal}")
            _note(client, at)
            response = _answer(view, client, *args, **names)
            response.headers["Content-Language"] = client.contact.language
        return response

    return guarded


@contextmanager
def sitting(request: HttpRequest, *, at: datetime) -> Iterator[ClientRequest | None]:
    """Whose device this is, at their desk, spoken to in their language; None for a stranger."""
    found = device.find(request.COOKIES.get(COOKIE, ""), at=at)
    if found is None:
        yield None
        return
    agency_id, key = found
    with tenancy.entered(agency_id):
        client = _sit_down(request, Device.objects.select_related("contact__account", "contact__agency").get(pk=key))
        with translation.override(client.contact.language), timezone.override(client.desk.working_time.zone):
            yield client


def _sit_down(request: HttpRequest, known: Device) -> ClientRequest:
    client = cast(ClientRequest, request)
    client.device, client.contact, client.desk = known, known.contact, ClientDesk(known.contact)
    return client


def _note(client: ClientRequest, at: datetime) -> None:
    """The first request of a day is a visit."""
    time = client.desk.working_time
    if time.local_day(client.device.seen_at) != time.local_day(at) or client.device.seen_at == client.device.opened_at:
        device.see(client.device, at=at)
        engagement.visit(client.contact, at=at)


def _answer(view: View, client: ClientRequest, *args: Any, **names: Any) -> HttpResponse:
    """What is out of sight does not exist."""
    try:
        return view(client, *args, **names)
    except Http404:
        return nothing(client)


def keep(response: HttpResponse, token: str, *, until: datetime, at: datetime) -> None:
    """The device keeps its secret, out of reach of scripts and of other sites."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int((until - at).total_seconds()),
        path=ROOT,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=ROOT, samesite="Lax")
