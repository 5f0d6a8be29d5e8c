"""Statements as tables: headings in two languages, three charsets of Excel, and what banks put around the rows."""

from datetime import date
from decimal import Decimal

import pytest

from keepstep.domain.money import bank_file
from keepstep.domain.money.bank_file import BankFile, NotOurs, TakenInBefore
from keepstep.domain.money.bank_line import BankLine
from keepstep.intake.bank import BrokenFile, read
from tests.cast import House
from tests.keepstep.domain.money.bills import OURS, company, issued, pays, seo

D = Decimal
RUSSIAN = (
    "Дата операции;Номер документа;Дебет;Кредит;Контрагент;ИНН контрагента;Счёт контрагента;Назначение платежа\r\n"
    '03.03.2026;15;;"1 000,50";ООО «Ветер»;7802123458;40702810900000000001;Оплата по счёту М-12\r\n'
    "04.03.2026;16;250,00;;ООО «Связь»;0;;Телефон\r\n"
    "Итого;;250,00;1000,50;;;;\r\n"
)
ENGLISH = (
    "Statement of account,DE89 3704 0044 0532 0130 00,,,\n"
    "Booking date,Amount,Payer,Reference,Currency\n"
    '2026-03-03,"1,190.00",Northwind Bakery Ltd,"Invoice LH-1\nthank you",EUR\n'
    "2026-03-04,-20.00,Telekom,Phone,EUR\n"
)


@pytest.mark.parametrize("charset", ["cp1251", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_russian_table_is_read_in_whatever_letters(charset: str, delimiter: str) -> None:
    quoted = RUSSIAN.replace("«", "").replace("»", "").replace(";", delimiter)
    came, left = read(quoted.encode(charset))
    assert (came.day, came.amount, came.is_out, came.payer, came.inn) == (
        date(2026, 3, 3), D("1000.50"), False, "ООО Ветер", "7802123458",
    )  # fmt: skip
    assert (came.account, came.purpose, came.document) == ("40702810900000000001", "Оплата по счёту М-12", "15")
    assert (left.amount, left.is_out, left.inn) == (D("250.00"), True, "")


def test_an_english_table_has_signs_and_our_account_above() -> None:
    came, left = read(ENGLISH.encode())
    assert (came.ours, came.amount, came.currency, came.purpose) == (
        "DE89370400440532013000", D("1190.00"), "EUR", "Invoice LH-1 thank you",
    )  # fmt: skip
    assert (left.amount, left.is_out) == (D("20.00"), True)


@pytest.mark.parametrize(
    ("text", "amount"), [("1000.00", "1000"), ("1000,00", "1000"), ("1 000,05", "1000.05"), ("0.01", "0.01")]
)
def test_an_amount_has_a_point_or_a_comma(text: str, amount: str) -> None:
    assert read(f"Дата;Сумма;Плательщик\n02.03.2026;{text};Ада\n".encode())[0].amount == D(amount)


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        ("Дата;Плательщик;Назначение", "an amount, or a credit"),
        ("Сумма;Плательщик;Назначение", "a date"),
        ("Дата;Сумма;Номер", "a payer or a purpose"),
    ],
)
def test_a_column_that_is_missing_is_named(headings: str, missing: str) -> None:
    with pytest.raises(
        BrokenFile, match=f"There is no column with {missing}. These are there: {headings.split(';')[0]}"
    ):
        read(f"{headings}\n1;2;3\n".encode())


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("2.13.2026;5;A", "no date"), ("02.03.2026;x;A", "no amount"), ("02.03.2026;;A", "no amount"),
        ("02.03.2026;0;A", "no amount"), ("02.03.2026;1.005;A", "no amount"),
    ],
)  # fmt: skip
def test_a_row_that_is_broken_refuses_the_file_and_is_named(row: str, fault: str) -> None:
    with pytest.raises(BrokenFile, match=f"Line 3: .*{fault}"):
        read(f"Дата;Сумма;Плательщик\n02.03.2026;5;A\n{row}\n".encode())


@pytest.mark.parametrize("content", [b"", b"hello", b"a;b\n1;2\n", b"\x00\x01", "Имя;Телефон\nАда;1\n".encode()])
def test_what_is_no_statement_is_refused(content: bytes) -> None:
    with pytest.raises(BrokenFile):
        read(content)


def test_the_same_file_twice_and_the_same_rows_in_another_file_add_nothing(house: House) -> None:
    company(**OURS, number_prefix="М-")
    pays(house.northwind, form="company", name="ООО «Ветер»", inn="7802123458")
    issued(house, seo("1000.50", rate=None))
    content = RUSSIAN.replace("М-12", "М-1").encode("cp1251")

    def take_in(content: bytes) -> BankFile:
        return bank_file.take_in(
            content, read(content), agency=house.agency, name="a.csv", by=house.oleg, at=house.at
        )  # fmt: skip

    first = take_in(content)
    assert (first.matched, first.waiting, first.passed_over) == (1, 0, 1)
    with pytest.raises(TakenInBefore):
        take_in(content)
    again = take_in(content.replace(b"\r\n", b"\n"))
    assert (again.matched, again.waiting, again.known, BankLine.objects.count()) == (0, 0, 1, 1)


def test_without_our_account_it_is_of_our_only_one_or_has_to_say_so(house: House) -> None:
    company(**OURS)
    content = "Дата;Сумма;Плательщик\n02.03.2026;5;Ада\n".encode()
    made = bank_file.take_in(
        content, read(content), agency=house.agency, name="a.csv", by=house.oleg, at=house.at
    )  # fmt: skip
    assert (made.waiting, BankLine.objects.get().currency) == (1, "RUB")
    company()
    with pytest.raises(NotOurs, match="does not say which of your accounts"):
        more = content.replace(b"5;", b"6;")
        bank_file.take_in(more, read(more), agency=house.agency, name="b.csv", by=house.oleg, at=house.at)
