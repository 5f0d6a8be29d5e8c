"""Which surface says that something went wrong: clients never get a page of the staff's."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from keepstep.portal import faults as portal
from keepstep.web.components import errors as web

OF_CLIENTS = ("/portal/", "/mark/")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return portal.not_found(request) if _is_of_clients(request) else web.not_found(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None, **reason: Any) -> HttpResponse:
    return portal.forbidden(request) if _is_of_clients(request) else web.forbidden(request, exception, **reason)


def too_many(request: HttpRequest) -> HttpResponse:
    return portal.too_many(request) if _is_of_clients(request) else web.too_many(request)


def _is_of_clients(request: HttpRequest) -> bool:
    return request.path.startswith(OF_CLIENTS)
