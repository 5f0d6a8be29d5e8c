"""The agency's ways: its name, language, currency, who sees which clients, its patience."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.agency import agency
from keepstep.domain.agency.agency import FactBy, Language, Sight
from keepstep.web import act
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed


class AgencyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    currency = forms.RegexField(
        r"^[A-Z]{3}$", label=_("Currency"), max_length=3, help_text=_("Three letters: EUR, USD, RUB.")
    )
    sight = forms.ChoiceField(label=_("Account managers see"), choices=Sight)
    fact_by = forms.ChoiceField(label=_("A month’s plan is measured by"), choices=FactBy)
    stall_after = forms.IntegerField(
        label=_("A project stalls after"), min_value=1, max_value=60,
        help_text=_("Working days without a step; a project may have a patience of its own."),
    )  # fmt: skip
    tolerance = forms.IntegerField(
        label=_("Entered late at most"), min_value=0, max_value=60,
        help_text=_("Working days back for what has happened already; that it was entered late stays visible."),
    )  # fmt: skip


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest) -> HttpResponse:
    known = {name: getattr(request.agency, name) for name in AgencyForm.base_fields}
    form = AgencyForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        agency.amend(request.agency, **form.cleaned_data)
        return act.done(request, _("Saved."), back=request.path, show=lambda: redirect(request.path))
    return render(request, "web/settings/agency.html", {"form": form}, status=422 if form.is_bound else 200)
