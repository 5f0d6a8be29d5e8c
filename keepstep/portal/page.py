"""A page of the portal: the frame knows whose it is, and where one may go."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepstep.client_desk import ClientDesk

MENU = (
    ("portal", _("Today"), "sun"),
    ("portal_updates", _("Updates"), "mail"),
    ("portal_projects", _("Projects"), "briefcase"),
    ("portal_documents", _("Documents"), "paperclip"),
    ("portal_invoices", _("Invoices"), "file-text"),
    ("portal_team", _("Team"), "users"),
)


@dataclass(frozen=True)
class Entry:
    address: str
    name: Promise
    icon: str
    is_here: bool


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    desk: ClientDesk = request.desk  # type: ignore[attr-defined]  # a ClientRequest, which the seat makes
    contact = desk.contact
    frame = {
        "contact": contact,
        "agency": desk.agency,
        "brand": desk.brand,
        "account": desk.account,
        "menu": [
            Entry(address, name, icon, _is_here(request.path, address))
            for code, name, icon in MENU
            if {"portal_documents": contact.sees_documents, "portal_invoices": contact.sees_money}.get(code, True)
            for address in [reverse(code)]
        ],
    }
    return render(request, template, {**frame, **context}, status=status)


def nothing(request: HttpRequest) -> HttpResponse:
    """What is not there, or out of this reader's sight."""
    return page(request, "portal/components/nothing.html", {"parent": "portal/components/frame.html"}, status=404)


def _is_here(path: str, address: str) -> bool:
    return path == address if address == reverse("portal") else path.startswith(address)
