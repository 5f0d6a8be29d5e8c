"""The two answers to an act: its form again with what is wrong, or the page it changed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

Words = str | Promise


def sheet(
    request: HttpRequest, form: forms.Form, *, title: Words, submit: Words, back: str, **more: Any
) -> HttpResponse:
    """A form in the drawer, or on a page of its own without scripts; 422 when it was sent with faults."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "action": request.get_full_path(), **more}
    template = "web/components/sheet.html#sheet" if is_fragment(request) else "web/components/sheet.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def done(request: HttpRequest, said: Words, *, back: str, show: Callable[[], HttpResponse]) -> HttpResponse:
    """The act is done: the changed region takes the place of the old one; without scripts, the page itself."""
    messages.success(request, str(said))
    if not is_fragment(request):
        return redirect(back)
    return _in_place(show())


def refused(
    request: HttpRequest, why: Exception | Words, *, back: str, show: Callable[[], HttpResponse]
) -> HttpResponse:
    """The act was refused, most often since somebody else was quicker: say so, and show how it stands now."""
    messages.warning(request, str(why))
    if not is_fragment(request):
        return redirect(back)
    response = show()
    response.status_code = 422
    return _in_place(response)


def _in_place(response: HttpResponse) -> HttpResponse:
    """The answer to a drawer's form takes the place of the page behind it, and the drawer closes."""
    for name, value in (("HX-Retarget", "#page"), ("HX-Reswap", "outerHTML"), ("HX-Trigger", "drawer:close")):
        response.headers[name] = value
    return response


def gone_to(request: HttpRequest, address: str) -> HttpResponse:
    """Something new has a page of its own: go there."""
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def is_fragment(request: HttpRequest) -> bool:
    return bool(request.htmx) and not request.htmx.boosted  # type: ignore[attr-defined]
