"""What the demo's agency shares with its clients: a page or two on paper, set as real ones are."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.utils.formats import date_format

from keepstep.demo.content import Client, Content, Enclosed, Sheet
from keepstep.domain.agency.agency import Agency
from keepstep.outlet import pdf as printed

HERE, FONTS = Path(__file__).parent, Path(printed.__file__).parent / "fonts"


def pdf(sheet: Sheet, content: Content, client: Client, day: date) -> bytes:
    """A4, under the agency's name."""
    said = {
        "title": sheet.title, "day": date_format(day, "j E Y"), "lines": sheet.lines, "foot": content.sheet_foot,
    }  # fmt: skip
    return _set("sheet.typ", content, client, said, format="pdf")


def picture(shown: Enclosed, content: Content, client: Client) -> bytes:
    """A page of theirs as it will look, small enough for a letter."""
    said = {"title": shown.title, "heading": shown.heading, "tiles": shown.tiles}
    return _set("mockup.typ", content, client, said, format="png", ppi=110.0)


def contract(agency: Agency, *, company: str, title: str, lines: tuple[str, ...], foot: str, day: date) -> bytes:
    """A page that stands for the scan of what both have signed."""
    known = {"language": agency.language, "agency": agency.name, "client": company}
    said = {"title": title, "day": date_format(day, "j E Y"), "lines": lines, "foot": foot}
    return _typeset("sheet.typ", known | said, format="pdf")


def _set(file: str, content: Content, client: Client, said: dict[str, Any], **how: Any) -> bytes:
    return _typeset(
        file, {"language": content.language, "agency": content.agency, "client": client.name, **said}, **how
    )  # fmt: skip


def _typeset(file: str, known: dict[str, Any], **how: Any) -> bytes:
    made: bytes = typst.compile(
        HERE / file, root=HERE, font_paths=[FONTS], ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(known, ensure_ascii=False)}, **how,
    )  # fmt: skip
    return made
