"""The company's page on one sheet, for the owner's Monday, set by Typst (§5.9)."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import typst
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from keepstep.outlet.company.paper import Paper

HERE = Path(__file__).parent


def pdf(paper: Paper) -> bytes:
    """A4, in the paper's language. The template is ours; what people wrote goes in as data and is never markup."""
    made: bytes = typst.compile(
        HERE / "company.typ",
        root=HERE,
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(asdict(paper), ensure_ascii=False)},
    )
    return made


class Sheet(NamedTuple):
    name: str
    content: bytes


def sheet(paper: Paper) -> Sheet:
    """As a file."""
    return Sheet(f"{paper.title} – {paper.made}.pdf".replace("/", "-"), pdf(paper))


def as_file(paper: Paper) -> HttpResponse:
    """An answer that the browser shows."""
    made = sheet(paper)
    answer = HttpResponse(made.content, content_type="application/pdf")
    said = content_disposition_header(as_attachment=False, filename=made.name)
    answer.headers["Content-Disposition"] = said or "inline"
    return answer
