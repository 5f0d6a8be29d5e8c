"""What a column of a file of leads may hold, and by which headings it is known: amoCRM, Bitrix24, HubSpot, Pipedrive,
and files people keep by hand. Managers, creators and faxes are never the lead's own."""

import re
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.sales.touch import NAMES as TOUCH
from keepstep.intake.sheet.table import folded


class Field(models.TextChoices):
    NAME = "name", pgettext_lazy("person", "Name")
    LAST_NAME = "last_name", _("Last name")
    FIRST_NAME = "first_name", _("First name")
    MIDDLE_NAME = "middle_name", _("Patronymic")
    COMPANY = "company", _("Company")
    PHONES = "phones", _("Telephone")
    EMAILS = "emails", _("E-mail")
    SITE = "site", _("Site")
    TAX_NUMBER = "tax_number", _("Tax number")
    MESSAGE = "message", _("What they want")
    CAME = "came", _("When it came")
    SOURCE = "source", _("Source")


NOTHING = ""
"""A column that is only kept with the row."""
SEVERAL = {Field.PHONES, Field.EMAILS, Field.MESSAGE}

TRAPS = re.compile(
    r"ответствен|кем (создан|изменен|редактирован)|менеджер|owner|creator|assistant|created by|факс|fax|пейджер|"
    r"реквизит.*(e-mail|адрес)|deal ids?$|company ids?$"
)
EXACT = {
    Field.NAME: "полное имя контакта|полное имя (контакт)|основной контакт|контакт|фио|имя клиента|full name|name|"
    "contact name|contact|person - name|deal - contact person|клиент",
    Field.FIRST_NAME: "имя|first name|person - first name",
    Field.LAST_NAME: "фамилия|last name|person - last name",
    Field.MIDDLE_NAME: "отчество",
    Field.COMPANY: "компания|компания контакта|название (компания)|название компании|company|company name|"
    "organization - name|person - organization|deal - organization|организация|associated company",
    Field.SITE: "сайт|сайт компании|корпоративный сайт|website|website url|company domain name|site",
    Field.TAX_NUMBER: "инн|реквизит (россия): инн|инн (компания)|tax number|vat number|tax id",
    Field.MESSAGE: "название сделки|название лида|примечание|комментарий|сообщение|запрос|message|comment|note|notes|"
    "deal name|lead - title|deal - title|person - notes|note - content|примечание к сделке|deal description",
    Field.CAME: "дата создания|дата создания сделки|дата создания (сделка)|дата создания (контакт)|create date|created|"
    "date created|person - person created|deal - deal created|дата|date|lead - lead created",
    Field.SOURCE: "источник|source|lead - source channel|original source",
}
FAMILIES = (
    (Field.EMAILS, re.compile(r"^(контакт: |person - )?.*\b(e-?mail|почта)\b")),
    (Field.PHONES, re.compile(r"^(контакт: |person - )?.*(телефон|\bphone\b|\bmobile\b)")),
    (Field.MESSAGE, re.compile(r"^примечание( к (сделке|контакту))? ?\d?$")),
)
CLICKS = {"gclientid": "gclid", "google ad click id": "gclid", "facebook click id": "fbclid", "ym_uid": "_ym_uid"}

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
_KNOWN = {name: field.value for field, names in EXACT.items() for name in names.split("|")}


class Guess(NamedTuple):
    """`system` is empty for a file nobody's system made; `fields` go with the headings, empty where a column says
    nothing of what we keep."""

    system: str
    fields: list[str]


def guess(headings: list[str]) -> Guess:
    """Of two columns that say one thing the first counts, but of telephones, addresses and messages all."""
    plain = [folded(one) for one in headings]
    fields: list[str] = []
    for name in plain:
        field = _field(name)
        fields.append(NOTHING if field in fields and field not in SEVERAL else field)
    return Guess(_system(set(plain)), fields)


def _system(known: set[str]) -> str:
    return next((system for system, sets in SYSTEMS.items() if any(one <= known for one in sets)), "")


def _field(name: str) -> str:
    if TRAPS.search(name):
        return NOTHING
    touch = CLICKS.get(name, name)
    if touch in TOUCH:
        return f"touch:{touch}"
    if name in _KNOWN:
        return _KNOWN[name]
    return next((field.value for field, family in FAMILIES if family.search(name)), NOTHING)
