"""The review of a quarter on paper, for the client: results, what was done, and what is next; set by Typst (§6)."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import typst
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keepstep.domain.clients.account import Account
from keepstep.round.quarter import Quarter

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    state: str
    words: str


@dataclass(frozen=True)
class Part:
    title: str
    lines: list[Line]
    text: str = ""


@dataclass(frozen=True)
class Paper:
    title: str
    client: str
    agency: str
    made: str
    language: str
    parts: list[Part]


def of(account: Account, quarter: Quarter, *, plan: str, agency: str, day: date) -> Paper:
    """In the language that is active; what grows in step is between us and own management, and is left out."""
    results = [Line(goal.state, goal.words) for goal in quarter.goals] + [Line("", one) for one in quarter.changes]
    done = [Line("", words) for words in (quarter.steps, *quarter.milestones)]
    ahead = [Line("", words) for words in quarter.ahead]
    parts = [
        Part(_("Results"), results, "" if results else _("No number of your business was told us in this quarter.")),
        Part(_("What was done"), done),
        Part(_("The next quarter"), ahead, plan),
    ]
    return Paper(
        title=_("Review of %(quarter)s") % {"quarter": quarter.name},
        client=account.name,
        agency=agency,
        made=capfirst(date_format(day, "j E Y")),
        language=get_language() or "en",
        parts=[part for part in parts if part.lines or part.text],
    )


def pdf(paper: Paper) -> bytes:
    """What people wrote goes in as data and is never markup."""
    made: bytes = typst.compile(
        HERE / "growth_review.typ",
        root=HERE,
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(asdict(paper), default=str, ensure_ascii=False)},
    )
    return made


def as_file(paper: Paper) -> HttpResponse:
    answer = HttpResponse(pdf(paper), content_type="application/pdf")
    name = f"{paper.client} – {paper.title}.pdf".replace("/", "-").replace(":", "")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return answer
