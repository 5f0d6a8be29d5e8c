"""Signing in: by e-mail and password, or by a link that works once."""

from allauth.account.forms import LoginForm
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency import login
from keepstep.outlet.sign_in_mail import send_link
from keepstep.web.seat import LANGUAGE_COOKIE
from keepstep.web.sign_in.forms import LinkForm

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """The form limits how often one address, and one caller, may fail."""
    form = LoginForm(request.POST or None, request=request)
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "web/sign_in/password.html", {"form": form}, status=status)
    start_session(request, form.user, backend=BACKEND)
    back = request.GET.get("next", "/")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "/")


@never_cache
@require_http_methods(["GET", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether or not the address is known."""
    form = LinkForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "web/sign_in/link.html", {"form": form}, status=200 if request.method == "GET" else 422)
    address = form.cleaned_data["email"].lower()
    limited: HttpResponse | None = ratelimit.consume_or_429(request, action="sign_in_link", key=address)
    if limited:
        return limited
    known = login.Login.objects.filter(email=address, is_active=True).first()
    if known:
        send_link(known, token=login.make_link(known, at=timezone.now()))
    return render(request, "web/sign_in/link_sent.html", {"email": address})


@never_cache
@require_http_methods(["GET", "POST"])
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link only asks; the button uses it, since mail scanners open links."""
    if request.method == "GET":
        link = login.find_link(token, at=timezone.now())
        return render(request, "web/sign_in/use_link.html", {"link": link}, status=200 if link else 410)
    known = login.use_link(token, at=timezone.now())
    if known is None:
        return render(request, "web/sign_in/use_link.html", {"link": None}, status=410)
    start_session(request, known, backend=BACKEND)
    return redirect("/")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    end_session(request)
    messages.success(request, _("You are signed out."))
    return redirect("sign_in")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language of somebody who is not signed in."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    answer = HttpResponseRedirect(back if safe else "/")
    if request.POST.get("language") in {"en", "ru"}:
        answer.set_cookie(LANGUAGE_COOKIE, request.POST["language"], max_age=31_536_000, samesite="Lax", httponly=True)
    return answer
