"""A client's file: only for whoever sees the client, and only to be saved, never to be opened in our name."""

from typing import cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from keepstep.domain.agency import store
from keepstep.domain.agency.store import NotKept
from keepstep.web.seat import StaffRequest, seated

AS_BYTES = "application/octet-stream"
OPENS_IN_A_BROWSER = {"image/svg+xml", "text/plain"}


@seated
@require_GET
def show(request: StaffRequest, attachment_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.attachments().filter(refusal=""), pk=attachment_id)
    try:
        file = store.opened(found.digest, agency_id=found.agency_id)
    except NotKept as why:
        raise Http404 from why
    kind = AS_BYTES if found.kind in OPENS_IN_A_BROWSER else found.kind
    response = FileResponse(file, as_attachment=True, filename=found.name, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private"
    return cast(HttpResponse, response)
