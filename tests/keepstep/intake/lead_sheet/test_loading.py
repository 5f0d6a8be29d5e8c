"""Whole files of other systems, as their users get them, become leads; a worker that dies goes on where it was."""

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest

from keepstep.domain.agency import store
from keepstep.domain.sales import file_import, lead_loading
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_import import LeadImport, LeadImportRow
from keepstep.intake.lead_sheet import fields, loading
from keepstep.intake.sheet import pieces, table
from tests.cast import House
from tests.keepstep.domain.sales.leads import site

AMO = (
    "\ufeffID;Название сделки;Бюджет;Ответственный;Дата создания сделки;Полное имя контакта;Компания контакта;"
    "Рабочий телефон;Мобильный телефон;Рабочий email;Этап сделки;Источник;utm_campaign\r\n"
    '101;Сайт;"120 000";Анна Петрова;02.02.2026 16:14:05;Ирина Белова;ООО «Ясень»;'
    '"\'+7 (495) 555-12-34, 84955551235";79165551234;irina@yasen.example;Первичный контакт;Website;redesign\r\n'
)
BITRIX = (
    "Название лида;Имя;Фамилия;Отчество;Обращение;Название компании;Стадия;Ответственный;Комментарий;Рабочий телефон;"
    "Рабочий e-mail\n"
    '"Заявка";"Пётр";"Нови́ков";"Ильич";"";"";"Новый";"Анна";"Хочет рекламу";"8 (916) 555-12-36";"petr@mail.example"\n'
).replace("\u0301", "")
HUBSPOT = (
    '"Record ID","First Name","Last Name","Email","Phone Number","Company Name","Website URL","Contact owner",'
    '"Create Date"\n'
    '"5120000001","Grace","Holm","grace@fjordyoga.example","","Fjord Yoga","fjordyoga.example",'
    '"Anna (anna@lighthouse.test)","2026-01-28 16:14"\n'
)
PIPEDRIVE = (
    "Person - ID,Person - Name,Person - Email - Work,Person - Phone - Mobile,Organization - Name,Person - Owner\n"
    "7,Yusuf Demir,yusuf@demir.example,+49 30 55512388,Demir Logistics,Anna\n"
)


def given(house: House, content: bytes, **facts: Any) -> LeadImport:
    """The file is uploaded, recognised and started as it stands."""
    found = table.read(content)
    system, known = fields.guess(found.headings)
    one = file_import.receive(
        LeadImport, content, name="export.csv", system=system, headings=found.headings, fields=known,
        total=len(found.rows), agency=house.agency, by=house.oleg, at=house.at,
    )  # fmt: skip
    file_import.start(one, at=house.at, source=site(house), **facts)
    return one


def load(house: House, one: LeadImport) -> None:
    loading.load(house.agency.pk, one.pk, clock=lambda: house.at)


@pytest.mark.parametrize(
    ("text", "encoding", "system", "known"),
    [
        (
            AMO, "utf-8", "amocrm",
            ("Ирина Белова", "ООО «Ясень»", ["irina@yasen.example"], ["+74955551234", "+74955551235", "+79165551234"],
             "", "Сайт", datetime(2026, 2, 2, 15, 14, tzinfo=UTC), {"utm_campaign": "redesign"}),
        ),
        (
            BITRIX, "cp1251", "bitrix24",
            ("Пётр Ильич Новиков", "", ["petr@mail.example"], ["+79165551236"], "", "Заявка\nХочет рекламу",
             datetime(2026, 3, 2, 8, tzinfo=UTC), {}),
        ),
        (
            HUBSPOT, "utf-8", "hubspot",
            ("Grace Holm", "Fjord Yoga", ["grace@fjordyoga.example"], [], "https://fjordyoga.example", "",
             datetime(2026, 1, 28, 15, 14, tzinfo=UTC), {}),
        ),
        (
            PIPEDRIVE, "utf-8", "pipedrive",
            ("Yusuf Demir", "Demir Logistics", ["yusuf@demir.example"], ["+493055512388"], "", "",
             datetime(2026, 3, 2, 8, tzinfo=UTC), {}),
        ),
    ],
)  # fmt: skip
def test_a_file_of_each_system(house: House, text: str, encoding: str, system: str, known: tuple[Any, ...]) -> None:
    one = given(house, text.encode(encoding), country="RU")
    load(house, one)
    made = Lead.objects.get()
    facts = (made.name, made.company, made.emails, made.phones, made.site, made.message, made.came_at, made.first_touch)
    assert (one.system, facts) == (system, known)
    assert LeadImport.objects.get().finished_at == house.at


def test_rows_that_cannot_be_are_refused_with_what_is_wrong_in_which_column(house: House) -> None:
    text = "Имя;Телефон;Email;Дата создания\nA;12;a@;soon\nB;;;\nC;;c@x.test;\n"
    load(house, given(house, text.encode(), country="RU"))
    refused = LeadImportRow.objects.filter(outcome="refused").values_list("number", "faults")
    assert list(refused) == [
        (2, [
            ["Email", "a@ is no e-mail address."], ["Телефон", "12 is no telephone number."],
            ["Дата создания", "“soon” is no day: write 2026-03-02 or 02.03.2026."],
        ]),
        (3, [["", "Without a telephone or an e-mail address nobody can answer them."]]),
    ]  # fmt: skip
    assert [lead.name for lead in Lead.objects.all()] == ["C"]


def test_a_worker_that_died_between_two_pieces_goes_on_where_it_was(house: House) -> None:
    text = "Name,Email\n" + "".join(f"Row {n},a{n}@x.test\n" for n in range(5))
    one = given(house, text.encode())
    real, deaths = lead_loading.load, iter([False, True, False, False])

    def dying(*arguments: Any, **names: Any) -> None:
        if next(deaths):
            raise ConnectionResetError("the worker is gone")
        real(*arguments, **names)

    with patch.object(pieces, "PIECE", 2), patch.object(lead_loading, "load", dying):
        with pytest.raises(ConnectionResetError, match="gone"):
            load(house, one)
        assert Lead.objects.count() == 2
        load(house, one)
        load(house, one)
    assert sorted(lead.name for lead in Lead.objects.all()) == [f"Row {n}" for n in range(5)]
    assert LeadImport.objects.get().done == 5


def test_undone_by_its_job(house: House) -> None:
    one = given(house, PIPEDRIVE.encode())
    load(house, one)
    loading.undo(house.agency.pk, one.pk, clock=lambda: house.at)
    assert Lead.objects.count() == 1  # nobody has asked for it
    file_import.ask_undo(one, by=house.oleg, at=house.at)
    loading.undo(house.agency.pk, one.pk, clock=lambda: house.at)
    assert (Lead.objects.count(), LeadImport.objects.get().undone_at) == (0, house.at)
    assert store.read(one.digest, agency_id=house.agency.pk) == PIPEDRIVE.encode()
