"""An account's average check by month with its trend, and what accounts like it also buy."""

from datetime import date
from decimal import Decimal

from keepstep.domain.money import allocation, development
from keepstep.domain.money.development import Check
from keepstep.formulas.trend import Verdict
from tests.cast import House, welcome
from tests.keepstep.domain.money.bills import issued, pays
from tests.keepstep.domain.money.plans import noon, of, paid, sells

D = Decimal
DAY = date(2026, 3, 2)


def test_the_average_check_is_what_was_paid_by_the_invoices_it_paid(house: House) -> None:
    seo = sells("SEO")
    paid(house, date(2026, 2, 3), of(seo, "100"))
    known = issued(house, of(seo, "900"), at=noon(date(2026, 2, 4)))
    for day, amount in ((date(2026, 2, 5), 200), (date(2026, 2, 9), 300), (date(2026, 3, 2), 400)):
        allocation.receive([known], amount=D(amount), paid_on=day, by=house.vera, at=house.at)
    found = development.of_accounts([house.northwind.pk], day=DAY)[house.northwind.pk]
    assert found.checks == {date(2026, 2, 1): Check(D(600), 2)}
    assert (found.checks[date(2026, 2, 1)].average, found.trend.verdict) == (D(300), Verdict.EARLY)


def test_six_full_months_of_growth(house: House) -> None:
    """From September to February by a tenth each; March, which has begun, and August do not count."""
    seo = sells("SEO")
    for n, (year, month) in enumerate([(2025, 9), (2025, 10), (2025, 11), (2025, 12), (2026, 1), (2026, 2)]):
        paid(house, date(year, month, 16), of(seo, str(round(1000 * 1.1**n))))
    paid(house, date(2025, 8, 29), of(seo, "90000"))
    paid(house, DAY, of(seo, "1"))
    found = development.of_accounts([house.northwind.pk], day=DAY)[house.northwind.pk]
    assert (round(found.trend.rate or 0, 3), found.trend.verdict, found.trend.months) == (0.1, Verdict.GROWING, 6)
    longer = development.of_accounts([house.northwind.pk], day=DAY, months=12)[house.northwind.pk]
    assert (len(longer.checks), longer.trend) == (7, found.trend)


def test_5_of_5_who_buy_seo_also_buy_content(house: House) -> None:
    seo, content, ads = sells("SEO"), sells("Content"), sells("Ads")
    issued(house, of(seo, "100"))
    for n in range(5):
        other = welcome(f"Client {n}", manager=house.vera)
        pays(other)
        issued(house, of(seo, "100"), of(content, "50"), account=other)
    alone = welcome("Alone", manager=house.vera)
    pays(alone)
    issued(house, of(ads, "70"), account=alone)
    mine = development.bought_by([house.northwind.pk])[house.northwind.pk]
    (found,) = development.market().offers(mine)
    assert (found.service, found.known, found.both, found.buyers, found.all) == (content.pk, seo.pk, 5, 6, 7)


def test_nobody_buys_anything_yet(house: House) -> None:
    assert (development.market().offers([]), development.of_accounts([house.northwind.pk], day=DAY)) == ([], {})
