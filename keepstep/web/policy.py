"""The content security policy of every answer. No page changes it or needs a nonce, so it is put together once."""

from collections.abc import Callable
from functools import cache

from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def declare(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy())
        return response

    return middleware


@cache
def _policy() -> str:
    policy: str = build_policy()
    return policy
