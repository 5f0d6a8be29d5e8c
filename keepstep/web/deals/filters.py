"""Filters of the list of deals that are wanted again."""

from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency import saved_filter
from keepstep.web import act
from keepstep.web.deals import listing
from keepstep.web.seat import StaffRequest, seated

PAGE = "deal_list"


class FilterForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=60)
    is_shared = forms.BooleanField(label=_("All colleagues see it"), required=False)


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    """The address says what is filtered; it is read as the list reads it."""
    query = urlencode(listing.asked(QueryDict(request.GET.urlencode())).names)
    back = f"{reverse(PAGE)}?{query}"
    form = FilterForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("Save this filter"), submit=_("Save"), back=back)
    saved_filter.save(request.person, page=PAGE, query=query, at=timezone.now(), **form.cleaned_data)
    return act.done(request, _("Saved: it stands above the list."), back=back)


@seated
@require_POST
def forget(request: StaffRequest, filter_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.own_filters(), pk=filter_id)
    saved_filter.forget(found, at=timezone.now())
    said = _("“%(name)s” is gone from the list.") % {"name": found.name}
    return act.done(request, said, back=reverse(PAGE), undo=reverse("deal_filter_back", args=[found.pk]))


@seated
@require_POST
def remember(request: StaffRequest, filter_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.own_filters(), pk=filter_id)
    if not saved_filter.remember(found):
        return act.refused(request, _("Another filter bears this name by now."), back=reverse(PAGE))
    return act.done(request, _("It is as it was."), back=reverse(PAGE))
