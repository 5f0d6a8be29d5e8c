"""The agency's face towards its clients: the logo and the colour of the portal."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.agency import brand
from keepstep.domain.agency.brand import NoPicture, TooPale
from keepstep.web import act
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed


class BrandForm(forms.Form):
    colour = forms.RegexField(
        r"^(#[0-9a-fA-F]{6})?$", label=_("Colour"), required=False, max_length=7,
        help_text=_("As #1f5fd0; empty for the portal's own. By night it is made lighter by itself."),
        widget=forms.TextInput(attrs={"placeholder": "#1f5fd0", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    logo = forms.FileField(
        label=_("Logo"), required=False,
        help_text=_("PNG, JPEG, WebP or GIF, best wide and on a transparent ground. It is drawn anew."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )  # fmt: skip
    without_logo = forms.BooleanField(label=_("Without a logo: the name stands there"), required=False)

    def clean_colour(self) -> str:
        return str(self.cleaned_data["colour"]).lower()


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest) -> HttpResponse:
    known = request.desk.brand
    initial = {"colour": known.colour if known else ""}
    form = BrandForm(request.POST, request.FILES) if request.method == "POST" else BrandForm(initial=initial)
    if not (known and known.logo):
        del form.fields["without_logo"]
    if request.method == "POST" and form.is_valid() and _dressed(request, form):
        return act.done(request, _("Saved."), back=request.path, show=lambda: redirect(request.path))
    context = {"form": form, "brand": request.desk.brand, "sends_files": True}
    return render(request, "web/settings/brand.html", context, status=422 if form.is_bound else 200)


def _dressed(request: StaffRequest, form: BrandForm) -> bool:
    facts: dict[str, Any] = form.cleaned_data
    logo = facts.get("logo")
    try:
        brand.dress(
            colour=facts["colour"], logo=logo.read() if logo else None, by=request.person, at=timezone.now(),
            without_logo=facts.get("without_logo", False),
        )  # fmt: skip
    except TooPale as why:
        form.add_error("colour", str(why))
    except NoPicture as why:
        form.add_error("logo", str(why))
    return form.is_valid()
