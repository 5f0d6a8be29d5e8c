"""A contract, an addendum or an act on paper, set by Typst (§5.8)."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from keepstep.domain.agency import store
from keepstep.outlet.agreement.paper import Paper

HERE = Path(__file__).parent
DOTS_AN_INCH = 80
"""Of the pictures: sharp enough to read on a screen."""


def pdf(paper: Paper, *, agency_id: UUID) -> bytes:
    """A4, in the paper's language. The template is ours; what people wrote goes in as data and is never markup."""
    made: bytes = typst.compile(HERE / "agreement.typ", format="pdf", **_options(paper, agency_id))
    return made


def pictures(paper: Paper, *, agency_id: UUID) -> list[bytes]:
    """Its pages as PNGs."""
    made = typst.compile(HERE / "agreement.typ", format="png", ppi=DOTS_AN_INCH, **_options(paper, agency_id))
    return [made] if isinstance(made, bytes) else list(made)


def as_file(content: bytes, *, name: str) -> HttpResponse:
    """An answer that the browser shows, and saves under this name."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return answer


def name_of(title: str) -> str:
    return f"{title}.pdf".replace("/", "-")


def _options(paper: Paper, agency_id: UUID) -> dict[str, Any]:
    drawn = {name: _content(digest, agency_id) for name, digest in paper.pictures.items()}
    said = json.dumps({**asdict(paper), "pictures": drawn}, ensure_ascii=False)
    return {
        "root": HERE,
        "font_paths": [HERE / "fonts"],
        "ignore_system_fonts": True,
        "sys_inputs": {"paper": said},
    }


def _content(digest: str, agency_id: UUID) -> list[int]:
    """A picture as the numbers of its bytes: data has no other form for them. One that is lost is left out."""
    try:
        return list(store.read(digest, agency_id=agency_id)) if digest else []
    except store.NotKept:
        return []
