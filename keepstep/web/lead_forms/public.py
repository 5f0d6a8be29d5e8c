"""What a visitor of a site sees of a form: no session, no cookie, nothing to read but the form itself."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.core import ratelimit
from csp.utils import build_policy
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from keepstep import guessing
from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.sales import touch, web_form
from keepstep.domain.sales.web_form import WebForm
from keepstep.postgres import tenancy
from keepstep.round import run
from keepstep.web.lead_forms.asking import TOUCHES, PublicForm, new_token, read

Answer = Callable[[HttpRequest, WebForm], HttpResponse]


def entered(view: Answer) -> Callable[[HttpRequest, str], HttpResponse]:
    """The form at this address, its agency entered, in its language; framed only by the sites that may."""

    @csrf_exempt
    @wraps(view)
    def found(request: HttpRequest, address: str) -> HttpResponse:
        form = web_form.find(address)
        if form is None:
            if not guessing.may_go_on(request):
                return HttpResponse(_("Too many at once. Please try again in a minute."), "text/plain", 429)
            raise Http404
        with tenancy.entered(form.agency_id), translation.override(form.language):
            response = view(request, form)
        response.headers["Content-Language"] = form.language
        return _framed(response, form)

    return found


@entered
@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
def fill_in(request: HttpRequest, form: WebForm) -> HttpResponse:
    if request.method == "OPTIONS":
        return _shared(request, form, HttpResponse(status=204))
    if request.method != "POST":
        return _page(request, form, _asked(request, form, None), status=200)
    asked = _asked(request, form, request.POST)
    if request.FILES:
        asked.add_error(None, _("Files are not taken here."))
    if not ratelimit.consume(request, action="lead_form", key=form.address):
        asked.add_error(None, _("Too many at once. Please try again in a minute."))
        return _refused(request, form, asked, status=429)
    token = _token(request, form)
    if not token:
        asked.add_error(None, _("This page is too old. Please press the button once more."))
    if not asked.is_valid():
        return _refused(request, form, asked, status=422)
    at = timezone.now()
    made = web_form.submit(
        form, token=token, at=at, first_touch=touch.read(request.POST.dict(), prefix="first_"),
        last_touch=touch.read(request.POST.dict()), **asked.facts,
    )  # fmt: skip
    run.look_again_at(made, at=at)
    if _wants_json(request):
        return _shared(request, form, JsonResponse({"thanks": form.thanks or _("Thank you! We will be in touch.")}))
    return redirect(form.goes_to or "public_form_thanks", *([] if form.goes_to else [form.address]))


def _asked(request: HttpRequest, form: WebForm, said: Any) -> PublicForm:
    return PublicForm(said, form=form, country=default_calendar().country, now=timezone.now())


def _token(request: HttpRequest, form: WebForm) -> str:
    """Of a page of ours, its nonce; a form on a site that may show it needs none, what is said makes it one."""
    token = read(request.POST.get("token", ""), form, at=timezone.now())
    if token:
        return token.nonce
    return web_form.new_address() if _origin(request) in form.hosts else ""


def _origin(request: HttpRequest) -> str:
    """The site the request comes from, as its browser says."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(said).netloc.lower()


def _page(request: HttpRequest, form: WebForm, asked: PublicForm, *, status: int) -> HttpResponse:
    """What the address, or a form sent with faults, says of where its visitor came from travels along."""
    said = request.POST if request.method == "POST" else request.GET
    token, now = said.get("token", ""), timezone.now()
    context = {
        "form": form,
        "asked": asked,
        "token": token if read(token, form, at=now) else new_token(form, at=now),
        "touches": [(name, said[name][: touch.LONGEST]) for name in TOUCHES if said.get(name)],
    }
    return render(request, "web/lead_forms/page.html", context, status=status)


def _refused(request: HttpRequest, form: WebForm, asked: PublicForm, *, status: int) -> HttpResponse:
    if _wants_json(request):
        return _shared(request, form, JsonResponse({"errors": asked.errors}, status=status))
    return _page(request, form, asked, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _shared(request: HttpRequest, form: WebForm, response: HttpResponse) -> HttpResponse:
    """A script of a site that may show the form may send it and read the answer; of any other, it may not."""
    response.headers["Vary"] = "Origin, Accept"
    if _origin(request) in form.hosts and request.headers.get("Origin"):
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Allow-Methods"] = "POST"
        response.headers["Access-Control-Max-Age"] = "600"
    return response


def _framed(response: HttpResponse, form: WebForm) -> HttpResponse:
    ends_at = [form.goes_to] if form.goes_to else []
    changes: dict[str, Any] = {"form-action": ["'self'", *ends_at]}
    if form.hosts:
        response.xframe_options_exempt = True  # where Django itself looks
        changes["frame-ancestors"] = form.hosts
    response.headers["Content-Security-Policy"] = build_policy(replace=changes)
    return response


@entered
@require_safe
def thanks(request: HttpRequest, form: WebForm) -> HttpResponse:
    return render(request, "web/lead_forms/thanks.html", {"form": form})


@entered
@require_safe
@cache_control(public=True, max_age=3600)
def script(request: HttpRequest, form: WebForm) -> HttpResponse:
    """Shows the form on a site and tells it where its visitor came from."""
    return render(request, "web/lead_forms/embed.js", {"names": touch.NAMES}, content_type="text/javascript")
