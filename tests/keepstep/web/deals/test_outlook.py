"""What open deals promise and why others were lost; filters that are saved and shared."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.agency.saved_filter import SavedFilter
from keepstep.domain.sales import loss
from keepstep.domain.sales.pipeline import Gate
from keepstep.web.deals import outlook
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun, standing_at, too_dear
from tests.keepstep.web.deals.test_deals import words

Of = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def nine_on_monday(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


def test_the_forecast_weighs_each_deal_by_its_stage(house: House) -> None:
    begun(house, amount=Decimal(1000), closes_on=date(2026, 3, 31))
    begun(house, closes_on=date(2026, 3, 1))
    standing_at(house, Gate.AGREED, amount=Decimal("333.33"), closes_on=date(2026, 4, 1))
    begun(house, amount=Decimal(50), currency="USD")
    months, gates = outlook.forecast(Desk(house.oleg))
    told = [(one.count, one.unknown, dict(one.sums), dict(one.expected)) for one in months]
    assert told == [
        (2, 1, {"EUR": Decimal(1000)}, {"EUR": Decimal(100)}),
        (1, 0, {"EUR": Decimal("333.33")}, {"EUR": Decimal("200.00")}),
        (1, 0, {"USD": Decimal(50)}, {"USD": Decimal(5)}),
    ]
    assert [(one.name, one.count) for one in gates] == [("New", 3), ("Price and composition agreed", 1)]


def test_reasons_of_the_last_year_are_counted_with_their_share(house: House) -> None:
    for n in range(3):
        loss.lose(begun(house, amount=Decimal(10)), reason=too_dear(house), by=house.vera, at=house.at - n * YEAR)
    assert [(one.name, one.count, one.share, one.sums) for one in outlook.losses(Desk(house.oleg), at=house.at)] == [
        ("Too expensive", 1, 100, ["€10"])
    ]


YEAR = timedelta(days=366)


def test_each_number_opens_into_its_deals(house: House, client_of: Of) -> None:
    begun(house, title="In March", closes_on=date(2026, 3, 31))
    begun(house, title="Some day")
    loss.lose(begun(house, title="Gone"), reason=too_dear(house), by=house.vera, at=house.at)
    oleg = client_of(house.oleg)
    assert "March 2026" in words(oleg, "/deals/forecast/")
    for asked, shown in (
        ("month=2026-03", "In March"), ("month=none", "Some day"), ("gate=0&month=none", "Some day"),
        (f"state=lost&reason={too_dear(house).pk}", "Gone"),
    ):  # fmt: skip
        page = words(oleg, f"/deals/list/?{asked}")
        assert [title for title in ("In March", "Some day", "Gone") if f" {title} " in page] == [shown]
    assert "No deal is like that" in words(oleg, "/deals/list/?gate=3")


def test_a_filter_is_saved_shared_and_forgotten_with_undo(house: House, client_of: Of) -> None:
    lena = join("Lena", Role.SALES, head=house.oleg)
    client, other = client_of(lena), client_of(house.oleg)
    client.post("/deals/filters/new/?task=none&sort=longest&evil=1", {"name": "Bare"})
    saved = SavedFilter.objects.get()
    assert (saved.query, saved.is_shared) == ("state=open&task=none&sort=longest", False)
    assert ("Bare" in words(client, "/deals/list/"), "Bare" in words(other, "/deals/list/")) == (True, False)
    client.post("/deals/filters/new/?task=late", {"name": "Bare", "is_shared": "on"})
    assert SavedFilter.objects.count() == 1
    assert "Bare" in words(other, "/deals/list/")
    assert other.post(f"/deals/filters/{saved.pk}/forgetting/").status_code == 404
    client.post(f"/deals/filters/{saved.pk}/forgetting/")
    assert 'task=late"' not in client.get("/deals/list/").content.decode()
    client.post(f"/deals/filters/{saved.pk}/remembering/")
    assert "Bare" in words(other, "/deals/list/")
