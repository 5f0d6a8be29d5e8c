"""Tokens by which other systems enter: made, shown once, revoked."""

from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.agency import api_token
from keepstep.domain.agency.api_token import RevokedAlready
from keepstep.web import act
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

PAGE = 50


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=100, help_text=_("The system that will use it."))


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    return _page(request)


def _page(request: StaffRequest) -> HttpResponse:
    found = request.desk.api_tokens().select_related("made_by").order_by("revoked_at", "-made_at")
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "address": request.build_absolute_uri(reverse("api:api_leads")),
        "source": request.desk.sources().first(),
    }
    return render(request, f"web/api_tokens/index.html{'#page' if act.is_fragment(request) else ''}", context)


@managed
@never_cache
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = TokenForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("A new token"), submit=_("Make it"), back=reverse("api_tokens"))
    made = api_token.make(**form.cleaned_data, by=request.person, at=timezone.now())
    template = f"web/api_tokens/made.html{'#sheet' if act.is_fragment(request) else ''}"
    return render(request, template, {"token": made.token, "secret": made.secret})


@managed
@require_http_methods(["GET", "POST"])
def revoke(request: StaffRequest, token_id: UUID) -> HttpResponse:
    found, back = get_object_or_404(request.desk.api_tokens(), pk=token_id), reverse("api_tokens")
    if request.method == "GET":
        note = _("Whatever uses it is shut out at once. It cannot be taken back; a new token can be made.")
        return act.sheet(
            request, forms.Form(), title=_("Revoke the token"), submit=_("Revoke"), back=back, about=found.name,
            note=note,
        )  # fmt: skip
    try:
        api_token.revoke(found, by=request.person, at=timezone.now())
    except RevokedAlready as why:
        return act.refused(request, why, back=back, show=lambda: _page(request))
    return act.done(request, _("The token opens nothing any more."), back=back, show=lambda: _page(request))
