"""An invoice on paper, set by Typst (§5.8)."""

import json
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

import typst
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from keepstep.domain.agency import store
from keepstep.outlet.invoice.paper import Paper

HERE = Path(__file__).parent


def pdf(paper: Paper, *, agency_id: UUID) -> bytes:
    """A4, in the paper's language. The template is ours; what people wrote goes in as data and is never markup."""
    pictures = {name: _content(digest, agency_id) for name, digest in paper.pictures.items()}
    made: bytes = typst.compile(
        HERE / "invoice.typ",
        root=HERE,
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps({**asdict(paper), "pictures": pictures}, ensure_ascii=False)},
    )
    return made


def as_file(paper: Paper, *, agency_id: UUID) -> HttpResponse:
    """An answer that the browser shows, and saves under the invoice's name."""
    answer = HttpResponse(pdf(paper, agency_id=agency_id), content_type="application/pdf")
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=False, filename=name_of(paper)) or "inline"
    )
    return answer


def name_of(paper: Paper) -> str:
    return f"{paper.title}.pdf".replace("/", "-")


def _content(digest: str, agency_id: UUID) -> list[int]:
    """A picture as the numbers of its bytes: data has no other form for them. One that is lost is left out."""
    try:
        return list(store.read(digest, agency_id=agency_id)) if digest else []
    except store.NotKept:
        return []
