"""Rates of VAT on their days."""

from datetime import date
from decimal import Decimal

from keepstep.domain.agency import calendar, vat_rate
from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.agency.vat_rate import VatRate
from tests.cast import House


def test_a_russian_agency_begins_with_the_rates_of_the_tax_code(house: House) -> None:
    hours = default_calendar()
    calendar.change(hours, zone="Europe/Moscow", country="RU", subdivision="", week=hours.week)
    rates = vat_rate.offered()
    assert [str(one) for one in rates.on(date(2025, 12, 31))] == ["20 %", "10 %", "7 %", "5 %", "0 %"]
    assert [str(one) for one in rates.on(date(2026, 1, 1))] == ["22 %", "10 %", "7 %", "5 %", "0 %"]


def test_a_rate_ends_with_its_last_day(house: House) -> None:
    rate = vat_rate.add(percent=Decimal("8.1"))
    vat_rate.end(rate, until=house.day)
    assert list(VatRate.objects.on(house.day)) == [rate]
    assert list(VatRate.objects.on(house.day.replace(day=3))) == []
