"""The door of the API: a token opens one agency, too much told at once is refused, every fault stands at its field."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from keepstep.desk import Desk, of_management
from keepstep.domain.agency import api_token
from keepstep.domain.agency.api_token import ApiToken
from keepstep.postgres import tenancy


class ApiRequest(HttpRequest):
    """A request whose token is known and whose agency is entered."""

    auth: ApiToken
    desk: Desk


class Wrong(Exception):
    """What was said is wrong at this field."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


class Token(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        return api_token.find(token)


api = NinjaAPI(
    title="Keepstep", version="1", urls_namespace="api", auth=Token(), docs_url=None, openapi_url="openapi.json",
    description="Leads, deals and metrics of an agency. Each call brings a token of the settings: Bearer ks_…",
)  # fmt: skip


def entered(view: Callable[..., Any]) -> Callable[..., Any]:
    """The agency of the token, in its language, for the length of the call."""

    @wraps(view)
    def within(request: HttpRequest, *args: Any, **names: Any) -> Any:
        asked = cast(ApiRequest, request)
        if not ratelimit.consume(request, action="api", key=str(asked.auth.pk)):
            raise HttpError(429, _("Too many at once. Please try again in a minute."))
        with tenancy.entered(asked.auth.agency_id), translation.override(asked.auth.agency.language):
            asked.desk = of_management(asked.auth.agency)
            api_token.note_use(asked.auth, at=timezone.now())
            return view(asked, *args, **names)

    return within


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, why: ValidationError) -> HttpResponse:
    """What is wrong, by the field it is wrong in; "" is the whole."""
    found: dict[str, list[str]] = {}
    for fault in why.errors:
        place = [str(part) for part in fault["loc"] if part not in ("body", "query", "header", "said", "asked")]
        found.setdefault(".".join(place), []).append(str(fault["msg"]).removeprefix("Value error, "))
    return api.create_response(request, {"errors": found}, status=422)


@api.exception_handler(Wrong)
def wrong(request: HttpRequest, why: Wrong) -> HttpResponse:
    return api.create_response(request, {"errors": {why.field: [str(why)]}}, status=422)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, why: HttpError) -> HttpResponse:
    return api.create_response(request, {"errors": {"": [str(why)]}}, status=why.status_code)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, why: AuthenticationError) -> HttpResponse:
    answer = api.create_response(request, {"errors": {"": ["No token, or one that opens nothing."]}}, status=401)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
