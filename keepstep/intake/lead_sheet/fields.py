"""What a column of a file of leads may hold, and by which headings it is known: amoCRM, Bitrix24, HubSpot, Pipedrive,
and files people keep by hand. Managers, creators and faxes are never the lead's own."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.sales.touch import NAMES as TOUCH
from keepstep.intake.sheet import heading
from keepstep.intake.sheet.heading import NOTHING, TRAPS, Guess


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


SEVERAL = {Field.PHONES, Field.EMAILS, Field.MESSAGE}

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

_KNOWN = {name: field.value for field, names in EXACT.items() for name in names.split("|")}


def guess(headings: list[str]) -> Guess:
    """The system, and what each column holds."""
    return heading.guess(headings, _field, SEVERAL)


def _field(name: str) -> str:
    if TRAPS.search(name):
        return NOTHING
    touch = CLICKS.get(name, name)
    if touch in TOUCH:
        return f"touch:{touch}"
    if name in _KNOWN:
        return _KNOWN[name]
    family = next((field.value for field, family in FAMILIES if family.search(name)), NOTHING)
    return family or heading.by_our_words(Field).get(name, NOTHING)
