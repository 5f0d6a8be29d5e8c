"""`overdue_payment`: a polite ladder of reminders, until the payment comes or its day is promised."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from keepstep.domain.money import allocation, cancellation, payment_promise
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.payment_promise import NotOwed
from keepstep.domain.talk import message
from keepstep.domain.talk.message import Message
from keepstep.duties.catalogue import catalogue
from keepstep.round.item import Item
from tests.cast import House
from tests.keepstep.domain.money.bills import drafted, issued, seo
from tests.keepstep.duties.asked import asked, morning, outcomes

DUTY = "overdue_payment"
DUE = date(2026, 3, 9)
DAY_AFTER = date(2026, 3, 10)


@pytest.fixture
def known(house: House) -> Invoice:
    """For 100 euro, to be paid by Monday 9 March."""
    return issued(house, seo("100"))


def remind(house: House, known: Invoice, rung: int, at: datetime) -> Message:
    return message.send(
        house.ines, kind="reminder", subject="Invoice", body="Dear Ines", invoice=known, rung=rung, by=house.vera, at=at
    )


@pytest.mark.parametrize(
    ("day", "rungs"),
    [
        ("2026-03-09", []), ("2026-03-10", [1]), ("2026-03-13", [1]), ("2026-03-14", []), ("2026-03-16", [2]),
        ("2026-03-20", [2]), ("2026-03-23", [3]), ("2026-04-03", [3]), ("2026-04-06", [4]), ("2026-06-01", [4]),
    ],
)  # fmt: skip
def test_each_rung_has_its_working_day(house: House, known: Invoice, day: str, rungs: list[int]) -> None:
    """14 March is a Saturday."""
    found = asked(DUTY, day=date.fromisoformat(day))
    assert found == [("Vera", "2026-03-09", rung) for rung in rungs]


def test_it_says_how_late_and_how_much(house: House, known: Invoice) -> None:
    allocation.receive([known], amount=Decimal(40), paid_on=house.day, by=house.vera, at=house.at)
    asked(DUTY, day=DUE + timedelta(days=2))
    found = Item.objects.get()
    assert catalogue()[DUTY].reason(found.facts) == "Invoice 1 is 2 working days late: €60."
    assert (found.account, found.invoice) == (house.northwind, known)


def test_a_payment_closes_it_and_a_part_does_not(house: House, known: Invoice) -> None:
    asked(DUTY, day=DAY_AFTER)
    allocation.receive([known], amount=Decimal(40), paid_on=DAY_AFTER, by=house.vera, at=morning(DAY_AFTER))
    assert len(asked(DUTY, day=DAY_AFTER)) == 1
    allocation.receive([known], amount=Decimal(60), paid_on=DAY_AFTER, by=house.vera, at=morning(DAY_AFTER))
    assert (asked(DUTY, day=DAY_AFTER), outcomes(DUTY)) == ([], ["done"])


def test_cancelled_it_is_no_longer_needed(house: House, known: Invoice) -> None:
    asked(DUTY, day=DAY_AFTER)
    cancellation.cancel(known, reason="twice", by=house.vera, at=morning(DAY_AFTER))
    assert (asked(DUTY, day=DAY_AFTER), outcomes(DUTY)) == ([], ["lapsed"])


def test_a_reminder_does_for_its_rung_and_one_taken_back_does_not(house: House, known: Invoice) -> None:
    asked(DUTY, day=DAY_AFTER)
    sent = remind(house, known, 1, morning(DAY_AFTER))
    assert (asked(DUTY, day=DAY_AFTER), outcomes(DUTY)) == ([], ["done"])
    message.withdraw(sent, at=morning(DAY_AFTER))
    assert len(asked(DUTY, day=DAY_AFTER)) == 1
    remind(house, known, 1, morning(DAY_AFTER))
    assert asked(DUTY, day=DAY_AFTER + timedelta(days=1)) == []
    assert asked(DUTY, day=date(2026, 3, 16)) == [("Vera", "2026-03-09", 2)]


def test_a_promise_stops_it_until_its_day_and_a_broken_one_is_named(house: House, known: Invoice) -> None:
    asked(DUTY, day=DAY_AFTER)
    payment_promise.note(known, day=date(2026, 3, 12), by=house.vera, at=morning(DAY_AFTER))
    assert (asked(DUTY, day=DAY_AFTER), outcomes(DUTY)) == ([], ["done"])
    assert asked(DUTY, day=date(2026, 3, 12)) == []
    assert asked(DUTY, day=date(2026, 3, 13)) == [("Vera", "2026-03-09", 1)]
    said = catalogue()[DUTY].reason(Item.objects.get().facts)
    assert said == "Invoice 1 is 4 working days late: €100. They promised to pay by 12 March."
    later = payment_promise.note(known, day=date(2026, 3, 20), by=house.vera, at=morning(date(2026, 3, 13)))
    assert asked(DUTY, day=date(2026, 3, 13)) == []
    payment_promise.withdraw(later, at=morning(date(2026, 3, 13)))
    assert len(asked(DUTY, day=date(2026, 3, 13))) == 1


def test_nothing_is_promised_where_nothing_is_owed(house: House) -> None:
    with pytest.raises(NotOwed):
        payment_promise.note(drafted(house), day=DUE, by=house.vera, at=house.at)


def test_two_invoices_are_two_things_to_do(house: House, known: Invoice) -> None:
    issued(house, seo("5"))
    assert len(asked(DUTY, day=DAY_AFTER)) == 2
    asked(DUTY, day=DAY_AFTER)
    assert Item.objects.filter(duty=DUTY).count() == 2
