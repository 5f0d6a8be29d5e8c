"""Settings of updates: whether one that nobody has sent goes out by itself."""

from collections.abc import Callable
from datetime import time

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person
from keepstep.domain.talk import safety_net
from keepstep.domain.talk.cadence import Cadence
from keepstep.domain.talk.safety_net import Net, SafetyNet, Stand
from tests.cast import House

In = Callable[[Person], Client]
WHERE = "/settings/updates/"


def test_nothing_goes_by_itself_until_somebody_wants_it(house: House, client_of: In) -> None:
    assert safety_net.of_agency() == Net(is_on=False, hour=time(17))
    assert client_of(house.oleg).post(WHERE, {"is_on": "on", "hour": "16:30"}).status_code == 302
    assert safety_net.of_agency() == Net(is_on=True, hour=time(16, 30))


def test_who_chose_it_and_when_is_kept(house: House, client_of: In) -> None:
    for said in ({"is_on": "on", "hour": "16:30"}, {"is_on": "on", "hour": "16:30"}, {"hour": "16:30"}):
        client_of(house.oleg).post(WHERE, said)
    chosen = SafetyNet.objects.order_by("at").values_list("stand", "by__name")
    assert list(chosen) == [("on", "Oleg"), ("off", "Oleg")]
    page = client_of(house.oleg).get(WHERE).content.decode()
    assert page.count("Oleg</small>") == 2


def test_the_agency_has_days_of_the_update_and_a_client_may_have_its_own(house: House, client_of: In) -> None:
    client = client_of(house.oleg)
    assert client.post(WHERE, {"days": ["3", "1"], "hour": "17:00"}).status_code == 302
    client.post(WHERE, {"days": ["1", "3"], "hour": "17:00"})
    assert list(Cadence.objects.values_list("days", "by__name")) == [([1, 3], "Oleg")]
    where = f"/accounts/{house.northwind.pk}/"
    assert "<dd>Tuesday, Thursday (as the agency)</dd>" in client.get(where).content.decode()
    house.northwind.cadence = [0]
    house.northwind.save(update_fields=["cadence"])
    assert "<dd>Monday</dd>" in client.get(where).content.decode()


@pytest.mark.parametrize("hour", ["08:59", "09:00", "18:00", "23:00", "", "noon"])
def test_the_hour_lies_in_the_working_day(house: House, client_of: In, hour: str) -> None:
    assert client_of(house.oleg).post(WHERE, {"is_on": "on", "hour": hour}).status_code == 422
    assert SafetyNet.objects.count() == 0


def test_a_client_has_a_way_of_its_own(house: House, client_of: In) -> None:
    safety_net.stretch(is_on=True, hour=time(17), by=house.oleg, at=house.at)
    page = client_of(house.vera).get(f"/accounts/{house.northwind.pk}/").content.decode()
    assert "goes by itself at 17:00 (as the agency)" in page
    where = f"/accounts/{house.northwind.pk}/safety-net/"
    assert client_of(house.vera).post(where, {"stand": "sometimes"}).status_code == 422
    assert client_of(house.vera).post(where, {"stand": "off"}).status_code == 302
    assert safety_net.of_account(house.northwind) == Stand.OFF
    page = client_of(house.vera).get(f"/accounts/{house.northwind.pk}/").content.decode()
    assert ("<dd>does not go <small" in page, "Vera</small>" in page) == (True, True)
