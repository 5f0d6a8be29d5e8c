"""What went wrong before a page of the portal was reached: in the client's language and the agency's face."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from keepstep.portal.page import page
from keepstep.portal.seat import discreet, sitting


@discreet
def not_found(request: HttpRequest) -> HttpResponse:
    return _said(request, "portal/components/nothing.html", status=404)


@discreet
def forbidden(request: HttpRequest) -> HttpResponse:
    return _said(request, "portal/components/again.html", status=403)


@discreet
def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/sign_in/slower.html", status=429)


def _said(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """Whom we know stays at their desk; a stranger stands at the door, in the browser's language."""
    with sitting(request, at=timezone.now()) as client:
        if client is None:
            return render(request, template, {"parent": "portal/components/door.html"}, status=status)
        response = page(client, template, {"parent": "portal/components/frame.html"}, status=status)
        response.headers["Content-Language"] = client.contact.language
        return response
