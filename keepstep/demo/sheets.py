"""What the demo's agency shares with its clients: a page or two on paper, set as real ones are."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.utils.formats import date_format

from keepstep.demo.content import Client, Content, Sheet
from keepstep.outlet import pdf as printed

HERE, FONTS = Path(__file__).parent, Path(printed.__file__).parent / "fonts"


def pdf(sheet: Sheet, content: Content, client: Client, day: date) -> bytes:
    """A4, under the agency's name."""
    return _set(sheet, content, client, day, format="pdf")


def picture(sheet: Sheet, content: Content, client: Client, day: date) -> bytes:
    """The same as a picture that a letter can show."""
    return _set(sheet, content, client, day, format="png", ppi=72.0)


def _set(sheet: Sheet, content: Content, client: Client, day: date, **how: Any) -> bytes:
    said = {
        "language": content.language, "agency": content.agency, "client": client.name, "title": sheet.title,
        "day": date_format(day, "j E Y"), "lines": sheet.lines, "foot": content.sheet_foot,
    }  # fmt: skip
    made: bytes = typst.compile(
        HERE / "sheet.typ", root=HERE, font_paths=[FONTS], ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(said, ensure_ascii=False)}, **how,
    )  # fmt: skip
    return made
