"""Headings: which system wrote a file, and what each of its columns holds."""

import re
from collections.abc import Callable, Container
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation

from keepstep.intake.sheet.table import folded

NOTHING = ""
"""A column that is only kept with the row."""
TRAPS = re.compile(
    r"ответствен|кем (создан|изменен|редактирован)|менеджер|owner|creator|assistant|created by|факс|fax|пейджер|"
    r"реквизит.*(e-mail|адрес)|deal ids?$|company ids?$"
)
"""Whoever these name is nobody who asked."""
# A system is known by headings that stand in its files and in no other's.
SYSTEMS = {
    "amocrm": (
        {"название сделки", "этап сделки"}, {"название сделки", "полное имя (контакт)"},
        {"название сделки", "полное имя контакта"}, {"полное имя (контакт)", "ответственный за контакт"},
    ),
    "bitrix24": (
        {"название лида"}, {"обращение", "фамилия"}, {"рабочий e-mail"}, {"название сделки", "стадия сделки"},
    ),
    "hubspot": ({"record id", "create date"}, {"record id", "first name"}, {"first name", "contact owner"}),
    "pipedrive": ({"person - name"}, {"lead - title"}, {"deal - title"}, {"organization - name"}),
}  # fmt: skip
TITLES = {"amocrm": "amoCRM", "bitrix24": "Bitrix24", "hubspot": "HubSpot", "pipedrive": "Pipedrive"}


class Guess(NamedTuple):
    """`system` is empty for a file nobody's system made; `fields` go with the headings, empty where a column says
    nothing of what we keep."""

    system: str
    fields: list[str]


def guess(headings: list[str], field_of: Callable[[str], str], several: Container[str]) -> Guess:
    """`field_of` knows a folded heading. Of two columns that say one thing the first counts, but of `several` all."""
    plain = [folded(one) for one in headings]
    fields: list[str] = []
    for name in plain:
        field = field_of(name)
        fields.append(NOTHING if field in fields and field not in several else field)
    return Guess(_system(set(plain)), fields)


@cache
def by_our_words(fields: type[TextChoices]) -> dict[str, str]:
    """The field of each folded heading that stands in files saved here, in any of our languages."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {folded(str(field.label)): field.value for field in fields}
    return found


def _system(known: set[str]) -> str:
    return next((system for system, sets in SYSTEMS.items() if any(one <= known for one in sets)), "")
