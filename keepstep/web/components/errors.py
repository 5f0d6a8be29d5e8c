"""Pages for what went wrong: not found (also what is out of sight), not allowed, broken."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    words = _("This page does not exist, or it is not yours to see.")
    return _page(request, title=_("Nothing here"), words=words, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None, **_reason: Any) -> HttpResponse:
    words = _("This form has grown too old, or cookies are switched off. Go back, load the page again and repeat.")
    return _page(request, title=_("Please once more"), words=words, status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    words = _("Too many attempts. Please wait five minutes, or ask for a sign-in link.")
    return _page(request, title=_("A little slower"), words=words, status=429)


def broken(request: HttpRequest) -> HttpResponse:
    """Touches neither the database nor the session: either may be what broke."""
    return HttpResponse(render_to_string("web/components/broken.html"), status=500)


def _page(request: HttpRequest, *, title: str, words: str, status: int) -> HttpResponse:
    return render(request, "web/components/error.html", {"title": title, "words": words}, status=status)
