"""A kept file on its way out: saved by the browser under its safe name, and never shown in our pages' place."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from keepstep.domain.agency import store


def download(digest: str, *, agency_id: UUID, name: str, kind: str) -> HttpResponse:
    """Raises Http404 where the file is not."""
    try:
        content = store.read(digest, agency_id=agency_id)
    except store.NotKept as why:
        raise Http404 from why
    return saved(content, name=name, kind=kind)


def saved(content: bytes, *, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind or "application/octet-stream")
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
