"""Columns of a file that hold fields of the agency's own: known by name, read by kind, refused at row and field."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from keepstep.domain.agency import own_list
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import deal_import
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_import import DealImport, DealImportRow
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_import import LeadImportRow
from keepstep.domain.sales.own_field import DealField, LeadField
from keepstep.intake import jobs
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import stages
from tests.keepstep.domain.sales.leads import site

In = Callable[[Person], Client]
DEALS = (
    "Название сделки;Компания;Бюджет на рекламу;Откуда узнали;Откуда узнали\n"
    "Сайт;Ясень;1 200,50;поиск;x\nРеклама;Вектор;много;Газета;\nSEO;Клён;;;\n"
)
LEADS = "Имя;E-mail;Fair\nAda;ada@bakery.test;02.03.2026\nBob;bob@bakery.test;soon\n"


@pytest.fixture
def oleg(house: House, client_of: In) -> Client:
    stages(house)
    return client_of(house.oleg)


def give(client: Client, kind: str, text: str) -> str:
    where: str = client.post(f"/{kind}/files/new/", {"file": SimpleUploadedFile("file.csv", text.encode())})["Location"]
    return where


def columns(client: Client, where: str) -> list[str]:
    """What stands in the selects of the columns, as they are proposed."""
    page = client.get(where).content.decode()
    of_file = page[page.index("columns-title") : page.index("</table>")]
    return re.findall(r'<option value="([^"]*)" selected>', of_file)


def work() -> None:
    for job in ProcrastinateJob.objects.filter(queue_name="intake", status="todo").order_by("id"):
        {"intake.load_deals": jobs.load_deals, "intake.load_leads": jobs.load_leads}[job.task_name](**job.args)


def load(client: Client, where: str, fields: list[str], **said: Any) -> None:
    answer = client.post(f"{where}loading/", {"field": fields, "policy": "skip", **said})
    assert answer.status_code == 302
    work()


def test_deals_of_a_file_say_what_is_asked_by_its_headings(house: House, oleg: Client) -> None:
    budget = own_list.add(DealField, name="Бюджет на рекламу", kind="number")
    way = own_list.add(DealField, name="откуда узнали", kind="choice", choices=["Поиск", "Знакомые"])
    where = give(oleg, "deals", DEALS)
    known = ["title", "company", f"own:{budget.key}", f"own:{way.key}", ""]
    assert columns(oleg, where) == known
    load(oleg, where, known, pipeline=stages(house)[0].pipeline_id, person=house.oleg.pk)
    assert {one.title: one.own for one in Deal.objects.all()} == {
        "Сайт": {budget.key: "1200.50", way.key: "Поиск"}, "SEO": {}
    }  # fmt: skip
    [refused] = DealImportRow.objects.filter(outcome="refused").values_list("faults", flat=True)
    assert refused == [
        ["Бюджет на рекламу", "“много” is no number: write 1200 or 1200.50."],
        ["Откуда узнали", "“Газета” is none of: Поиск, Знакомые."],
    ]
    deal_import.undo(DealImport.objects.get(), at=house.at)
    assert not Deal.objects.exists()


def test_leads_of_a_file_do_so_too(house: House, oleg: Client) -> None:
    fair = own_list.add(LeadField, name="Fair", kind="day")
    where = give(oleg, "leads", LEADS)
    known = ["first_name", "emails", f"own:{fair.key}"]
    assert columns(oleg, where) == known
    load(oleg, where, known, source=site(house).pk)
    assert {one.name: one.own for one in Lead.objects.all()} == {"Ada": {fair.key: "2026-03-02"}}
    [refused] = LeadImportRow.objects.filter(outcome="refused").values_list("faults", flat=True)
    assert refused == [["Fair", "“soon” is no day: write 2026-03-02 or 02.03.2026."]]


def test_a_field_in_the_archive_is_proposed_no_more(house: House, oleg: Client) -> None:
    fair = own_list.add(LeadField, name="Fair", kind="day")
    own_list.close(fair, at=house.at)
    where = give(oleg, "leads", LEADS)
    assert columns(oleg, where) == ["first_name", "emails", ""]
    asked = {"field": ["first_name", "emails", f"own:{fair.key}"], "source": site(house).pk, "policy": "skip"}
    assert oleg.post(f"{where}loading/", asked).status_code == 422


def test_a_column_may_become_a_new_field_of_the_kind_of_its_cells(house: House, oleg: Client) -> None:
    where = give(oleg, "leads", LEADS.replace("soon", ""))
    load(oleg, where, ["first_name", "emails", "own:new"], source=site(house).pk)
    made = LeadField.objects.get()
    assert (made.name, made.kind) == ("Fair", "day")
    assert {one.name: one.own for one in Lead.objects.all()} == {"Ada": {made.key: "2026-03-02"}, "Bob": {}}


def test_a_new_field_is_own_managements_to_add_and_has_a_name_of_its_own(
    house: House, oleg: Client, client_of: In
) -> None:
    own_list.close(own_list.add(LeadField, name="fair", kind="day"), at=house.at)
    asked = {"field": ["first_name", "emails", "own:new"], "source": site(house).pk, "policy": "skip"}
    answer = oleg.post(f"{give(oleg, 'leads', LEADS)}loading/", asked)
    assert (answer.status_code, "“Fair” is there already" in answer.content.decode()) == (422, True)
    lena = client_of(join("Lena", Role.SALES, head=house.oleg))
    where = give(lena, "leads", LEADS)
    assert "own:new" not in lena.get(where).content.decode()
    assert lena.post(f"{where}loading/", asked).status_code == 422
    assert LeadField.objects.count() == 1
