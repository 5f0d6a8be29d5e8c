"""The page of a client's metrics: by hand, from a file with its faults, goals, and the client's own size."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import goal, measuring, metric
from keepstep.domain.clients.goal import Goal
from keepstep.domain.clients.measure import Measure
from keepstep.domain.clients.metric import Metric
from tests.cast import House

Clients = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(house: House) -> Any:
    with patch.object(timezone, "now", return_value=house.at):
        yield


@pytest.fixture
def orders(house: House) -> Metric:
    return metric.keep(house.northwind, name="Orders", by=house.vera, at=house.at)


def told() -> list[tuple[str, str, int]]:
    rows = Measure.objects.standing().order_by("metric__at", "day").values_list("metric__name", "day", "value")
    return [(name, str(day), int(value)) for name, day, value in rows]


def load(client: Client, house: House, *lines: str) -> tuple[int, str]:
    file = SimpleUploadedFile("numbers.csv", "\n".join(lines).encode())
    answer = client.post(reverse("metric_file", args=[house.northwind.pk]), {"file": file}, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_metric_is_followed_measured_and_given_a_goal(house: House, client_of: Clients) -> None:
    browser = client_of(house.vera)
    where = reverse("metrics", args=[house.northwind.pk])
    new = {"name": "Orders", "unit": "", "better": "up", "rhythm": "month", "is_size": "on"}
    assert browser.post(reverse("metric_new", args=[house.northwind.pk]), new).status_code == 302
    assert browser.post(reverse("metric_new", args=[house.northwind.pk]), new).status_code == 422
    [made] = Metric.objects.sizes()
    for month, value in (("2026-01", "400"), ("2026-02", "430")):
        browser.post(reverse("measure_new", args=[made.pk]), {"when": month, "value": value})
    late = browser.post(reverse("measure_new", args=[made.pk]), {"when": "2026-05", "value": "1"})
    assert (late.status_code, told()) == (422, [("Orders", "2026-01-01", 400), ("Orders", "2026-02-01", 430)])
    browser.post(reverse("goal_new", args=[made.pk]), {"target": "500", "due": "2026-06-30"})
    said = browser.get(where).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Orders: better, 400 → 430 since January 2026" in said
    assert "500 by 30 June 2026" in said
    assert browser.post(reverse("goal_new", args=[made.pk]), {"target": "420", "due": "2026-06-30"}).status_code == 422
    browser.post(reverse("goal_drop", args=[Goal.objects.get().pk]))
    assert "500 by 30 June 2026" not in browser.get(where).content.decode()


def test_a_file_may_have_a_column_for_each_metric_and_twice_it_adds_nothing(
    house: House, orders: Metric, client_of: Clients
) -> None:
    metric.keep(house.northwind, name="Income", by=house.vera, at=house.at + timedelta(seconds=1))
    lines = ("Month;Orders;Income", "2026-01;400;1 200,50", "Feb 2026;430;")
    code, said = load(client_of(house.vera), house, *lines)
    assert (code, "3 numbers are entered." in said) == (200, True)
    assert told() == [("Orders", "2026-01-01", 400), ("Orders", "2026-02-01", 430), ("Income", "2026-01-01", 1200)]
    assert "Every number of this file was entered already" in load(client_of(house.vera), house, *lines)[1]
    assert Measure.objects.count() == 3


def test_a_file_may_name_the_metric_in_each_row(house: House, orders: Metric, client_of: Clients) -> None:
    load(client_of(house.vera), house, "Дата,Показатель,Значение", "02.01.2026,orders,400")
    assert told() == [("Orders", "2026-01-01", 400)]


def test_with_a_fault_nothing_is_entered_and_each_is_named_at_its_row_and_column(
    house: House, orders: Metric, client_of: Clients
) -> None:
    code, said = load(
        client_of(house.vera), house, "Month;Metric;Value", "2026-01;Orders;400", "soon;Orders;many", "2026-01;Visits;"
    )
    said = said.replace("&quot;", '"')
    assert (code, told()) == (422, [])
    for fault in (
        "<b>Row 3, Month</b>: “soon” is no month and no day", "<b>Row 3, Value</b>: “many” is no number.",
        "<b>Row 4, Metric</b>: This client has no metric “Visits”.", "<b>Row 4, Value</b>: “” is no number.",
    ):  # fmt: skip
        assert fault in said


@pytest.mark.parametrize(
    ("heading", "fault"),
    [
        ("Orders;Income", "No column says when"),
        ("Month;Visits", "“Visits” is no metric of this client"),
        ("Month", "No column is a metric of this client"),
    ],
)
def test_a_file_whose_columns_say_nothing_we_know_is_refused(
    house: House, orders: Metric, client_of: Clients, heading: str, fault: str
) -> None:
    code, said = load(client_of(house.vera), house, heading, "2026-01;400")
    assert (code, fault in said) == (422, True)


def test_the_last_number_is_taken_back_and_a_metric_closed_and_opened_again(
    house: House, orders: Metric, client_of: Clients
) -> None:
    measuring.read(orders, day=date(2026, 2, 1), value=Decimal(410), by=house.vera, at=house.at)
    browser = client_of(house.vera)
    browser.post(reverse("measure_take_back", args=[Measure.objects.get().pk]))
    assert told() == []
    browser.post(reverse("metric_close", args=[orders.pk]))
    assert Metric.objects.kept().count() == 0
    browser.post(reverse("metric_reopen", args=[orders.pk]))
    assert Metric.objects.kept().count() == 1


def test_the_draft_leads_to_where_its_result_comes_from(house: House, orders: Metric, client_of: Clients) -> None:
    goal.set_goal(orders, target=Decimal(500), due=house.day, by=house.vera, at=house.at)
    measuring.read(orders, day=house.day, value=Decimal(510), by=house.vera, at=house.at)
    said = client_of(house.vera).get(reverse("update_new", args=[house.northwind.pk])).content.decode()
    link = f"{reverse('metrics', args=[house.northwind.pk])}#metric-{orders.pk}"
    assert f'<a href="{link}">Orders, March 2026: 510. The goal of 500 is reached</a>' in said
