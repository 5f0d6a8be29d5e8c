"""A file of the system the demo agency had before: most of it new, one row known, one that cannot be."""

from datetime import timedelta

from keepstep.demo.agency import Demo
from keepstep.domain.agency import own_list
from keepstep.domain.sales import file_import
from keepstep.domain.sales.lead_import import LeadImport
from keepstep.domain.sales.source import Source
from keepstep.intake.lead_sheet import fields, loading
from keepstep.intake.sheet import table

FILES = {
    "en": (
        "people.csv",
        "Person - ID,Person - Name,Person - Email - Work,Person - Phone - Mobile,Organization - Name,Person - Owner,"
        "Person - Notes,Person - Person created\n"
        "11,Hanna Berg,hanna@bergbooks.example,+49 30 55512401,Berg Books,Lena,Wants a shop for rare books,{a}\n"
        "12,Omar Said,omar@saidfoods.example,,Said Foods,Lena,Asked for search advertising,{b}\n"
        "13,Grace Holm,grace@fjordyoga.example,,Fjord Yoga,Lena,Met at the fair,{c}\n"
        "14,Nora Quist,nora@,,Quist Ceramics,Lena,Left a card,{c}\n",
    ),
    "ru": (
        "amocrm_export_leads.csv",
        "ID;Название сделки;Ответственный;Дата создания сделки;Этап сделки;Полное имя контакта;Компания контакта;"
        "Рабочий телефон;Рабочий email\n"
        "11;Магазин редких книг;Лена;{a};Первичный контакт;Анна Берг;Книги Берга;84955552401;anna@berg-knigi.example\n"
        "12;Контекстная реклама;Лена;{b};Переговоры;Омар Саидов;Саид Фудс;;omar@said-foods.example\n"
        "13;Знакомство на выставке;Лена;{c};Первичный контакт;Галина Холмова;;;galina@fjord-yoga.example\n"
        "14;Визитка;Лена;{c};Первичный контакт;Нора;Керамика;;nora@\n",
    ),
}


def load(demo: Demo) -> None:
    name, text = FILES[demo.agency.language]
    days = (demo.day - timedelta(days=ago) for ago in (75, 48, 20))
    content = text.format(**dict(zip("abc", days, strict=True))).encode()
    found = table.read(content)
    system, known = fields.guess(found.headings)
    one = file_import.receive(
        LeadImport, content, name=name, system=system, headings=found.headings, fields=known, total=len(found.rows),
        agency=demo.agency, by=demo.seller, at=demo.at,
    )  # fmt: skip
    fair = own_list.offered(Source, demo.agency).order_by("id").last()
    file_import.start(one, at=demo.at, source=fair, person=demo.seller, policy="attach")
    loading.load(demo.agency.pk, one.pk, clock=lambda: demo.at)
