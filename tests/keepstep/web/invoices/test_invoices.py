"""The pages of one invoice: written from the catalogue, issued, sent, paid, cancelled, corrected."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from keepstep.domain.agency import service, vat_rate
from keepstep.domain.agency.person import Person
from keepstep.domain.clients import contact
from keepstep.domain.money import allocation
from keepstep.domain.money.allocation import Allocation
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.payment import Payment
from keepstep.domain.money.payment_promise import PaymentPromise
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.talk.message import Message
from tests.cast import House
from tests.keepstep.domain.money.bills import company, drafted, issued, pays, seo
from tests.keepstep.domain.sales.deals import begun

D = Decimal
Of = Callable[[Person], Client]
HX = {"HX-Request": "true"}


@pytest.fixture
def vera(house: House, client_of: Of) -> Client:
    return client_of(house.vera)


def typed(*lines: dict[str, str], **facts: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    usual = {"language": "en", "days_to_pay": "5", "basis": "", "note": "", "act": "save", "lines": str(len(lines))}
    fields = {f"line-{place}-{name}": value for place, line in enumerate(lines) for name, value in line.items()}
    return usual | fields | facts


LINE = {"name": "SEO", "unit": "month", "quantity": "1,5", "price": "1 000,10", "discount": "", "rate": ""}


def test_a_draft_is_written_with_numbers_as_people_write_them(house: House, vera: Client) -> None:
    ours, theirs = company(), pays(house.northwind)
    where = f"/accounts/{house.northwind.pk}/invoices/new/"
    assert b"Northwind Bakery Ltd" in vera.get(where).content
    house.vera.language = "ru"
    house.vera.save(update_fields=["language"])
    answer = vera.post(where, typed(LINE, entity=ours.pk, payer=theirs.pk))
    made = Invoice.objects.get()
    assert (answer["Location"], made.total, made.payer) == (f"/invoices/{made.pk}/", D("1500.15"), theirs)


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(house: House, vera: Client) -> None:
    ours = company()
    where = f"/accounts/{house.northwind.pk}/invoices/new/"
    answer = vera.post(where, typed(LINE | {"quantity": "0"}, LINE | {"price": "much"}, entity=ours.pk), headers=HX)
    page = answer.content.decode()
    assert (answer.status_code, page.count("field-fault"), Invoice.objects.count()) == (422, 2, 0)
    assert 'value="much"' in page


def test_a_line_comes_from_the_catalogue_and_goes_again(house: House, vera: Client) -> None:
    rate = vat_rate.add(percent=D(19))
    sold = service.offer(name="Ads", unit="month", price=D("900.50"), currency="EUR", rate=rate)
    ours = company()
    where = f"/accounts/{house.northwind.pk}/invoices/new/"
    asked = typed(LINE | {"quantity": "2"}, entity=ours.pk, act="add", offered=sold.pk)
    page = vera.post(where, asked, headers=HX).content.decode()
    assert all(words in page for words in ('value="Ads"', 'value="900.50"', 'name="line-1-rate"', 'value="2"'))
    gone = vera.post(where, asked | {"act": "remove:0", "lines": "1"}, headers=HX).content.decode()
    assert "No lines yet." in gone
    dollars = company(name="Inc", currency="USD")
    page = vera.post(where, typed(entity=dollars.pk, act="add", offered=sold.pk), headers=HX).content.decode()
    assert ('value="Ads"' in page, "900.50" in page.split('id="offered"')[0]) == (True, False)


def test_the_sums_are_counted_while_one_types(house: House, vera: Client) -> None:
    ours = company(vat="top")
    where = f"/accounts/{house.northwind.pk}/invoices/new/"
    lines = [{**LINE, "quantity": "2", "price": "100", "rate": "19"}, {**LINE, "price": "not yet"}]
    page = vera.post(where, typed(*lines, entity=ours.pk, act="look"), headers=HX).content.decode()
    assert ("€200" in page, "€38" in page, "€238" in page, "<form" in page) == (True, True, True, False)


def test_a_draft_is_amended_until_it_is_issued(house: House, vera: Client) -> None:
    known = drafted(house)
    facts = {"entity": known.entity_id, "payer": known.payer_id}
    assert b'value="1,190"' in vera.get(f"/invoices/{known.pk}/edit/").content
    vera.post(f"/invoices/{known.pk}/edit/", typed({**LINE, "quantity": "1", "price": "5"}, **facts))
    assert Invoice.objects.get().total == D(5)
    vera.post(f"/invoices/{known.pk}/issuing/")
    answer = vera.post(f"/invoices/{known.pk}/edit/", typed(LINE, **facts), headers=HX)
    assert (answer.status_code, Invoice.objects.get().total, Invoice.objects.get().number) == (422, D(5), "1")
    assert vera.get(f"/invoices/{known.pk}/edit/").status_code == 302


def test_without_a_payer_it_is_not_issued_and_says_why(house: House, vera: Client) -> None:
    ours = company()
    line = {**LINE, "quantity": "1", "price": "5"}
    vera.post(f"/accounts/{house.northwind.pk}/invoices/new/", typed(line, entity=ours.pk))
    known = Invoice.objects.get()
    answer = vera.post(f"/invoices/{known.pk}/issuing/", headers=HX)
    assert (answer.status_code, Invoice.objects.get().number) == (422, "")
    assert "Whose company pays is not said yet." in answer.headers["HX-Trigger"]


def test_it_goes_to_the_bookkeeper_with_its_pdf(house: House, vera: Client) -> None:
    nina = contact.introduce(house.northwind, name="Nina", email="nina@northwind.test", part="accountant")
    known = issued(house)
    sheet = vera.get(f"/invoices/{known.pk}/sending/", headers=HX)
    form = sheet.context["form"]
    assert (form.initial["contact"], "€1,190.00" in form.initial["body"]) == (nina, True)
    said = {name: form.initial[name] for name in ("draft", "subject", "body")} | {"contact": nina.pk}
    vera.post(f"/invoices/{known.pk}/sending/", said)
    vera.post(f"/invoices/{known.pk}/sending/", said)
    letter = Message.objects.get()
    [file] = letter.enclosures.all()
    assert (letter.invoice, letter.contact, file.name) == (known, nina, "Invoice No 1 of 2 March 2026.pdf")


def test_a_draft_does_not_go_to_the_client(house: House, vera: Client) -> None:
    known = drafted(house)
    assert vera.get(f"/invoices/{known.pk}/sending/", headers=HX).status_code == 422


def test_a_payment_is_recorded_for_several_and_taken_back(house: House, vera: Client) -> None:
    first, second = issued(house, seo("100")), issued(house, seo("100"))
    said = {"amount": "150", "paid_on": "2026-03-02", "purpose": "Invoice 1, 2", "others": [second.pk]}
    vera.post(f"/invoices/{first.pk}/payments/new/", said)
    assert list(Invoice.objects.order_by("serial").values_list("paid", flat=True)) == [D(100), D(50)]
    page = vera.get(f"/invoices/{second.pk}/").content.decode()
    assert ("€50" in page, "of €150" in page, "overdue" in page) == (True, True, True)
    vera.post(f"/payments/{Payment.objects.get().pk}/taking-back/")
    assert list(Invoice.objects.values_list("paid", flat=True)) == [D(0), D(0)]


def test_a_payment_of_tomorrow_is_none(house: House, vera: Client) -> None:
    known = issued(house)
    answer = vera.post(f"/invoices/{known.pk}/payments/new/", {"amount": "0", "paid_on": "2126-03-02"})
    page = answer.content.decode()
    assert (answer.status_code, "This day has not come yet." in page, page.count("field-fault")) == (422, True, 2)


def test_what_was_laid_wrong_pays_another(house: House, vera: Client) -> None:
    wrong, right = issued(house, seo("100")), issued(house, seo("80"))
    made = allocation.receive([wrong], amount=D(100), paid_on=house.day, by=house.vera, at=house.at)
    vera.post(f"/allocations/{Allocation.objects.get().pk}/undoing/")
    assert "€100 is left." in vera.get(f"/invoices/{right.pk}/").content.decode()
    vera.post(f"/invoices/{right.pk}/advance/{made.pk}/")
    assert list(Invoice.objects.order_by("serial").values_list("paid", flat=True)) == [D(0), D(80)]


def test_it_is_cancelled_with_a_reason_and_valid_again(house: House, vera: Client) -> None:
    known = issued(house)
    assert vera.post(f"/invoices/{known.pk}/cancellation/", {"reason": ""}).status_code == 422
    vera.post(f"/invoices/{known.pk}/cancellation/", {"reason": "twice the same"})
    assert "Cancelled: twice the same" in vera.get(f"/invoices/{known.pk}/").content.decode()
    vera.post(f"/invoices/{known.pk}/restoring/")
    assert Invoice.objects.get().cancelled_at is None


def test_a_correction_is_one_draft_however_often_one_asks(house: House, vera: Client) -> None:
    wrong = issued(house)
    where = [vera.post(f"/invoices/{wrong.pk}/correction/")["Location"] for _time in range(2)]
    right = Invoice.objects.get(corrects=wrong)
    assert where == [f"/invoices/{right.pk}/edit/"] * 2
    assert right.total == wrong.total
    assert vera.post(f"/invoices/{right.pk}/correction/", headers=HX).status_code == 422


def test_a_draft_is_thrown_away_and_taken_up(house: House, vera: Client) -> None:
    known = drafted(house)
    vera.post(f"/invoices/{known.pk}/discarding/")
    assert Invoice.objects.drafts().count() == 0
    vera.post(f"/invoices/{known.pk}/taking-up/")
    assert Invoice.objects.drafts().count() == 1


def test_for_a_client_it_begins_with_a_choice(house: House, vera: Client) -> None:
    answer = vera.post("/invoices/new/", {"account": house.northwind.pk}, headers=HX)
    assert answer.headers["HX-Redirect"] == f"/accounts/{house.northwind.pk}/invoices/new/"


def test_a_reminder_is_drafted_for_its_rung_and_a_promise_is_noted(house: House, vera: Client) -> None:
    known = issued(house)
    sheet = vera.get(f"/invoices/{known.pk}/sending/?rung=2", headers=HX)
    form = sheet.context["form"]
    assert "has not reached us yet" in form.initial["body"]
    said = {name: form.initial[name] for name in ("draft", "subject", "body")} | {"contact": house.ines.pk}
    vera.post(f"/invoices/{known.pk}/sending/?rung=2", said)
    assert Message.objects.values_list("kind", "rung").get() == ("reminder", 2)
    assert vera.post(f"/invoices/{known.pk}/promises/new/", {"day": "2020-01-01"}).status_code == 422
    vera.post(f"/invoices/{known.pk}/promises/new/", {"day": "2126-01-01", "words": "after the fair"})
    assert "after the fair" in vera.get(f"/invoices/{known.pk}/").content.decode()
    vera.post(f"/promises/{PaymentPromise.objects.get().pk}/withdrawing/")
    assert "after the fair" not in vera.get(f"/invoices/{known.pk}/").content.decode()


def test_a_payment_of_a_deals_invoice_is_its_evidence_until_it_is_taken_back(house: House, vera: Client) -> None:
    made, known = begun(house, account=house.northwind), issued(house, seo("100"))
    vera.post(f"/invoices/{known.pk}/deal/", {"deal": made.pk})
    vera.post(f"/invoices/{known.pk}/payments/new/", {"amount": "100", "paid_on": "2026-03-02"})
    [proof] = Evidence.objects.standing()
    assert (proof.deal, proof.source) == (made, f"payment:{Payment.objects.get().pk}")
    assert "New shop" in vera.get(f"/invoices/{known.pk}/").content.decode()
    vera.post(f"/payments/{Payment.objects.get().pk}/taking-back/")
    assert list(Evidence.objects.standing()) == []
    vera.post(f"/invoices/{known.pk}/deal/", {"deal": ""})
    assert "New shop" not in vera.get(f"/invoices/{known.pk}/").content.decode()
