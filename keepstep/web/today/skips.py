"""Leave an item undone today, with a reason that is kept."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.duties.catalogue import catalogue
from keepstep.round import item
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated


class SkipForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=500, help_text=_("The reason is kept; the day is not."))


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, item_id: UUID) -> HttpResponse:
    found = get_object_or_404(item.open_of(request.person), pk=item_id)
    form = SkipForm(request.POST or None)
    back = reverse("today")
    if request.method == "GET" or not form.is_valid():
        about = f"{found.subject}: {catalogue()[found.duty].act(found.facts)}"
        return act.sheet(request, form, title=_("Skip it today"), submit=_("Skip"), back=back, about=about)
    item.skip(found, reason=form.cleaned_data["reason"], at=timezone.now())
    return act.done(request, _("Skipped."), back=back)
