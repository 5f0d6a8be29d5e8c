"""What we shared with the client, what both have signed, and what the client handed in."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from keepstep.domain.agency import store
from keepstep.outlet.download import download
from keepstep.outlet.pdf.agreement import as_file, name_of
from keepstep.portal.documents import papers
from keepstep.portal.page import page
from keepstep.portal.seat import ClientRequest, seated

PAGE = 50


@seated
@require_GET
def index(request: ClientRequest) -> HttpResponse:
    if not request.contact.sees_documents:
        raise Http404
    number = request.GET.get("page")
    shared = request.desk.documents().select_related("project").order_by("-at", "-pk")
    given = request.desk.handed_in().select_related("touchpoint__contact", "touchpoint__project")
    context = {
        "papers": papers.of(request.desk),
        "shared": Paginator(shared, PAGE).get_page(number),
        "given": Paginator(given.order_by("-touchpoint__at", "place"), PAGE).get_page(number),
    }
    return page(request, "portal/documents/index.html", context)


@seated
@require_GET
def show(request: ClientRequest, document_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.documents(), pk=document_id)
    return download(found.digest, agency_id=found.agency_id, name=found.name, kind=found.kind)


@seated
@require_GET
def handed_in(request: ClientRequest, attachment_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.handed_in(), pk=attachment_id)
    return download(found.digest, agency_id=found.agency_id, name=found.name, kind=found.kind)


@seated
@require_GET
def contract_copy(request: ClientRequest, contract_id: UUID) -> HttpResponse:
    """As it was made."""
    found = get_object_or_404(request.desk.contracts(), pk=contract_id)
    try:
        content = store.read(found.digest, agency_id=found.agency_id)
    except store.NotKept as why:
        raise Http404 from why
    return as_file(content, name=name_of(papers.title(found)))


@seated
@require_GET
def contract_file(request: ClientRequest, mark_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.contract_files(), pk=mark_id)
    return download(found.digest, agency_id=found.agency_id, name=found.file_name, kind=found.kind)


@seated
@require_GET
def act_file(request: ClientRequest, mark_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.act_files(), pk=mark_id)
    return download(found.digest, agency_id=found.agency_id, name=found.file_name, kind=found.kind)
