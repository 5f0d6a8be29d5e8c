"""Invoices in the portal: for whoever may see money, what is to be paid first."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.test import Client

from keepstep.domain.clients import contact
from keepstep.domain.clients.contact import Contact
from keepstep.domain.money import allocation, cancellation
from tests.cast import House
from tests.keepstep.domain.money.bills import drafted, issued, seo

Of = Callable[[Contact], Client]


def test_whoever_may_see_money_sees_what_is_to_be_paid_and_what_was(house: House, portal_of: Of) -> None:
    contact.amend(house.ines, sees_money=True)
    late = issued(house, seo("100"), at=house.at - timedelta(days=400))
    paid, gone = issued(house, seo("200")), issued(house, seo("300"))
    allocation.receive([late], amount=Decimal(40), paid_on=house.day, by=house.vera, at=house.at)
    allocation.receive([paid], amount=Decimal(200), paid_on=house.day, by=house.vera, at=house.at)
    cancellation.cancel(gone, reason="twice", by=house.vera, at=house.at)
    drafted(house, seo("400"))
    ines = portal_of(house.ines)
    page = ines.get("/portal/invoices/").content.decode()
    shown = ("€60 of €100", "the day has passed", "€200", "€300", "€400")
    assert [words in " ".join(page.split()) for words in shown] == [True, True, True, False, False]
    assert ines.get(f"/portal/invoices/{late.pk}/invoice.pdf").content.startswith(b"%PDF-")
    assert ines.get(f"/portal/invoices/{gone.pk}/invoice.pdf").status_code == 404


def test_for_others_there_are_none_and_no_entry_in_the_menu(house: House, portal_of: Of) -> None:
    known = issued(house)
    tom = portal_of(house.tom)
    assert tom.get("/portal/invoices/").status_code == 404
    assert tom.get(f"/portal/invoices/{known.pk}/invoice.pdf").status_code == 404
    assert "/portal/invoices/" not in tom.get("/portal/").content.decode()
