"""1CClientBankExchange as banks really write it."""

from datetime import date
from decimal import Decimal

import pytest

from keepstep.intake.bank import BrokenFile, read
from tests.keepstep.intake.bank.statements import OURS, one_c, paid

D = Decimal


@pytest.mark.parametrize("charset", ["cp1251", "cp866", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("claimed", ["Windows", "DOS", "UTF-8"])
def test_the_charset_is_found_whatever_the_header_claims(charset: str, claimed: str) -> None:
    [entry] = read(one_c(paid(), claimed=claimed).encode(charset))
    assert (entry.payer, entry.purpose) == (
        "ООО «Северный ветер»".replace("«", '"').replace("»", '"'),
        "Оплата по счету М-12",
    )


def test_a_payment_is_read_with_all_that_is_told_of_it() -> None:
    [entry] = read(one_c(paid(Сумма="1000,50", Номер="7", ДатаПоступило="03.03.2026")).encode("cp1251"))
    assert (entry.ours, entry.amount, entry.currency, entry.day) == (OURS, D("1000.50"), "RUB", date(2026, 3, 3))
    assert (entry.inn, entry.account, entry.document, entry.is_out) == (
        "7802123458", "40702810900000000001", "7", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "amount"), [("1000.00", "1000"), ("1000,00", "1000"), ("1 000,05", "1000.05"), ("0.01", "0.01")]
)
def test_an_amount_has_a_point_or_a_comma(text: str, amount: str) -> None:
    assert read(one_c(paid(Сумма=text)).encode("cp1251"))[0].amount == D(amount)


@pytest.mark.parametrize(
    ("facts", "name", "inn"),
    [
        ({"Плательщик": "ИНН 7802123458 ООО Ветер", "Плательщик1": "", "ПлательщикИНН": ""}, "ООО Ветер", "7802123458"),
        ({"Плательщик": "ИНН 780212345800 КПП 780201001 ИП Ким", "Плательщик1": "", "ПлательщикИНН": ""}, "ИП Ким",
         "780212345800"),
        ({"Плательщик": "ИНН 7802123458 ООО Ветер", "Плательщик1": "Ветер, ООО"}, "Ветер, ООО", "7802123458"),
        ({"ПлательщикИНН": "0", "Плательщик1": "Петров П. П."}, "Петров П. П.", ""),
        ({"ПлательщикИНН": "0000000000", "Плательщик1": "Петров П. П."}, "Петров П. П.", ""),
    ],
)  # fmt: skip
def test_who_pays_is_known_however_the_bank_writes_it(facts: dict[str, str], name: str, inn: str) -> None:
    [entry] = read(one_c(paid(**facts)).encode("cp1251"))
    assert (entry.payer, entry.inn) == (name, inn)


def test_accounts_have_either_name_and_a_purpose_may_come_in_lines() -> None:
    facts = {"ПлательщикСчет": "", "ПлательщикРасчСчет": "40702810900000000009", "ПолучательСчет": "",
             "ПолучательРасчСчет": OURS, "НазначениеПлатежа": "", "НазначениеПлатежа1": "Счет М-1",
             "НазначениеПлатежа2": "a=b"}  # fmt: skip
    [entry] = read(one_c(paid(**facts)).encode("cp1251"))
    assert (entry.account, entry.purpose, entry.ours) == ("40702810900000000009", "Счет М-1 a=b", OURS)


def test_what_left_us_is_told_apart() -> None:
    facts = {"ПлательщикСчет": OURS, "ПолучательСчет": "40702810900000000001", "ДатаПоступило": "",
             "ДатаСписано": "04.03.2026"}  # fmt: skip
    [entry] = read(one_c(paid(**facts)).encode("cp1251"))
    assert (entry.is_out, entry.ours, entry.day) == (True, OURS, date(2026, 3, 4))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (one_c(paid(Сумма="много")), 12),
        (one_c(paid(Сумма="-5")), 12),
        (one_c(paid(Сумма="1.005")), 12),
        (one_c(paid(Дата="31.02.2026", ДатаПоступило="")), 12),
        (one_c(paid()).replace("КонецФайла", ""), 24),
        (one_c(paid()).replace("КонецДокумента\n", ""), 23),
        (one_c(paid(), paid()).replace("КонецДокумента\n", "", 1), 23),
        (one_c(paid()).replace("СекцияДокумент=Платежное поручение\n", ""), 22),
    ],
)
def test_a_broken_file_is_refused_at_its_line(text: str, line: int) -> None:
    with pytest.raises(BrokenFile) as why:
        read(text.encode("cp1251"))
    assert why.value.line == line


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"Date;Amount\n", b"<html></html>", b"1CClientBank"])
def test_what_is_no_statement_is_refused(content: bytes) -> None:
    with pytest.raises(BrokenFile):
        read(content)


def test_letters_of_no_known_charset_are_refused() -> None:
    with pytest.raises(BrokenFile):
        read(b"1CClientBankExchange\n\xff\xfe\x00")
