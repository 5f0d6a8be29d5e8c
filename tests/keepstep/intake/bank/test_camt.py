"""camt.053 as banks really write it, and as an enemy would."""

from datetime import date
from decimal import Decimal

import pytest

from keepstep.intake.bank import BrokenFile, read
from tests.keepstep.intake.bank.statements import IBAN, camt, detail, movement

D = Decimal


@pytest.mark.parametrize("version", ["02", "04", "08", "13"])
def test_a_payment_is_read_whatever_the_version(version: str) -> None:
    [entry] = read(camt(movement(detail()), version=version))
    assert (entry.ours, entry.amount, entry.currency, entry.day) == (IBAN, D("119.00"), "EUR", date(2026, 3, 3))
    assert (entry.payer, entry.account, entry.purpose, entry.document, entry.is_out) == (
        "Northwind Bakery Ltd", "DE02120300000000202051", "Invoice LH-1", "R1", False,
    )  # fmt: skip


def test_newer_versions_keep_the_name_one_step_deeper() -> None:
    deeper = detail().replace("<Dbtr><Nm>", "<Dbtr><Pty><Nm>").replace("</Nm></Dbtr>", "</Nm></Pty></Dbtr>")
    status = "<Sts><Cd>BOOK</Cd></Sts>"
    assert read(camt(movement(deeper, status=status), version="08"))[0].payer == "Northwind Bakery Ltd"


def test_gathered_payments_are_each_one_of_its_own() -> None:
    both = movement(detail(amount="100.00", purpose="LH-1"), detail(amount="19.00", purpose="LH-2"))
    assert [(entry.amount, entry.purpose) for entry in read(camt(both))] == [(D(100), "LH-1"), (D(19), "LH-2")]
    with pytest.raises(BrokenFile):
        read(camt(movement(detail(amount="100.00"), detail(amount="18.99"))))


def test_what_is_not_booked_is_not_there_and_what_left_us_is_told_apart() -> None:
    pending = movement(detail(), status="<Sts>PDNG</Sts>")
    back = movement(detail(), reversal="<RvslInd>true</RvslInd>")
    entries = read(camt(pending, movement(detail(), sign="DBIT"), back))
    assert [entry.is_out for entry in entries] == [True, True]


def test_a_bomb_is_not_opened_and_no_file_of_ours_is_read() -> None:
    for doctype in ('<!DOCTYPE a [<!ENTITY b "boom">]>', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'):
        with pytest.raises(BrokenFile):
            read(camt(movement(detail(purpose="&b;")), head=f'<?xml version="1.0"?>{doctype}'))


@pytest.mark.parametrize(
    "broken", [movement(amount="much"), movement(amount="0"), movement().replace("2026-03-03", "soon")]
)
def test_what_is_no_amount_or_date_is_refused(broken: str) -> None:
    with pytest.raises(BrokenFile):
        read(camt(broken))


def test_broken_xml_is_refused_at_its_line() -> None:
    with pytest.raises(BrokenFile) as why:
        read(b"<Document>\n<BkToCstmrStmt>\n</Document>")
    assert why.value.line == 3
