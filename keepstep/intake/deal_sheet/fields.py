"""What a column of a file of deals may hold, and by which headings it is known: amoCRM, Bitrix24, HubSpot, Pipedrive,
our own words, and files people keep by hand."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.sales.pipeline import OPENED_BY, Gate
from keepstep.intake.sheet import heading
from keepstep.intake.sheet.heading import NOTHING, TRAPS, Guess


class Field(models.TextChoices):
    TITLE = "title", _("What they may buy")
    NUMBER = "number", _("Number of the deal there")
    PIPELINE = "pipeline", _("Pipeline")
    STAGE = "stage", _("Stage")
    STATUS = "status", _("Open, won or lost")
    AMOUNT = "amount", _("Amount")
    CURRENCY = "currency", _("Currency")
    COMPANY = "company", _("Company")
    NAME = "name", pgettext_lazy("person", "Name")
    LAST_NAME = "last_name", _("Last name")
    FIRST_NAME = "first_name", _("First name")
    MIDDLE_NAME = "middle_name", _("Patronymic")
    PHONES = "phones", _("Telephone")
    EMAILS = "emails", _("E-mail")
    SELLER = "seller", _("Salesperson")
    SOURCE = "source", _("Source")
    BEGUN = "begun", _("When it began")
    SINCE = "since", _("Since when in its stage")
    CLOSES = "closes", _("Expected close")
    CLOSED = "closed", _("When it was closed")
    REASON = "reason", _("Why it was lost")
    TASK = "task", _("What is next")
    DUE = "due", _("When it is due")
    NOTE = "note", _("Note")


PROOF = "proof:"
"""With a gate behind it: the day on which what opens that gate happened."""
PROOFS = {f"{PROOF}{int(gate)}": words for gate, words in OPENED_BY.items() if gate < Gate.HANDED_OVER}
"""The last one opens by an acceptance alone."""
SEVERAL = {Field.PHONES, Field.EMAILS, Field.NOTE, Field.CLOSED}

EXACT: dict[str, str] = {
    Field.TITLE: "название сделки|сделка|deal name|deal - title|deal|deal title|title|название|что покупают",
    Field.NUMBER: "id|id сделки|record id|deal - id|deal - pipedrive system id|deal id|номер сделки",
    Field.PIPELINE: "воронка|направление|pipeline|deal - pipeline",
    Field.STAGE: "этап|этап сделки|стадия|стадия сделки|статус сделки|deal stage|stage|deal - stage|"
    "deal - stage (pipeline)",
    Field.STATUS: "статус|status|deal - status|state|состояние",
    Field.AMOUNT: "бюджет|бюджет сделки|сумма|сумма сделки|amount|deal - value|value|deal value|стоимость",
    Field.CURRENCY: "валюта|currency|deal - currency of value|deal currency",
    Field.COMPANY: "компания|компания контакта|название (компания)|название компании|company|company name|организация|"
    "organization - name|deal - organization|associated company|associated company (primary)|клиент|client",
    Field.NAME: "полное имя контакта|полное имя (контакт)|основной контакт|контакт|контактное лицо|фио|имя клиента|"
    "contact name|contact|person - name|deal - contact person|associated contact",
    Field.FIRST_NAME: "имя|first name|person - first name",
    Field.LAST_NAME: "фамилия|last name|person - last name",
    Field.MIDDLE_NAME: "отчество",
    Field.SELLER: "ответственный|ответственный за сделку|менеджер|продавец|deal owner|deal - owner|owner|salesperson",
    Field.SOURCE: "источник|source|deal - source channel|original traffic source",
    Field.BEGUN: "дата создания|дата создания сделки|дата создания (сделка)|create date|created|begun|начата|"
    "deal - deal created|дата начала",
    Field.SINCE: "deal - last stage change|в этапе с|in its stage since",
    Field.CLOSES: "предполагаемая дата закрытия|ожидаемое закрытие|deal - expected close date|expected close|"
    "expected close date",
    Field.CLOSED: "дата закрытия|close date|deal - won time|deal - lost time|deal - deal closed on|closed|закрыта",
    Field.REASON: "причина отказа|причина проигрыша|closed lost reason|deal - lost reason|lost reason|reason",
    Field.TASK: "next step|next task|следующая задача|что дальше",
    Field.DUE: "next activity date|deal - next activity date|срок задачи|дата следующей задачи",
    Field.NOTE: "примечание|примечание к сделке|комментарий|дополнительно об источнике|deal description|comment|note|"
    "notes|note - content",
    f"{PROOF}1": "бриф получен|brief answered|дата брифа",
    f"{PROOF}2": "кп принято|кп согласовано|proposal version accepted|proposal accepted",
    f"{PROOF}3": "договор подписан|дата договора|contract signed|contract date",
    f"{PROOF}4": "оплачено|дата оплаты|payment recorded|payment received|paid on|payment date",
}  # fmt: skip
FAMILIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (Field.AMOUNT, re.compile(r"^(бюджет|сумма)( сделки)?,? ?(₽|руб\.?)$")),
    (Field.EMAILS, re.compile(r"^(контакт: |person - )?.*\b(e-?mail|почта)\b")),
    (Field.PHONES, re.compile(r"^(контакт: |person - )?.*(телефон|\bphone\b|\bmobile\b)")),
    (Field.NOTE, re.compile(r"^примечание( к сделке)? ?\d?$")),
)
_KNOWN = {name: str(field) for field, names in EXACT.items() for name in names.split("|")}


def guess(headings: list[str]) -> Guess:
    """The system, and what each column holds."""
    return heading.guess(headings, _field, SEVERAL)


def _field(name: str) -> str:
    """Whose deal it is, is asked of the seller's column alone."""
    if known := _KNOWN.get(name) or heading.by_our_words(Field).get(name):
        return known
    if TRAPS.search(name):
        return NOTHING
    return next((str(field) for field, family in FAMILIES if family.search(name)), NOTHING)
