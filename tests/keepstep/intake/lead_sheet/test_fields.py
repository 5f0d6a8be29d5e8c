"""Files of other systems are known by their headings, and nobody's manager becomes a lead."""

import pytest

from keepstep.intake.lead_sheet.fields import guess

AMO = (
    "ID;Название сделки;Бюджет;Ответственный;Дата создания сделки;Кем создана сделка;Теги;Примечание;Примечание 2;"
    "Этап сделки;Воронка;Полное имя контакта;Компания контакта;Ответственный за контакт;Компания;Рабочий телефон;"
    "Мобильный телефон;Факс;Рабочий email;Личный email;Источник;utm_source;utm_campaign;_ym_uid;roistat;gclientid;"
    "yclid;fbclid;roistat;Источник"
)
AMO_NEW = (
    "ID;Название сделки;Компания;Основной контакт;Ответственный;Этап сделки;Бюджет ₽;Дата создания;Дата закрытия;"
    "Рабочий телефон (контакт);Рабочий email (контакт)"
)
BITRIX_LEAD = (
    "Название лида;Имя;Фамилия;Отчество;Обращение;Название компании;Стадия;Источник;Ответственный;Комментарий;"
    "Рабочий телефон;Номер факса;Рабочий e-mail;Корпоративный сайт;Дата создания;Дата создания"
)
HUBSPOT = (
    "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Company Name,Website URL,Contact owner,"
    "Lead Status,Original Source,Google ad click id,Create Date,Created by user ID,Associated Company IDs"
)
PIPEDRIVE = (
    "Person - ID,Person - Name*,Person - Email - Work,Person - Email - Home,Person - Phone - Mobile,"
    "Organization - Name,Person - Owner,Person - Notes,Person - Person created"
)


def told(headings: str) -> tuple[str, list[str]]:
    """The system, and each heading that says something with what it says."""
    names = headings.split(";" if ";" in headings else ",")
    system, fields = guess(names)
    return system, [f"{name}={field}" for name, field in zip(names, fields, strict=True) if field]


@pytest.mark.parametrize(
    ("headings", "system", "fields"),
    [
        (
            AMO, "amocrm",
            "Название сделки=message|Дата создания сделки=came|Примечание=message|Примечание 2=message|"
            "Полное имя контакта=name|Компания контакта=company|Рабочий телефон=phones|Мобильный телефон=phones|"
            "Рабочий email=emails|Личный email=emails|Источник=source|utm_source=touch:utm_source|"
            "utm_campaign=touch:utm_campaign|_ym_uid=touch:_ym_uid|roistat=touch:roistat|gclientid=touch:gclid|"
            "yclid=touch:yclid|fbclid=touch:fbclid",
        ),
        (
            AMO_NEW, "amocrm",
            "Название сделки=message|Компания=company|Основной контакт=name|Дата создания=came|"
            "Рабочий телефон (контакт)=phones|Рабочий email (контакт)=emails",
        ),
        (
            BITRIX_LEAD, "bitrix24",
            "Название лида=message|Имя=first_name|Фамилия=last_name|Отчество=middle_name|Название компании=company|"
            "Источник=source|Комментарий=message|Рабочий телефон=phones|Рабочий e-mail=emails|"
            "Корпоративный сайт=site|Дата создания=came",
        ),
        (
            HUBSPOT, "hubspot",
            "First Name=first_name|Last Name=last_name|Email=emails|Phone Number=phones|Mobile Phone Number=phones|"
            "Company Name=company|Website URL=site|Original Source=source|Google ad click id=touch:gclid|"
            "Create Date=came",
        ),
        (
            PIPEDRIVE, "pipedrive",
            "Person - Name*=name|Person - Email - Work=emails|Person - Email - Home=emails|"
            "Person - Phone - Mobile=phones|Organization - Name=company|Person - Notes=message|"
            "Person - Person created=came",
        ),
        ("ФИО;Телефон;Почта;ИНН;Менеджер", "", "ФИО=name|Телефон=phones|Почта=emails|ИНН=tax_number"),
        ("Företagsnamn,Kundnummer", "", ""),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headings(headings: str, system: str, fields: str) -> None:
    assert told(headings) == (system, fields.split("|") if fields else [])
