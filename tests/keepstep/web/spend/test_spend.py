"""Spend by hand and by file: every fault at its field or row, the same twice adds nothing, and all is undone."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency.person import Person
from keepstep.domain.sales.spend import Spend, SpendFile
from tests.cast import House
from tests.keepstep.domain.sales.leads import site

In = Callable[[Person], Client]
FILE = "Источник;Кампания;Месяц;Расход\nWebsite;поиск;2026-02;1 000,50\nWebsite;;2026-02;20\n"


@pytest.fixture
def oleg(house: House, client_of: In) -> Client:
    return client_of(house.oleg)


def standing() -> int:
    return Spend.objects.standing().count()


def send(client: Client, text: str, *, encoding: str = "utf-8") -> tuple[int, str]:
    file = SimpleUploadedFile("spend.csv", text.encode(encoding))
    answer = client.post(reverse("spend_file_new"), {"file": file, "source": ""})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"month": "2026-02"}, "", ""),
        ({"since": "2026-02-01", "until": "2026-02-28"}, "", ""),
        ({}, "month", "Say either a month or days."),
        ({"month": "2026-02", "since": "2026-02-01"}, "month", "Say either a month or days."),
        ({"since": "2026-02-01"}, "until", "Say the first day and the last."),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "until", "It ends before it begins."),
        ({"month": "soon"}, "month", "Write a month as 2026-03."),
        ({"month": "2026-02", "amount": "0"}, "amount", "Ensure this value is greater than or equal to 0.01."),
    ],
)
def test_a_month_or_days(house: House, oleg: Client, said: dict[str, str], field: str, words: str) -> None:
    answer = oleg.post(reverse("spend_new"), {"source": site(house).pk, "amount": "100", **said})
    if not field:
        assert (answer.status_code, standing()) == (302, 1)
    else:
        assert (answer.context["form"].errors[field], answer.status_code, standing()) == ([words], 422, 0)


def test_what_is_there_is_not_entered_again_and_comes_back_by_undo(house: House, oleg: Client) -> None:
    said = {"source": site(house).pk, "amount": "100", "month": "2026-02"}
    oleg.post(reverse("spend_new"), said)
    answer = oleg.post(reverse("spend_new"), said)
    assert (answer.status_code, "For some of these days it is entered already" in answer.content.decode()) == (
        422,
        True,
    )
    made = Spend.objects.get()
    page = oleg.post(reverse("spend_withdraw", args=[made.pk]), follow=True).content.decode()
    assert (standing(), reverse("spend_reinstate", args=[made.pk]) in page) == (0, True)
    oleg.post(reverse("spend_reinstate", args=[made.pk]))
    assert standing() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_file_is_loaded_once_and_undone_whole(house: House, oleg: Client, encoding: str) -> None:
    site(house)
    assert (send(oleg, FILE, encoding=encoding)[0], standing()) == (302, 2)
    status, page = send(oleg, FILE, encoding=encoding)
    assert (status, "This very file was loaded already" in page, standing()) == (422, True, 2)
    page = oleg.get(reverse("spend")).content.decode()
    assert [words in page for words in ("поиск", "€1,000.50", "spend.csv")] == [True, True, True]
    oleg.post(reverse("spend_file_undo", args=[SpendFile.objects.get().pk]))
    assert standing() == 0


def test_one_wrong_row_and_nothing_is_loaded(house: House, oleg: Client) -> None:
    site(house)
    status, page = send(oleg, f"{FILE}Fair;;2026-02;x\n")
    assert (status, standing(), SpendFile.objects.count()) == (422, 0, 0)
    shown = ("<b>Row 4, Источник</b>: There is no source “Fair”", "<b>Row 4, Расход</b>: “x” is no amount.")
    assert [words in page for words in shown] == [True, True]


def test_a_row_that_contradicts_what_is_there_is_named(house: House, oleg: Client) -> None:
    site(house)
    send(oleg, FILE)
    status, page = send(oleg, FILE.replace("20\n", "21\n"))
    assert (status, "<b>Row 3</b>: For some of these days" in page, standing()) == (422, True, 2)


def test_a_picture_is_no_table(house: House, oleg: Client) -> None:
    status, page = send(oleg, "\0PNG")
    assert (status, "This is no table: save it as CSV." in page) == (422, True)


def test_an_account_manager_knows_nothing_of_it(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    assert [vera.get(reverse(name)).status_code for name in ("spend", "spend_new", "sources")] == [404, 404, 404]
