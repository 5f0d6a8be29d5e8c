"""A row of a file of leads as an arrival: what it says of the person, or why it is refused, at its columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_loading import Arrival
from keepstep.domain.sales.own_field import OwnField
from keepstep.domain.sales.touch import LONGEST
from keepstep.intake.lead_sheet.fields import Field
from keepstep.intake.sheet import own
from keepstep.intake.sheet.line import Line
from keepstep.intake.sheet.table import Row, folded

LONG = {"name": 200, "company": 200, "site": 200, "message": 10_000}
_is_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Reading:
    """What a file is read by: `fields` of its columns, sources by their folded names, the source and the moment of rows
    that name none; `own` are the fields of the agency's own that stand in it."""

    headings: Sequence[str]
    fields: Sequence[str]
    sources: dict[str, UUID]
    source: UUID
    country: str
    zone: ZoneInfo
    at: datetime
    own: Sequence[OwnField] = ()

    def arrival(self, row: Row) -> Arrival:
        line = Line.of(row, self.headings, self.fields)
        lead = Lead(
            name=line.person(Field.NAME, Field.FIRST_NAME, Field.MIDDLE_NAME, Field.LAST_NAME)[: LONG["name"]],
            company=line.first(Field.COMPANY)[: LONG["company"]],
            emails=line.emails(Field.EMAILS),
            phones=line.phones(Field.PHONES, self.country),
            tax_number=re.sub(r"\s", "", line.first(Field.TAX_NUMBER))[:20],
            site=_site(line.first(Field.SITE)),
            message=line.all(Field.MESSAGE)[: LONG["message"]],
            own=own.values(line, self.own),
            source_id=self.sources.get(folded(line.first(Field.SOURCE)), self.source),
            # Never later than the moment it is loaded.
            came_at=min(line.moment(Field.CAME, self.zone) or self.at, self.at),
            first_touch={
                name.removeprefix("touch:"): cells[0][1][:LONGEST]
                for name, cells in line.said.items()
                if name.startswith("touch:")
            },
        )
        if not line.faults and not (lead.phones or lead.emails):
            line.fault("", _("Without a telephone or an e-mail address nobody can answer them."))
        return Arrival(row.number, row.cells, lead, line.faults)


def _site(words: str) -> str:
    """What is no address stays with the row only."""
    address = words if "//" in words or not words else f"https://{words}"
    try:
        _is_url(address)
    except ValidationError:
        return ""
    return address[: LONG["site"]] if len(address) <= LONG["site"] else ""
