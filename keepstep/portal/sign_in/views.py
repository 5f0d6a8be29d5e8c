"""How a client comes in: asks for a link at an address, presses the button behind it; and how one goes again."""

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.agency import brand
from keepstep.domain.clients import device, portal_link
from keepstep.domain.clients.contact import Contact
from keepstep.outlet import jobs
from keepstep.portal.gone import gone
from keepstep.portal.page import page
from keepstep.portal.seat import ROOT, ClientRequest, discreet, forget, keep, seated
from keepstep.portal.sign_in.device_name import device_name
from keepstep.postgres import tenancy


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True})
    )


@discreet
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Known or not, an address costs the same statements and gets the same words: the letter is another's work."""
    form = AddressForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "portal/sign_in/ask.html", {"form": form}, status=status)
    address = form.cleaned_data["email"].lower()
    if not ratelimit.consume(request, action="portal_link", key=address):
        return render(request, "portal/sign_in/slower.html", status=429)
    asked = portal_link.ask(address, at=timezone.now(), goal=_goal(request))
    jobs.send_portal_link.defer(link_id=str(asked.pk))
    return render(request, "portal/sign_in/sent.html", {"email": address})


def _goal(request: HttpRequest) -> str:
    """Where one was on the way to: only ever a page of the portal."""
    goal = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(goal, allowed_hosts=None) and goal.startswith(ROOT)
    return goal if is_ours and len(goal) <= 200 else ROOT


@discreet
@require_http_methods(["GET", "POST"])
def let_in(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link only asks, since mail scanners open links; the button uses it. Who is known at several clients
    has a button for each."""
    at = timezone.now()
    is_slow_enough = request.method == "GET" or ratelimit.consume(request, action="portal_let_in")
    link = portal_link.find(token, at=at) if is_slow_enough else None
    readers = portal_link.readers(link.address) if link else []
    chosen = next((one for one in readers if str(one.pk) == request.POST.get("contact")), None)
    if link and chosen and portal_link.use(link, at=at):
        return _welcome(request, chosen, address=link.address, goal=link.goal)
    if not readers:
        return gone(request, "portal/sign_in/void.html")
    context = {"readers": readers, "reader": readers[0], **_face(readers)}
    with translation.override(readers[0].language):
        return render(request, "portal/sign_in/let_in.html", context)


def _face(readers: list[Contact]) -> dict[str, Any]:
    """The agency's face, where it is but one."""
    if len({one.agency_id for one in readers}) > 1:
        return {}
    with tenancy.entered(readers[0].agency_id):
        return {"agency": readers[0].agency, "brand": brand.present()}


def _welcome(request: HttpRequest, contact: Contact, *, address: str, goal: str = ROOT) -> HttpResponse:
    """A new secret at each entrance: nobody can have prepared it."""
    at = timezone.now()
    with tenancy.entered(contact.agency_id), translation.override(contact.language):
        name = device_name(request.headers.get("User-Agent", ""))
        token = device.let_in(contact, address=address, name=name, at=at)
    response = redirect(goal or ROOT)
    keep(response, token, until=at + device.DEVICE_LIFE, at=at)
    return response


@seated
@require_POST
def sign_out(request: ClientRequest) -> HttpResponse:
    device.end(request.device, by=None, at=timezone.now())
    response = redirect("portal_sign_in")
    forget(response)
    return response


@seated
@require_GET
def companies(request: ClientRequest) -> HttpResponse:
    """All clients at which the reader of this address is known."""
    return page(request, "portal/sign_in/companies.html", {"readers": portal_link.readers(request.device.address)})


@seated
@require_POST
def change(request: ClientRequest, contact_id: UUID) -> HttpResponse:
    """The address is proven; the device now belongs to the reader's other self."""
    other = next((one for one in portal_link.readers(request.device.address) if one.pk == contact_id), None)
    if other is None:
        raise Http404
    device.end(request.device, by=None, at=timezone.now())
    return _welcome(request, other, address=request.device.address)
