"""Bank files in the domain: recognised or waiting, once, and undone exactly."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections

from keepstep.domain.money import bank_file, bank_line
from keepstep.domain.money.bank_file import BankFile, Movement, NotOurs, TakenInBefore
from keepstep.domain.money.bank_line import BankLine, NotWaiting
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.payment import Payment
from tests.cast import TODAY, House, welcome
from tests.keepstep.domain.money.bills import OURS, company, issued, pays, seo

D = Decimal
THEIRS = {"form": "company", "name": "ООО «Северный ветер»", "inn": "7802123458"}


def came(amount: str = "100", **facts: Any) -> Movement:
    usual: dict[str, Any] = {
        "line": 1, "ours": OURS["number"], "currency": "RUB", "day": TODAY, "document": "1", "inn": THEIRS["inn"],
        "payer": THEIRS["name"], "account": "40702810900000000001", "purpose": "Оплата по счёту № М-1",
    }  # fmt: skip
    return Movement(amount=D(amount), **(usual | facts))


def taken_in(house: House, *entries: Movement, content: bytes = b"1") -> BankFile:
    numbered = [replace(entry, line=place) for place, entry in enumerate(entries, start=1)]
    return bank_file.take_in(content, numbered, agency=house.agency, name="a.txt", by=house.oleg, at=house.at)


@pytest.fixture
def bills(house: House) -> tuple[Invoice, Invoice]:
    """М-1 for 100 roubles and М-2 for 250, both for the same payer."""
    company(**OURS, number_prefix="М-", vat="none")
    pays(house.northwind, **THEIRS)
    return issued(house, seo("100")), issued(house, seo("250"))


def counted(file: BankFile) -> tuple[int, int, int, int]:
    return file.matched, file.waiting, file.known, file.passed_over


def paid() -> list[Decimal]:
    return list(Invoice.objects.order_by("serial").values_list("paid", flat=True))


@pytest.mark.parametrize(
    ("entry", "sums", "words"),
    [
        (came("100"), [100, 0], "by the invoice’s number and the INN"),
        (came("60"), [60, 0], "by the invoice’s number and the INN"),
        (came("120"), [100, 0], "by the invoice’s number and the INN"),
        (came("300", purpose="Счета м-2, М-1."), [50, 250], "by the invoice’s number and the INN"),
        (came("250", purpose="за услуги"), [0, 250], "by the INN and the amount"),
        (came("100", inn=""), [100, 0], "by the invoice’s number and the amount"),
        (came("99", inn=""), [0, 0], "An invoice is named, but its payer or amount does not fit."),
        (came("99", purpose="за услуги"), [0, 0], "The payer is known, but no one invoice fits the amount."),
        (came("100", inn="7701123451"), [0, 0], "An invoice is named, but its payer or amount does not fit."),
        (came("100", inn="7701123451", purpose="М-12"), [0, 0], "Neither an open invoice’s number nor a known payer."),
        (came("100", currency="EUR"), [0, 0], "Neither an open invoice’s number nor a known payer."),
    ],
)
def test_two_of_three_speak_for_a_match_and_none_against(
    house: House, bills: tuple[Invoice, Invoice], entry: Movement, sums: list[int], words: str
) -> None:
    taken_in(house, entry)
    line = BankLine.objects.first()
    said = "" if line is None else line.hint or line.payment.allocations.all()[0].reason
    assert (paid(), said) == ([D(one) for one in sums], words)


def test_a_payer_abroad_without_an_inn_is_known_by_number_and_amount(house: House) -> None:
    company(number_prefix="LH-", number="DE89370400440532013000")
    issued(house, seo("119"))
    iban = {"ours": "DE89370400440532013000", "currency": "EUR", "inn": "", "account": "DE02120300000000202051"}
    taken_in(house, came("118", purpose="LH-1", **iban), came("119", purpose="Invoice lh-1", document="2", **iban))
    assert paid() == [D(119)]


def test_two_of_the_same_amount_wait_for_a_person(house: House, bills: tuple[Invoice, Invoice]) -> None:
    issued(house, seo("250"))
    assert counted(taken_in(house, came("250", purpose="за услуги"))) == (0, 1, 0, 0)


def test_the_same_file_and_the_same_line_add_nothing(house: House, bills: tuple[Invoice, Invoice]) -> None:
    first = taken_in(house, came("40"), came("40"), came("10", document="2"))
    assert (counted(first), paid()) == ((2, 0, 1, 0), [D(50), D(0)])
    with pytest.raises(TakenInBefore):
        taken_in(house, came("40"), content=b"1")
    assert counted(taken_in(house, came("40"), came("5", document="3"), content=b"2")) == (1, 0, 1, 0)
    assert (paid(), BankFile.objects.count(), BankLine.objects.count()) == ([D(55), D(0)], 2, 3)


def test_what_left_us_or_moved_between_our_own_accounts_is_passed_over(
    house: House, bills: tuple[Invoice, Invoice]
) -> None:
    own = came(account=OURS["number"])
    assert counted(taken_in(house, came(is_out=True), own, came(inn=OURS["inn"]))) == (0, 0, 0, 3)


def test_nothing_is_half_done(house: House, bills: tuple[Invoice, Invoice]) -> None:
    with pytest.raises(NotOurs) as why:
        taken_in(house, came(), came(ours="40702810900000000099", document="2"))
    assert "Line 2" in str(why.value)
    assert (paid(), BankFile.objects.count(), BankLine.objects.count()) == ([D(0), D(0)], 0, 0)


def test_a_wrong_match_is_undone_exactly_and_made_by_hand(house: House, bills: tuple[Invoice, Invoice]) -> None:
    taken_in(house, came("100"))
    line = BankLine.objects.get()
    assert bank_line.unmatch(line, by=house.oleg, at=house.at) is True
    assert bank_line.unmatch(line, by=house.oleg, at=house.at) is False
    assert (paid(), list(BankLine.objects.waiting()), Payment.objects.standing().count()) == ([D(0), D(0)], [line], 0)
    bank_line.match(line, [bills[1]], by=house.oleg, at=house.at)
    assert (paid(), list(BankLine.objects.matched())) == ([D(0), D(100)], [line])
    with pytest.raises(NotWaiting):
        bank_line.match(line, [bills[0]], by=house.oleg, at=house.at)


def test_what_is_not_ours_is_set_aside_with_its_reason_and_comes_back(
    house: House, bills: tuple[Invoice, Invoice]
) -> None:
    taken_in(house, came(inn="", purpose="Заём"))
    line = BankLine.objects.get()
    bank_line.set_aside(line, reason="a loan", by=house.oleg, at=house.at)
    assert (list(BankLine.objects.waiting()), BankLine.objects.get().set_aside_for) == ([], "a loan")
    with pytest.raises(NotWaiting):
        bank_line.set_aside(line, reason="again", by=house.oleg, at=house.at)
    bank_line.bring_back(line)
    assert list(BankLine.objects.waiting()) == [line]


def test_an_invoice_of_two_clients_with_one_number_is_never_guessed(house: House) -> None:
    """Without a prefix each year begins at 1."""
    company(**OURS, vat="none")
    pays(house.northwind, **THEIRS)
    issued(house, seo("100"), at=house.at.replace(year=2025))
    hill = welcome("Hill School", manager=house.vera)
    issued(house, seo("100"), account=hill, payer=pays(hill, **THEIRS | {"name": "Hill"}))
    assert counted(taken_in(house, came("100", purpose="Счёт 1"))) == (0, 1, 0, 0)


def test_the_same_file_from_eight_windows_is_taken_in_once(open_house: House) -> None:
    with open_house.agency.entered():
        company(**OURS, number_prefix="М-", vat="none")
        pays(open_house.northwind, **THEIRS)
        issued(open_house, seo("1000"))

    def take(_number: int) -> bool:
        try:
            with open_house.agency.entered():
                taken_in(open_house, came("100"), came("50", document="2"))
                return True
        except TakenInBefore:
            return False
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1
    with open_house.agency.entered():
        assert paid() == [D(150)]
