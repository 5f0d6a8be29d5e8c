"""A file of deals of the system the demo agency had before: one goes on, one waits before a gate, one was lost."""

from datetime import timedelta

from keepstep.demo.agency import Demo
from keepstep.domain.agency import own_list
from keepstep.domain.sales import deal_import, file_import, pipeline
from keepstep.domain.sales.deal_import import DealImport
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.pipeline import Stage
from keepstep.intake.deal_sheet import fields, loading, stages
from keepstep.intake.sheet import table

FILES = {
    "en": (
        "deals.csv",
        "Deal - ID,Deal - Title,Deal - Value,Deal - Organization,Deal - Contact person,Deal - Owner,Deal - Stage,"
        "Deal - Status,Deal - Deal created,Deal - Next activity date,Deal - Lost time,Deal - Lost reason\n"
        "41,Shop for sails,6400,Anchor Sails,Ida Winter,Lena,Lead In,Open,{a},{d},,\n"
        "42,Search advertising,1800,Harbour Fish,Ben Olsen,Lena,Contract signed,Open,{a},{d},,\n"
        "43,New brand,12000,Gull Ferries,Mara Lind,Lena,Proposal Made,Lost,{b},,{c},Too expensive\n"
        "44,Campaign,a lot,Pier Cafe,Tim Voss,Lena,Lead In,Open,{c},{d},,\n",
    ),
    "ru": (
        "amocrm_export_deals.csv",
        "ID;Название сделки;Бюджет;Компания;Основной контакт;Ответственный;Этап сделки;Дата создания;Срок задачи;"
        "Дата закрытия;Причина отказа\n"
        "41;Магазин парусов;640 000;Якорь;Ида Зимина;Лена;Первичный контакт;{a};{d};не закрыта;\n"
        "42;Контекстная реклама;180 000;Портовая рыба;Борис Ольхин;Лена;Договор подписан;{a};{d};не закрыта;\n"
        "43;Новый бренд;1 200 000;Паромы «Чайка»;Мара Линд;Лена;Закрыто и не реализовано;{b};;{c};Дорого\n"
        "44;Кампания;много;Кафе на пирсе;Тимур Фосс;Лена;Первичный контакт;{c};{d};не закрыта;\n",
    ),
}


def load(demo: Demo) -> None:
    name, text = FILES[demo.agency.language]
    days = (demo.day - timedelta(days=ago) for ago in (12, 60, 20, -3))
    content = text.format(**dict(zip("abcd", days, strict=True))).encode()
    found, along = table.read(content), pipeline.offered(demo.agency)[0]
    system, known = fields.guess(found.headings)
    one = file_import.receive(
        DealImport, content, name=name, system=system, headings=found.headings, fields=known, total=len(found.rows),
        agency=demo.agency, by=demo.seller, at=demo.at,
    )  # fmt: skip
    ours = list(Stage.objects.still_open().select_related("pipeline"))
    said = {each.key: stages.proposed(each, ours) for each in stages.said(found.rows, known)}
    deal_import.start(
        one, by=demo.seller, at=demo.at, stages=said, pipeline=along, person=demo.seller,
        currency=demo.agency.currency, reason=own_list.offered(LossReason, demo.agency).order_by("id").first(),
    )  # fmt: skip
    loading.load(demo.agency.pk, one.pk, clock=lambda: demo.at)
