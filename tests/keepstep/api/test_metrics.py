"""Numbers of clients by the API: told once, every fault at its field, and of another agency nothing."""

import json
from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from keepstep.domain.agency import api_token
from keepstep.domain.clients import goal, metric
from keepstep.domain.clients.measure import Measure
from keepstep.domain.clients.metric import Metric
from tests.cast import House


@pytest.fixture(autouse=True)
def _monday(house: House) -> Any:
    with patch.object(timezone, "now", return_value=house.at):
        yield


@pytest.fixture
def orders(house: House) -> Metric:
    return metric.keep(house.northwind, name="Orders", by=house.vera, at=house.at)


def call(secret: str, address: str, said: Any = None) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {secret}"}
    if said is None:
        answer = Client().get(address, headers=headers)
    else:
        answer = Client().post(address, json.dumps(said), content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_metrics_are_listed_page_by_page_and_their_numbers_told_once(house: House, orders: Metric) -> None:
    secret = api_token.make(name="Shop", by=house.oleg, at=house.at).secret
    income = metric.keep(house.northwind, name="Income", unit="€", by=house.vera, at=house.at)
    goal.set_goal(orders, target=Decimal(500), due=house.day, by=house.vera, at=house.at)
    _code, first = call(secret, "/api/metrics?client=northwind bakery&limit=1")
    _code, second = call(secret, f"/api/metrics?after={first['next']}")
    assert [one["id"] for one in (*first["metrics"], *second["metrics"])] == [str(orders.pk), str(income.pk)]
    assert second["next"] == ""
    where = f"/api/metrics/{orders.pk}/numbers"
    said = {"numbers": [{"day": "2026-02-14", "value": "430"}, {"day": "2026-03-01", "value": 510.5}]}
    assert call(secret, where, said) == (200, {"added": 2, "changed": 0, "known": 0, "reached": 1})
    assert call(secret, where, said) == (200, {"added": 0, "changed": 0, "known": 2, "reached": 0})
    assert list(Measure.objects.order_by("day").values_list("day", "value", "way")) == [
        (date(2026, 2, 1), Decimal(430), "api"), (date(2026, 3, 1), Decimal("510.5"), "api"),
    ]  # fmt: skip


def test_a_fault_stands_at_its_field_and_then_nothing_is_entered(house: House, orders: Metric) -> None:
    secret = api_token.make(name="Shop", by=house.oleg, at=house.at).secret
    where = f"/api/metrics/{orders.pk}/numbers"
    code, said = call(
        secret, where, {"numbers": [{"day": "2026-02-14", "value": 1}, {"day": "2026-04-01", "value": 2}]}
    )
    assert (code, list(said["errors"])) == (422, ["numbers.1.day"])
    code, said = call(secret, where, {"numbers": [{"day": "soon", "value": "many"}]})
    assert (code, sorted(said["errors"])) == (422, ["numbers.0.day", "numbers.0.value"])
    assert call(secret, "/api/metrics?after=x")[0] == 422
    assert Measure.objects.count() == 0


def test_for_another_agency_a_metric_does_not_exist(house: House, orders: Metric) -> None:
    with house.elsewhere.entered():
        secret = api_token.make(name="Shop", by=house.marta, at=house.at).secret
    assert call(secret, "/api/metrics")[1]["metrics"] == []
    said = {"numbers": [{"day": "2026-02-14", "value": 1}]}
    assert call(secret, f"/api/metrics/{orders.pk}/numbers", said)[0] == 404
    assert call("ks_no", "/api/metrics")[0] == 401
