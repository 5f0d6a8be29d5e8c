"""A deal is lost, for a reason, and opened again."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import loss
from keepstep.domain.sales.deal import DealClosed
from keepstep.domain.sales.gate import GoneOn
from keepstep.web import act
from keepstep.web.deals.forms import LoseForm
from keepstep.web.deals.views import address, deal_of, done, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def lose(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    found = deal_of(request, deal_id)
    form = LoseForm(request.POST if request.method == "POST" else None, desk=request.desk)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("The deal is lost"), submit=_("Lose"), back=address(found), about=found.title
        )
    try:
        loss.lose(found, **form.cleaned_data, by=request.person, at=timezone.now())
    except DealClosed as why:
        return refused(request, found, why)
    return done(request, found, _("Lost."), undo=reverse("deal_reopen", args=[found.pk]))


@seated
@require_POST
def reopen(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    found = deal_of(request, deal_id)
    try:
        loss.reopen(found, by=request.person, at=timezone.now())
    except GoneOn as why:
        return refused(request, found, why)
    return done(request, found, _("Open again."))
