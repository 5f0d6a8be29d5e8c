"""The two answers to an act: its form again with what is wrong, or the page it changed."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

Words = str | Promise
Show = Callable[[], HttpResponse]


def sheet(
    request: HttpRequest, form: forms.Form, *, title: Words, submit: Words, back: str, **more: Any
) -> HttpResponse:
    """A form in the drawer, or on a page of its own without scripts; 422 when it was sent with faults."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "action": request.get_full_path(), **more}
    template = "web/components/sheet.html#sheet" if is_fragment(request) else "web/components/sheet.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def done(request: HttpRequest, said: Words, *, back: str, show: Show | None = None, undo: str = "") -> HttpResponse:
    """The act is done: the changed region takes the place of the old one; without scripts, the page itself.

    `show` renders that region of the page at `back`; without it, or begun on another page, the page asks for its own.
    `undo` is where the act is taken back; it is offered beside the words for ten seconds.
    """
    messages.success(request, str(said), extra_tags=undo)
    return _changed(request, back=back, show=show, status=200)


def refused(request: HttpRequest, why: Exception | Words, *, back: str, show: Show | None = None) -> HttpResponse:
    """The act was refused, most often since somebody else was quicker: say so, and show how it stands now."""
    messages.warning(request, str(why))
    return _changed(request, back=back, show=show, status=422)


def _changed(request: HttpRequest, *, back: str, show: Show | None, status: int) -> HttpResponse:
    if not is_fragment(request):
        return redirect(back)
    if urlsplit(request.headers.get("HX-Current-URL", "")).path == request.path != urlsplit(back).path:
        # A sheet that is the page itself, opened in a tab of its own: what it was about is elsewhere.
        return HttpResponse(headers={"HX-Redirect": back})
    if show is None or urlsplit(request.headers.get("HX-Current-URL", back)).path != urlsplit(back).path:
        return _ask_again(status=status)
    response = show()
    response.status_code = status
    events = json.dumps({"drawer:close": True})
    for name, value in (("HX-Retarget", "#page"), ("HX-Reswap", "outerHTML"), ("HX-Trigger", events)):
        response.headers[name] = value
    return response


def _ask_again(*, status: int) -> HttpResponse:
    """The page on which the act was begun loads its own changed region."""
    events = json.dumps({"drawer:close": True, "page:changed": True})
    return HttpResponse(status=status, headers={"HX-Reswap": "none", "HX-Trigger": events})


def gone_to(request: HttpRequest, address: str) -> HttpResponse:
    """Something new has a page of its own: go there."""
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def is_fragment(request: HttpRequest) -> bool:
    return bool(request.htmx) and not request.htmx.boosted  # type: ignore[attr-defined]
