"""A proposal on paper, set by Typst (§5.8)."""

import json
from dataclasses import asdict
from pathlib import Path

import typst
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.outlet.proposal import paper

HERE = Path(__file__).parent


def draw(version: ProposalVersion) -> bytes:
    """A4, in the version's language. The template is ours; what people wrote goes in as data and is never markup."""
    written = paper.of(version)
    data = {**asdict(written), "logo": list(written.logo)}
    made: bytes = typst.compile(
        HERE / "proposal.typ",
        root=HERE,
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
    )
    return made


def as_file(content: bytes, *, title: str) -> HttpResponse:
    """An answer that the browser shows, and saves under the proposal's name."""
    answer = HttpResponse(content, content_type="application/pdf")
    name = f"{title}.pdf".replace("/", "-")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
