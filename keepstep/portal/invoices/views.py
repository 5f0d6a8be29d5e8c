"""What the client is to pay and has paid, for whoever there may see money."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from keepstep.domain.agency import store
from keepstep.outlet.agreement.act import title
from keepstep.outlet.invoice import paper
from keepstep.outlet.pdf.agreement import as_file as kept_file
from keepstep.outlet.pdf.agreement import name_of
from keepstep.outlet.pdf.invoice import as_file
from keepstep.portal.page import page
from keepstep.portal.seat import ClientRequest, seated

PAGE = 50


@seated
@require_GET
def index(request: ClientRequest) -> HttpResponse:
    if not request.contact.sees_money:
        raise Http404
    day = request.desk.working_time.local_day(timezone.now())
    paid = Paginator(request.desk.invoices().paid_in_full().order_by("-issued_on", "-pk"), PAGE)
    to_pay = request.desk.invoices().unpaid().order_by("due", "pk")[:PAGE]
    context = {
        "to_pay": [{"invoice": one, "is_late": one.due is not None and one.due < day} for one in to_pay],
        "proposals": request.desk.proposals().with_standing(day)[:PAGE],
        "acts": request.desk.acts().with_state().order_by("-day", "-pk")[:PAGE],
        "paid": paid.get_page(request.GET.get("page")),
    }
    return page(request, "portal/invoices/index.html", context)


@seated
@require_GET
def act_copy(request: ClientRequest, act_id: UUID) -> HttpResponse:
    """As it was made."""
    found = get_object_or_404(request.desk.acts(), pk=act_id)
    try:
        content = store.read(found.digest, agency_id=found.agency_id)
    except store.NotKept as why:
        raise Http404 from why
    with translation.override(found.language):
        return kept_file(content, name=name_of(title(found)))


@seated
@require_GET
def paper_copy(request: ClientRequest, invoice_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.invoices(), pk=invoice_id)
    day = request.desk.working_time.local_day(timezone.now())
    return as_file(paper.of(found, day=day), agency_id=found.agency_id)
