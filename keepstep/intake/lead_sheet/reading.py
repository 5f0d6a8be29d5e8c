"""A row of a file of leads as an arrival: what it says of the person, or why it is refused, at its columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_loading import Arrival
from keepstep.domain.sales.touch import LONGEST
from keepstep.intake.lead_sheet.fields import Field
from keepstep.intake.sheet import cell
from keepstep.intake.sheet.table import Row, folded

BETWEEN = re.compile(r"[,;\n|]+")
LONG = {"name": 200, "company": 200, "site": 200, "message": 10_000}
_is_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Reading:
    """What a file is read by: `fields` of its columns, sources by their folded names, the source and the moment of rows
    that name none."""

    headings: Sequence[str]
    fields: Sequence[str]
    sources: dict[str, UUID]
    source: UUID
    country: str
    zone: ZoneInfo
    at: datetime

    def arrival(self, row: Row) -> Arrival:
        said = self._said(row)
        faults: list[tuple[str, str]] = []
        lead = Lead(
            name=self._name(said)[: LONG["name"]],
            company=self._first(said, Field.COMPANY)[: LONG["company"]],
            emails=self._emails(said, faults),
            phones=self._phones(said, faults),
            tax_number=re.sub(r"\s", "", self._first(said, Field.TAX_NUMBER))[:20],
            site=self._site(said),
            message="\n".join(words for _place, words in said.get(Field.MESSAGE, ()))[: LONG["message"]],
            source_id=self.sources.get(folded(self._first(said, Field.SOURCE)), self.source),
            came_at=self._came(said, faults),
            first_touch={
                name.removeprefix("touch:"): cells[0][1][:LONGEST]
                for name, cells in said.items()
                if name.startswith("touch:")
            },
        )
        if not faults and not (lead.phones or lead.emails):
            faults.append(("", _("Without a telephone or an e-mail address nobody can answer them.")))
        return Arrival(row.number, row.cells, lead, faults)

    def _said(self, row: Row) -> dict[str, list[tuple[int, str]]]:
        """By field, the cells that say anything, each with its column."""
        found: dict[str, list[tuple[int, str]]] = {}
        for place, name in enumerate(self.fields):
            words = row.cells[place].replace("\0", "")
            if name and words:
                found.setdefault(name, []).append((place, words))
        return found

    def _first(self, said: dict[str, list[tuple[int, str]]], field: Field) -> str:
        return said[field][0][1] if field in said else ""

    def _name(self, said: dict[str, list[tuple[int, str]]]) -> str:
        parts = (self._first(said, one) for one in (Field.FIRST_NAME, Field.MIDDLE_NAME, Field.LAST_NAME))
        return self._first(said, Field.NAME) or " ".join(filter(None, parts))

    def _emails(self, said: dict[str, list[tuple[int, str]]], faults: list[tuple[str, str]]) -> list[str]:
        found: dict[str, None] = {}
        for place, words in said.get(Field.EMAILS, ()):
            for part in filter(None, (one.strip() for one in BETWEEN.split(words))):
                try:
                    validate_email(part)
                except ValidationError:
                    faults.append((self.headings[place], _("%(text)s is no e-mail address.") % {"text": part[:100]}))
                else:
                    found[part] = None
        return list(found)

    def _phones(self, said: dict[str, list[tuple[int, str]]], faults: list[tuple[str, str]]) -> list[str]:
        found: dict[str, None] = {}
        for place, words in said.get(Field.PHONES, ()):
            for part in filter(None, (one.strip(" '") for one in BETWEEN.split(words))):
                number = international(part, self.country)
                if number:
                    found[number] = None
                else:
                    words_ = _("%(text)s is no telephone number.") % {"text": part[:100]}
                    faults.append((self.headings[place], words_))
        return list(found)

    def _site(self, said: dict[str, list[tuple[int, str]]]) -> str:
        """What is no address stays with the row only."""
        words = self._first(said, Field.SITE)
        address = words if "//" in words or not words else f"https://{words}"
        try:
            _is_url(address)
        except ValidationError:
            return ""
        return address[: LONG["site"]] if len(address) <= LONG["site"] else ""

    def _came(self, said: dict[str, list[tuple[int, str]]], faults: list[tuple[str, str]]) -> datetime:
        """Midnight of a day without an hour; never later than the moment it is loaded."""
        if Field.CAME not in said:
            return self.at
        place, words = said[Field.CAME][0]
        moment = cell.moment(words)
        if moment is None:
            fault = _("“%(text)s” is no day: write 2026-03-02 or 02.03.2026.") % {"text": words[:50]}
            faults.append((self.headings[place], fault))
            return self.at
        return min(moment.replace(tzinfo=self.zone).astimezone(UTC), self.at)


@lru_cache(4096)
def international(text: str, country: str) -> str:
    """The number as E.164 writes it, empty where there is no such number. Exports write +7 as 7, and as 8."""
    for said in (text, f"+{text}"):
        try:
            number = phonenumbers.parse(said, country or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return ""
