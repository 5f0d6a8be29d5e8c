"""Deals from a file: its stages are said to be ours before anything is loaded, by a job; told of, taken back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_import import DealImport
from keepstep.domain.sales.pipeline import Gate
from keepstep.intake import jobs
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun, stages

In = Callable[[Person], Client]
FILE = (
    "Название сделки;Компания;Этап сделки;Бюджет\n"
    "Сайт;Ясень;Гараж;120\nРеклама;Вектор;Договор подписан;5\nSEO;Клён;Успешно реализовано;7\n"
)


@pytest.fixture
def oleg(house: House, client_of: In) -> Client:
    stages(house)
    return client_of(house.oleg)


def give(client: Client, text: str = FILE) -> str:
    where: str = client.post("/deals/files/new/", {"file": SimpleUploadedFile("deals.csv", text.encode())})["Location"]
    return where


def asked(house: House, **facts: Any) -> dict[str, Any]:
    ours = stages(house)
    return {
        "field": ["title", "company", "stage", "amount"], "pipeline": ours[0].pipeline_id, "person": house.oleg.pk,
        "policy": "skip", "said": ["|гараж", "|договор подписан", "|успешно реализовано"],
        "stage": [ours[0].pk, ours[Gate.CONTRACTED].pk, "won"], **facts,
    }  # fmt: skip


def work() -> None:
    """The worker's part."""
    for job in ProcrastinateJob.objects.filter(queue_name="intake", status="todo").order_by("id"):
        {"intake.load_deals": jobs.load_deals, "intake.undo_deals": jobs.undo_deals}[job.task_name](**job.args)


def test_its_stages_are_looked_at_before_anything_is_loaded(house: House, oleg: Client) -> None:
    page = oleg.get(give(oleg)).content.decode()
    names = re.findall(r'<option value="[^"]*" selected>([^<]*)</option>', page)
    assert (names[:7], Deal.objects.exists()) == (
        [
            "What they may buy",
            "Company",
            "Stage",
            "Amount",
            "refuse these rows",
            "Contract concluded",
            "won: it is over",
        ],
        False,
    )


def test_what_became_of_the_rows_opens_and_is_taken_back(house: House, oleg: Client) -> None:
    begun(house)
    where = give(oleg)
    assert oleg.post(f"{where}loading/", asked(house)).status_code == 302
    work()
    page = oleg.get(where).content.decode()
    sums = ("Became deals: <b>1</b>", "Became deals that wait before a gate: <b>1</b>", "Were refused: <b>1</b>")
    assert [words for words in sums if words not in page] == []
    listed = oleg.get(re.findall(r'href="(/deals/list/\?[^"]*)"', page)[0].replace("&amp;", "&")).content.decode()
    assert ([name in listed for name in ("Сайт", "Реклама", "SEO", "New shop")]) == [True, True, False, False]
    rows = oleg.get(f"{where}refused/").content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows] == ["Row", "3", "4"]
    oleg.post(f"{where}undoing/")
    work()
    assert ("Taken back by Oleg" in oleg.get(where).content.decode(), Deal.objects.count()) == (True, 1)


def test_a_head_may_let_them_pass_and_nobody_else(house: House, oleg: Client, client_of: In) -> None:
    lena = client_of(join("Lena", Role.SALES))
    assert ['name="waiver"' in who.get(give(who)).content.decode() for who in (oleg, lena)] == [True, False]
    where = give(oleg)
    oleg.post(f"{where}loading/", asked(house, waiver="History of amoCRM."))
    work()
    assert sorted(Deal.objects.values_list("title", "stage__name", "state")) == [
        ("SEO", "Handed over", "done"), ("Реклама", "Contract concluded", "open"), ("Сайт", "New request", "open"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"field": ["", "", "stage", "amount"]}, "Say which column holds the deal, the company or the name."),
        ({"said": ["|гараж"]}, "Say what these stages are with us, and load it then."),
        ({"field": ["title", "stage", "company", "amount"]}, "Say what these stages are with us, and load it then."),
        ({"stage": ["x", "y", "z"]}, "The columns are not those of this file"),
        ({"field": ["title", "title", "stage", "amount"]}, "“Компания” says the same as a column before it"),
    ],
)
def test_what_cannot_be_is_asked_again(house: House, oleg: Client, facts: dict[str, Any], words: str) -> None:
    where = give(oleg)
    answer = oleg.post(f"{where}loading/", asked(house, **facts))
    assert (answer.status_code, words in answer.content.decode(), DealImport.objects.get().started_at) == (
        422, True, None,
    )  # fmt: skip
