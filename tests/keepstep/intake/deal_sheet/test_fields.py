"""Files of deals are known by their headings, and their stages by their names."""

import pytest

from keepstep.domain.sales import pipeline
from keepstep.domain.sales.pipeline import Stage
from keepstep.intake.deal_sheet import stages
from keepstep.intake.deal_sheet.fields import guess
from keepstep.intake.deal_sheet.stages import Said
from tests.cast import House

AMO = (
    "ID;Название сделки;Бюджет;Ответственный;Дата создания сделки;Кем создана сделка;Дата закрытия;Теги;Примечание;"
    "Примечание 2;Этап сделки;Воронка;Полное имя контакта;Компания контакта;Ответственный за контакт;Компания;"
    "Рабочий телефон;Мобильный телефон;Факс;Рабочий email;Источник;utm_source"
)
AMO_NEW = "ID;Название сделки;Компания;Основной контакт;Ответственный;Этап сделки;Воронка;Бюджет ₽;Дата создания"
BITRIX = (
    "ID;Название сделки;Стадия сделки;Воронка;Сумма;Валюта;Вероятность;Тип;Компания;Контакт;Ответственный;"
    "Предполагаемая дата закрытия;Дата начала;Дата создания;Источник;Комментарий;Контакт: Рабочий телефон"
)
HUBSPOT = (
    "Record ID,Amount,Close Date,Closed Lost Reason,Create Date,Created by user ID,Deal Name,Deal owner,Deal Stage,"
    "Next Activity Date,Next step,Pipeline,Associated Company,Associated Contact,Associated Company IDs"
)
PIPEDRIVE = (
    "Deal - ID,Deal - Title,Deal - Creator,Deal - Owner,Deal - Value,Deal - Currency of Value,Deal - Organization,"
    "Deal - Organization ID,Deal - Contact person,Deal - Pipeline,Deal - Stage,Deal - Status,Deal - Deal created,"
    "Deal - Last stage change,Deal - Next activity date,Deal - Won time,Deal - Lost time,Deal - Lost reason,"
    "Deal - Expected close date"
)
OURS = "Сделка;Этап;Сумма;Клиент;Продавец;Договор подписан;Дата оплаты;Причина отказа;Срок задачи"


@pytest.mark.parametrize(
    ("headings", "system", "fields"),
    [
        (
            AMO, "amocrm",
            "number title amount seller begun - closed - note note stage pipeline name company - - phones phones - "
            "emails source -",
        ),
        (AMO_NEW, "amocrm", "number title company name seller stage pipeline amount begun"),
        (
            BITRIX, "bitrix24",
            "number title stage pipeline amount currency - - company name seller closes begun - source note phones",
        ),
        (
            HUBSPOT, "hubspot",
            "number amount closed reason begun - title seller stage due task pipeline company name -",
        ),
        (
            PIPEDRIVE, "pipedrive",
            "number title - seller amount currency company - name pipeline stage status begun since due closed closed "
            "reason closes",
        ),
        (OURS, "", "title stage amount company seller proof:3 proof:4 reason due"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headings(headings: str, system: str, fields: str) -> None:
    found = guess(headings.split(";" if ";" in headings else ","))
    assert (found.system, " ".join(one or "-" for one in found.fields)) == (system, fields)


def test_stages_are_proposed_by_their_names(house: House) -> None:
    pipeline.offered(house.agency)
    ours = list(Stage.objects.still_open().select_related("pipeline"))
    names = {str(one.pk): one.name for one in ours}
    said = (
        "contract  Concluded*", "Первичный контакт", "Переговоры", "Согласование договора", "Счёт на предоплату",
        "Успешно реализовано", "Закрыто и не реализовано", "Closed Won", "Lead In", "Сделка провалена", "Гараж",
    )  # fmt: skip
    found = [stages.proposed(Said("", one, 1), ours) for one in said]
    assert [names.get(one, one) for one in found] == [
        "Contract concluded", "New request", "Request clarified", "Price agreed", "Contract concluded", "won", "lost",
        "won", "New request", "lost", "",
    ]  # fmt: skip
