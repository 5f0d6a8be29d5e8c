"""Seat a signed-in person at the desk: enter the agency, choose the language, for the length of the request."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language_from_request

from keepstep.desk import Desk
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.login import Login
from keepstep.domain.agency.person import Person, sitting
from keepstep.postgres import tenancy

Answer = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE = "language"


class StaffRequest(HttpRequest):
    """A request of a person who is signed in and seated."""

    person: Person
    desk: Desk
    agency: Agency


def seated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Staff pages: whoever is not signed in goes to the sign-in page and comes back after it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **names: Any) -> HttpResponse:
        if cast(StaffRequest, request).person is not None:
            return view(request, *args, **names)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": resolve_url("sign_in")})
        return redirect_to_login(request.get_full_path(), resolve_url("sign_in"))

    return guarded


def take(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        agency_id = _agency_of(request) if SESSION_KEY in request.session else None
        if agency_id is None:
            return _speak(get_response, request, None)
        with tenancy.entered(agency_id):
            person = _person(request)
            if person is None:
                logout(request)
                return _speak(get_response, request, None)
            response = _speak(get_response, request, person)
            if response.status_code >= 500:
                connection.set_rollback(True)
            return response

    return middleware


def _agency_of(request: HttpRequest) -> UUID | None:
    """The agency this session sits in; at the first request after signing in, the person's first."""
    if "agency" not in request.session:
        if not request.user.is_authenticated:
            return None
        with tenancy.every_agency():
            person = Person.objects.present().filter(login=request.user.pk).order_by("joined_at").first()
        if person is None:
            return None
        request.session["agency"] = str(person.agency_id)
    return UUID(request.session["agency"])


def _person(request: HttpRequest) -> Person | None:
    """Who sits here, read together with the log-in, which then need not be read again for `request.user`."""
    found = sitting(UUID(request.session[SESSION_KEY]))
    if found and _is_proven(request, found.login):
        request._cached_user = found.login  # type: ignore[attr-defined]  # where Django itself keeps it
    return found if found and request.user.is_authenticated else None


def _is_proven(request: HttpRequest, login: Login) -> bool:
    """What Django asks of a session before it believes it; where this says no, Django decides."""
    return (
        login.is_active
        and request.session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(request.session.get(HASH_SESSION_KEY, ""), login.get_session_auth_hash())
    )


def _speak(get_response: Answer, request: HttpRequest, person: Person | None) -> HttpResponse:
    seated = cast(StaffRequest, request)
    seated.person = person  # type: ignore[assignment]
    if person is not None:
        seated.agency, seated.desk = person.agency, Desk(person)
    language = person.language if person and person.language else _language_of_browser(request)
    zone = seated.desk.working_time.zone if person is not None else "UTC"
    with translation.override(language), timezone.override(zone):
        response = get_response(request)
        render = getattr(response, "render", None)
        if callable(render):
            response = render()
    response.headers.setdefault("Content-Language", language)
    return response


def _language_of_browser(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in {"en", "ru"} else get_language_from_request(request)
