"""Invoices: free to change as drafts, never after; cancelled by a row, corrected by another."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from keepstep.domain.agency import legal_entity, store
from keepstep.domain.clients import payer
from keepstep.domain.clients.payer import Payer
from keepstep.domain.money import allocation, cancellation, drafting, issuing
from keepstep.domain.money.cancellation import Cancellation, NotToBeCancelled, NotToBeRestored
from keepstep.domain.money.drafting import NotTheirs
from keepstep.domain.money.invoice import AlreadyIssued, Invoice, State
from keepstep.domain.money.invoice_line import as_wanted
from keepstep.domain.money.issuing import NotReady
from keepstep.domain.money.payment import Payment
from keepstep.domain.money.priced_line import Wanted
from tests.cast import House, welcome
from tests.keepstep.domain.agency.test_legal_entity import png
from tests.keepstep.domain.money.bills import ABROAD, company, drafted, issued, pays, seo

D = Decimal


def amended(known: Invoice, *lines: Wanted) -> None:
    drafting.amend(
        known, entity=known.entity, payer=known.payer, lines=lines, language="en", days_to_pay=5, basis="", note=""
    )


def test_a_draft_has_sums_and_no_number(house: House) -> None:
    known = drafted(house, seo("1190"), seo("100.01", n="3", rate="7"))
    assert (known.number, known.net, known.tax, known.total) == ("", D("1280.40"), D("209.63"), D("1490.03"))
    assert [(line.place, line.name, line.total) for line in known.lines.all()] == [
        (1, "SEO", D("1190.00")), (2, "SEO", D("300.03")),
    ]  # fmt: skip
    assert (known.state_on(house.day), known.language, known.currency) == (State.DRAFT, "en", "EUR")


def test_a_draft_changes_and_is_thrown_away_and_taken_up(house: House) -> None:
    known = drafted(house)
    amended(known, seo("200"), seo("300"))
    assert (Invoice.objects.get().total, known.lines.count()) == (D("500.00"), 2)
    drafting.throw_away(known, at=house.at)
    assert list(Invoice.objects.drafts()) == []
    with pytest.raises(AlreadyIssued):
        amended(known)
    drafting.take_up(known)
    assert list(Invoice.objects.drafts()) == [known]


def test_without_vat_no_line_has_a_rate(house: House) -> None:
    known = drafted(house, seo("100"), entity=company(vat="none"))
    assert (known.tax, known.total, [line.rate for line in known.lines.all()]) == (D("0.00"), D("100.00"), [None])
    on_top = drafted(house, seo("100"), entity=company(vat="top"))
    assert (on_top.net, on_top.tax, on_top.total) == (D("100.00"), D("19.00"), D("119.00"))


def test_an_issued_invoice_has_its_number_day_and_a_due_day_of_working_days(house: House) -> None:
    company(number_prefix="LH-")
    first, second = issued(house), issued(house, days_to_pay=10)
    assert [(one.number, one.issued_on, one.due) for one in (first, second)] == [
        ("LH-1", date(2026, 3, 2), date(2026, 3, 9)), ("LH-2", date(2026, 3, 2), date(2026, 3, 16)),
    ]  # fmt: skip


def test_an_issued_invoice_keeps_what_stood_in_it(house: House) -> None:
    ours = company(stamp=png(), phone="+49 30 1")
    theirs = pays(house.northwind)
    known = issued(house)
    legal_entity.amend(ours, **{**ABROAD, "name": "Leuchtturm GmbH", "stamp": png()})
    payer.amend(theirs, form="abroad", name="Südwind")
    kept, paying = issuing.requisites(Invoice.objects.get(pk=known.pk))
    assert (kept["name"], kept["phone"], paying["name"]) == ("Lighthouse GmbH", "+49 30 1", "Northwind Bakery Ltd")
    assert store.read(kept["stamp"], agency_id=house.agency.pk).startswith(b"\x89PNG")


def test_an_issued_invoice_never_changes(house: House) -> None:
    known = issued(house)
    with pytest.raises(AlreadyIssued):
        amended(known, seo("1"))
    with pytest.raises(AlreadyIssued):
        issuing.issue(known, by=house.vera, at=house.at)
    with pytest.raises(AlreadyIssued):
        drafting.throw_away(known, at=house.at)
    drafting.take_up(known)
    assert (Invoice.objects.get().number, Invoice.objects.get().total) == ("1", D("1190.00"))


def test_what_is_missing_is_said_before_a_number_is_spent(house: House) -> None:
    ours = company()
    nobody = drafting.draft(house.northwind, entity=ours, payer=None, lines=[seo()], by=house.vera, at=house.at)
    for known in (nobody, drafted(house, seo("0"))):
        with pytest.raises(NotReady):
            issuing.issue(known, by=house.vera, at=house.at)
    ready = drafted(house)
    legal_entity.close(ours, at=house.at)
    with pytest.raises(NotReady):
        issuing.issue(ready, by=house.vera, at=house.at)
    legal_entity.reopen(ours)
    assert issued(house).number == "1"


def test_another_clients_company_does_not_pay(house: House) -> None:
    other = welcome("Hill School", manager=house.vera)
    with pytest.raises(NotTheirs):
        drafted(house, payer=pays(other))


def test_states_follow_from_days_and_payments(house: House) -> None:
    known = issued(house)
    assert [known.state_on(day) for day in (date(2026, 3, 9), date(2026, 3, 10))] == [State.OPEN, State.OVERDUE]
    assert list(Invoice.objects.overdue(date(2026, 3, 9))) == []
    assert list(Invoice.objects.overdue(date(2026, 3, 10))) == [known]
    allocation.receive([known], amount=D(1000), paid_on=house.day, by=house.vera, at=house.at)
    assert known.state_on(house.day) == State.PART_PAID
    allocation.receive([known], amount=D(190), paid_on=house.day, by=house.vera, at=house.at)
    assert (known.state_on(house.day), list(Invoice.objects.unpaid())) == (State.PAID, [])
    assert list(Invoice.objects.paid_in_full()) == [known]


def test_it_is_cancelled_by_a_row_and_keeps_its_number(house: House) -> None:
    known = issued(house)
    cancellation.cancel(known, reason="twice the same", by=house.vera, at=house.at)
    assert (known.state_on(house.day), issued(house).number) == (State.CANCELLED, "2")
    with pytest.raises(NotToBeCancelled):
        cancellation.cancel(known, reason="again", by=house.vera, at=house.at)
    cancellation.restore(known, by=house.vera, at=house.at)
    assert known.state_on(house.day) == State.OPEN
    cancellation.cancel(known, reason="after all", by=house.vera, at=house.at)
    assert [(one.reason, bool(one.undone_at)) for one in Cancellation.objects.all()] == [
        ("twice the same", True), ("after all", False),
    ]  # fmt: skip


def test_neither_a_draft_nor_what_is_paid_is_cancelled(house: House) -> None:
    known = issued(house)
    allocation.receive([known], amount=D(1), paid_on=house.day, by=house.vera, at=house.at)
    for one in (known, drafted(house)):
        with pytest.raises(NotToBeCancelled):
            cancellation.cancel(one, reason="no", by=house.vera, at=house.at)


def test_a_correction_takes_the_place_of_the_first_and_its_payments(house: House) -> None:
    wrong = issued(house, seo("1190"))
    allocation.receive([wrong], amount=D(700), paid_on=house.day, by=house.vera, at=house.at)
    right = drafted(house, seo("595"), corrects=wrong)
    assert wrong.state_on(house.day) == State.PART_PAID
    issuing.issue(right, by=house.vera, at=house.at + timedelta(hours=1))
    wrong.refresh_from_db()
    assert (wrong.state_on(house.day), wrong.paid) == (State.CANCELLED, D(0))
    assert (right.number, right.state_on(house.day), Payment.objects.get().rest) == ("2", State.PAID, D("105.00"))
    assert Cancellation.objects.get().reason == "Corrected by 2."
    with pytest.raises(NotToBeRestored):
        cancellation.restore(wrong, by=house.vera, at=house.at)
    again = drafted(house, corrects=wrong)
    with pytest.raises(NotReady):
        issuing.issue(again, by=house.vera, at=house.at)


def test_lines_can_be_asked_for_again(house: House) -> None:
    lines = [seo("10.10", n="1.5"), seo("20", rate=None)]
    assert as_wanted(drafted(house, *lines)) == lines


def test_the_database_refuses_what_no_verb_would_do(house: House) -> None:
    known = issued(house)
    for wrong in ({"number": ""}, {"paid": D("1190.01")}, {"paid": D(1), "cancelled_at": house.at}, {"due": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invoice.objects.filter(pk=known.pk).update(**wrong)
    assert Payer.objects.count() == 1
