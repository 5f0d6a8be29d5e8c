"""A row of a file as it is read: what it says by field, and what is wrong with it, at its heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from keepstep.intake.sheet import cell
from keepstep.intake.sheet.table import Row
from keepstep.intake.sheet.telephone import international

BETWEEN = re.compile(r"[,;\n|]+")


@dataclass
class Line:
    """`said` are the cells that say anything, each with its column; `faults` headings with words."""

    headings: Sequence[str]
    said: dict[str, list[tuple[int, str]]]
    faults: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, row: Row, headings: Sequence[str], fields: Sequence[str]) -> "Line":
        found: dict[str, list[tuple[int, str]]] = {}
        for place, name in enumerate(fields):
            words = row.cells[place].replace("\0", "")
            if name and words:
                found.setdefault(name, []).append((place, words))
        return cls(headings, found)

    def first(self, name: str) -> str:
        return self.said[name][0][1] if name in self.said else ""

    def all(self, name: str) -> str:
        """Everything that is said of it, a line each."""
        return "\n".join(words for _place, words in self.said.get(name, ()))

    def fault(self, name: str, words: str) -> None:
        """At the column that holds it; at none where no column does."""
        self.faults.append((self.headings[self.said[name][0][0]] if name in self.said else "", words))

    def person(self, name: str, first: str, middle: str, last: str) -> str:
        return self.first(name) or " ".join(filter(None, (self.first(one) for one in (first, middle, last))))

    def emails(self, name: str) -> list[str]:
        found: dict[str, None] = {}
        for place, words in self.said.get(name, ()):
            for part in filter(None, (one.strip() for one in BETWEEN.split(words))):
                try:
                    validate_email(part)
                except ValidationError:
                    wrong = _("%(text)s is no e-mail address.") % {"text": part[:100]}
                    self.faults.append((self.headings[place], wrong))
                else:
                    found[part] = None
        return list(found)

    def phones(self, name: str, country: str) -> list[str]:
        found: dict[str, None] = {}
        for place, words in self.said.get(name, ()):
            for part in filter(None, (one.strip(" '") for one in BETWEEN.split(words))):
                number = international(part, country)
                if number:
                    found[number] = None
                else:
                    wrong = _("%(text)s is no telephone number.") % {"text": part[:100]}
                    self.faults.append((self.headings[place], wrong))
        return list(found)

    def moment(self, name: str, zone: ZoneInfo) -> datetime | None:
        """Midnight of a day without an hour; None where nothing is said, or nothing that is a day."""
        words = self.first(name)
        if not words:
            return None
        moment = cell.moment(words)
        if moment is None:
            self.fault(name, _("“%(text)s” is no day: write 2026-03-02 or 02.03.2026.") % {"text": words[:50]})
            return None
        return moment.replace(tzinfo=zone).astimezone(UTC)
