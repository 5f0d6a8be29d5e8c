"""Leads from a file: given, looked at, loaded by a job, told of, taken back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from keepstep.domain.agency.person import Person
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_import import LeadImport
from keepstep.intake import jobs
from tests.cast import House
from tests.keepstep.domain.sales.leads import came, site

In = Callable[[Person], Client]
FILE = "ФИО;Телефон;Email;Бюджет\nИрина Белова;+7 495 555-12-34;irina@yasen.example;120\nПётр;;petr@;5\n"


@pytest.fixture
def oleg(house: House, client_of: In) -> Client:
    site(house)
    return client_of(house.oleg)


def give(client: Client, text: str = FILE) -> tuple[int, str]:
    answer = client.post(reverse("import_new"), {"file": SimpleUploadedFile("leads.csv", text.encode())})
    return answer.status_code, answer.get("Location", "") or answer.content.decode()


def asked(house: House, **facts: Any) -> dict[str, Any]:
    return {
        "field": ["name", "phones", "emails", ""], "source": site(house).pk, "policy": "skip", "is_answered": "on",
        **facts,
    }  # fmt: skip


def work() -> None:
    """The worker's part."""
    for job in ProcrastinateJob.objects.filter(queue_name="intake", status="todo").order_by("id"):
        {"intake.load_leads": jobs.load_leads, "intake.undo_leads": jobs.undo_leads}[job.task_name](**job.args)


def test_a_file_is_looked_at_before_anything_is_loaded(house: House, oleg: Client) -> None:
    status, where = give(oleg)
    page = oleg.get(where).content.decode()
    shown = ("Ирина Белова", "+7 495 555-12-34", '<option value="name" selected>', '<option value="phones" selected>')
    assert (status, [words for words in shown if words not in page], Lead.objects.count()) == (302, [], 0)


def test_it_is_loaded_by_a_job_and_what_became_of_its_rows_opens(house: House, oleg: Client) -> None:
    where = give(oleg)[1]
    assert oleg.post(f"{where}loading/", asked(house, person=house.vera.pk)).status_code == 422  # Vera does not sell
    assert oleg.post(f"{where}loading/", asked(house, person=house.oleg.pk)).status_code == 302
    assert 'hx-trigger="every 2s"' in oleg.get(where).content.decode()
    work()
    page = oleg.get(where).content.decode()
    assert ('hx-trigger="every 2s"' in page, "Became leads: <b>1</b>" in page, "Were refused: <b>1</b>" in page) == (
        False, True, True,
    )  # fmt: skip
    came(house, name="Somebody else")
    opened = oleg.get(re.findall(r'href="(/leads/\?[^"]*)"', page)[0].replace("&amp;", "&")).context["lines"]
    assert [line["lead"].name for line in opened] == ["Ирина Белова"]
    refused = oleg.get(f"{where}refused/").content.decode("utf-8-sig").splitlines()
    assert refused == [
        "Row,What is wrong,ФИО,Телефон,Email,Бюджет", "3,Email: petr@ is no e-mail address.,Пётр,,petr@,5",
    ]  # fmt: skip


def test_what_was_mended_is_loaded_again_by_its_own_headings(house: House, oleg: Client) -> None:
    status, _where = give(oleg, "Row,What is wrong,ФИО,Email\n3,Email: petr@ is no e-mail address.,Пётр,petr@x.test\n")
    assert (status, LeadImport.objects.get().fields) == (302, ["", "", "name", "emails"])


def test_the_whole_file_is_taken_back(house: House, oleg: Client) -> None:
    where = give(oleg)[1]
    assert oleg.post(f"{where}undoing/", follow=True).content.decode().count("It is still being loaded") == 1
    oleg.post(f"{where}loading/", asked(house))
    work()
    oleg.post(f"{where}undoing/")
    work()
    page = oleg.get(where).content.decode()
    assert (Lead.objects.count(), "Taken back by Oleg" in page) == (0, True)


def test_the_same_file_again_is_warned_of_and_adds_nothing(house: House, oleg: Client) -> None:
    for _time in range(2):
        where = give(oleg)[1]
        page = oleg.get(where).content.decode()
        oleg.post(f"{where}loading/", asked(house))
        work()
    assert ("This very file was loaded by Oleg" in page, Lead.objects.count()) == (True, 1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (["name", "", "", ""], "Say which column holds the telephone or the e-mail"),
        (["name", "emails", "emails", "name"], "“Бюджет” says the same as a column before it"),
        (["name", "emails"], "The columns are not those of this file"),
        (["name", "emails", "", "owner"], "The columns are not those of this file"),
    ],
)
def test_columns_that_cannot_be_are_refused(house: House, oleg: Client, fields: list[str], words: str) -> None:
    where = give(oleg)[1]
    answer = oleg.post(f"{where}loading/", asked(house, field=fields))
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert LeadImport.objects.get().started_at is None


def test_it_is_started_once(house: House, oleg: Client) -> None:
    where = give(oleg)[1]
    for _time in range(2):
        oleg.post(f"{where}loading/", asked(house))
    assert ProcrastinateJob.objects.filter(task_name="intake.load_leads").count() == 1


def test_a_picture_is_no_table(house: House, oleg: Client) -> None:
    status, page = give(oleg, "\0PNG")
    assert (status, "This is no table: save it as CSV." in page) == (422, True)
