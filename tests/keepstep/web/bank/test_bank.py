"""The pages of bank files: taken in, matched, set aside, undone; own management's alone."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from keepstep.domain.agency.person import Person
from keepstep.domain.money.bank_file import BankFile
from keepstep.domain.money.bank_line import BankLine
from keepstep.domain.money.invoice import Invoice
from tests.cast import House, welcome
from tests.keepstep.domain.money.bills import OURS, company, issued, pays, seo
from tests.keepstep.intake.bank.statements import one_c, paid

Of = Callable[[Person], Client]
THEIRS = {"form": "company", "name": "ООО «Северный ветер»", "inn": "7802123458"}


@pytest.fixture
def oleg(house: House, client_of: Of) -> Client:
    """М-1 waits for a thousand roubles."""
    company(**OURS, number_prefix="М-", vat="none")
    pays(house.northwind, **THEIRS)
    issued(house, seo("1000"))
    return client_of(house.oleg)


def send(client: Client, *documents: str, name: str = "kl_to_1c.txt") -> Any:
    file = SimpleUploadedFile(name, one_c(*documents).encode("cp1251"))
    return client.post("/invoices/bank/new/", {"file": file})


def owed() -> list[Decimal]:
    return [one.owed for one in Invoice.objects.order_by("serial")]


def test_a_file_is_taken_in_and_says_what_became_of_it(oleg: Client) -> None:
    send(oleg, paid(НазначениеПлатежа="Счет М-1"), paid(Номер="16", ПлательщикИНН="0", Плательщик="Петров"))
    page = oleg.get("/invoices/bank/").content.decode()
    assert (owed(), "1 payment matched, 1 waits for you." in page, "Петров" in page) == ([Decimal(0)], True, True)
    matched = oleg.get("/invoices/bank/?state=matched").content.decode()
    assert "by the invoice’s number and the INN" in matched
    again = send(oleg, paid(НазначениеПлатежа="Счет М-1"), paid(Номер="16", ПлательщикИНН="0", Плательщик="Петров"))
    assert (again.status_code, "was taken in before" in again.content.decode()) == (422, True)


def test_a_broken_file_is_refused_at_its_line_and_nothing_is_taken_in(oleg: Client) -> None:
    answer = send(oleg, paid(НазначениеПлатежа="Счет М-1"), paid(Номер="16", Сумма="много"))
    assert (answer.status_code, "Line 24: “много” is no amount." in answer.content.decode()) == (422, True)
    assert (BankFile.objects.count(), owed()) == (0, [Decimal(1000)])
    answer = oleg.post("/invoices/bank/new/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    assert "This is no statement we know" in answer.content.decode()


def test_what_waits_is_matched_by_hand_and_undone(house: House, oleg: Client) -> None:
    send(oleg, paid(Номер="16", ПлательщикИНН="0", Плательщик="Петров", НазначениеПлатежа="за сайт"))
    line, known = BankLine.objects.get(), Invoice.objects.get()
    assert oleg.post(f"/invoices/bank/{line.pk}/match/", {}).status_code == 422
    oleg.post(f"/invoices/bank/{line.pk}/match/", {"invoices": [known.pk]})
    assert owed() == [Decimal(0)]
    oleg.post(f"/invoices/bank/{line.pk}/unmatching/")
    assert (owed(), list(BankLine.objects.waiting())) == ([Decimal(1000)], [line])


def test_one_payment_is_of_one_client(house: House, oleg: Client) -> None:
    hill = welcome("Hill School", manager=house.vera)
    issued(house, seo("5"), account=hill, payer=pays(hill))
    send(oleg, paid(Номер="16", ПлательщикИНН="0", Плательщик="Петров", НазначениеПлатежа="за сайт"))
    both = list(Invoice.objects.values_list("pk", flat=True))
    answer = oleg.post(f"/invoices/bank/{BankLine.objects.get().pk}/match/", {"invoices": both})
    assert (answer.status_code, owed()) == (422, [Decimal(1000), Decimal(5)])


def test_what_is_not_ours_is_set_aside_with_its_reason(oleg: Client) -> None:
    send(oleg, paid(Номер="16", ПлательщикИНН="0", Плательщик="Петров", НазначениеПлатежа="Заём"))
    line = BankLine.objects.get()
    assert oleg.post(f"/invoices/bank/{line.pk}/setting-aside/", {"reason": ""}).status_code == 422
    oleg.post(f"/invoices/bank/{line.pk}/setting-aside/", {"reason": "a loan"})
    assert "a loan" in oleg.get("/invoices/bank/?state=aside").content.decode()
    oleg.post(f"/invoices/bank/{line.pk}/return/")
    assert list(BankLine.objects.waiting()) == [line]
