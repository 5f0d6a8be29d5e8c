"""What sources bring: every figure opens into exactly the leads, or the spend, that made it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import merge, spend
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.spend import Entry
from keepstep.web.sources import span
from tests.cast import House, join
from tests.keepstep.domain.sales.leads import came, site
from tests.keepstep.domain.sales.test_source_figures import buys, pays

In = Callable[[Person], Client]
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def monday(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def busy(house: House) -> House:
    """Two leads of March, one of them qualified, one of February, and what they cost."""
    ada = came(house, name="Ada", last_touch={"utm_campaign": "Search"})
    Lead.objects.filter(pk=ada.pk).update(qualified_at=house.at, qualified_by=house.vera, responded_at=house.at)
    bea = came(house, name="Bea")
    merge.merge(came(house, name="Again"), into=bea, by=house.vera, at=house.at)
    came(house, name="Cleo", at=house.at - timedelta(days=5))
    for campaign, amount in (("search", 100), ("", 20)):
        one = Entry(site(house), campaign, date(2026, 3, 1), date(2026, 3, 31), Decimal(amount))
        spend.enter(one, agency=house.agency, by=house.oleg, at=house.at)
    return house


def opened(client: Client, address: str) -> list[str]:
    """Who stands there: leads, or the clients they became."""
    context = client.get(address).context
    if "clients" in context:
        return [one.name for one in context["clients"]]
    return [line["lead"].name for line in context["lines"]]


def test_clients_and_their_payments_open_and_money_is_told_to_who_sees_it(busy: House, client_of: In) -> None:
    """120 were spent in March; Ada became a client and has paid 300."""
    pays(busy, buys(busy, Lead.objects.get(name="Ada")), "300", TODAY)
    oleg, seller = client_of(busy.oleg), client_of(join("Sam", Role.SALES))
    line = oleg.get("/leads/sources/?since=2026-03").context["by_source"][0]
    assert (line.figures.per_client, line.returned) == (Decimal(120), "250\N{NO-BREAK SPACE}%")
    assert (opened(oleg, line.clients), opened(oleg, line.paid)) == (["Ada"], ["Ada"])
    assert "€300" in oleg.get(line.paid).content.decode()
    assert (opened(seller, line.clients), opened(seller, line.paid)) == (["Ada"], [])
    told = seller.get("/leads/sources/?since=2026-03").context["by_source"][0].figures
    assert (told.clients, told.paid) == (1, {})


def test_figures_of_a_source_open_into_their_leads_and_their_spend(busy: House, client_of: In) -> None:
    client = client_of(busy.oleg)
    context = client.get("/leads/sources/?since=2026-03&until=2026-03").context
    line = context["by_source"][0]
    assert (line.name, line.figures.leads, line.figures.qualified) == ("Website", 2, 1)
    assert (line.figures.per_lead, line.figures.per_qualified) == (Decimal(60), Decimal(120))
    assert (opened(client, line.leads), opened(client, line.qualified)) == (["Bea", "Ada"], ["Ada"])
    assert [one.amount for one in client.get(line.spend).context["page"]] == [Decimal(20), Decimal(100)]
    assert [(step.n, opened(client, step.address)) for step in context["funnel"]] == [
        (2, ["Bea", "Ada"]), (1, ["Ada"]), (1, ["Ada"]), (0, []), (0, []), (0, []),
    ]  # fmt: skip


def test_of_one_source_its_campaigns_are_told(busy: House, client_of: In) -> None:
    client = client_of(busy.oleg)
    context = client.get(f"/leads/sources/?since=2026-02&source={site(busy).pk}").context
    told = {line.name: (line.figures.leads, line.figures.spend) for line in context["by_campaign"]}
    assert told == {"search": (1, Decimal(100)), "without a campaign": (2, Decimal(20))}
    assert [opened(client, line.leads) for line in context["by_campaign"]] == [["Ada"], ["Bea", "Cleo"]]
    assert [(line.name, line.figures.leads) for line in context["by_month"]] == [
        ("March 2026", 2),
        ("February 2026", 1),
    ]


def test_with_spend_and_no_leads_it_is_too_early(house: House, client_of: In) -> None:
    one = Entry(site(house), "", date(2026, 3, 1), date(2026, 3, 1), Decimal(5))
    spend.enter(one, agency=house.agency, by=house.oleg, at=house.at)
    page = client_of(house.oleg).get("/leads/sources/").content.decode()
    assert ("too early" in page, "Too early to say" in page) == (True, False)


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ({}, ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]),
        ({"since": "2026-02", "until": "2026-02"}, ["2026-02"]),
        ({"since": "2026-03", "until": "2026-01"}, ["2026-01"]),
        ({"since": "2027-01", "until": "2027-01"}, ["2026-03"]),
        ({"since": "x", "until": "2026-13"}, ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]),
    ],
)
def test_months_are_read_leniently(said: dict[str, str], months: list[str]) -> None:
    assert [f"{month:%Y-%m}" for month in span.asked(said, today=TODAY).months] == months


def test_clients_are_asked_for_leniently(house: House, client_of: In) -> None:
    said = "since=0001-01-01&until=9999-12-31&source=x&after=x~y&campaign=%00"
    context = client_of(house.oleg).get(f"/leads/sources/clients/?{said}").context
    assert (context["since"], context["until"]) == (date(2025, 10, 1), date(2026, 3, 31))


def test_the_way_back_from_clients_is_to_the_source_one_came_from(busy: House, client_of: In) -> None:
    came_by = f"since=2026-02-01&until=2026-03-31&source={site(busy).pk}"
    context = client_of(busy.oleg).get(f"/leads/sources/clients/?{came_by}").context
    assert context["back"] == f"/leads/sources/?since=2026-02&until=2026-03&source={site(busy).pk}"


def test_at_most_two_years_of_them() -> None:
    assert len(span.asked({"since": "2001-01"}, today=TODAY).months) == 24
