"""What sources bring and cost, by source and month and by campaign; every month by the agency's clock."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as some

from keepstep.domain.agency import own_list
from keepstep.domain.clients.account import Account
from keepstep.domain.money import allocation, payment
from keepstep.domain.sales import acquisition, deal, evidence, handover, handover_turn, merge, pipeline, spend
from keepstep.domain.sales import source_figures as figures
from keepstep.domain.sales.acquisition import After, Cohort
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.sales.source import Source
from keepstep.domain.sales.source_figures import Cell, Figures
from keepstep.domain.sales.spend import Entry
from tests.cast import House
from tests.keepstep.domain.money.bills import OURS, company
from tests.keepstep.domain.sales.deals import prove
from tests.keepstep.domain.sales.handovers import accepted
from tests.keepstep.domain.sales.leads import came, site

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
BERLIN = ZoneInfo("Europe/Berlin")
SPRING = Cohort(datetime(2026, 1, 1, tzinfo=BERLIN), datetime(2026, 4, 1, tzinfo=BERLIN))
IN_JANUARY = datetime(2026, 1, 15, 10, tzinfo=BERLIN)


def cost(house: House, since: date, until: date, amount: int, campaign: str = "", source: Source | None = None) -> None:
    one = Entry(source or site(house), campaign, since, until, Decimal(amount))
    spend.enter(one, agency=house.agency, by=house.oleg, at=house.at)


def found(of: Cohort = SPRING) -> dict[Cell, Figures]:
    return figures.by_cell(of, zone=BERLIN, months=[JANUARY, FEBRUARY, MARCH], currency="EUR")


def buys(house: House, lead: Lead, **facts: object) -> Account:
    """The lead becomes a deal that is paid, and Vera takes the client over."""
    made = deal.make_of(
        lead, along=pipeline.offered(house.agency)[0], title="Shop", person=house.oleg, currency="EUR",
        by=house.oleg, at=house.at, **facts,
    )  # fmt: skip
    evidence.record(made, Gate.CLARIFIED, note="A shop for cakes", by=house.vera, at=house.at)
    prove(house, made, Gate.PAID, since=Gate.AGREED)
    begun = handover.begin(made, by=house.oleg, at=house.at)
    handover_turn.assign(begun, manager=house.vera, by=house.oleg, at=house.at)
    handover_turn.offer(begun, by=house.oleg, at=house.at)
    handover.accept(begun, by=house.vera, at=house.at)
    begun.refresh_from_db()
    assert begun.account is not None
    return begun.account


def pays(house: House, account: Account, amount: str, day: date, **facts: str) -> payment.Payment:
    return payment.record(
        account, entity=company(**facts), amount=Decimal(amount), paid_on=day, by=house.oleg, at=house.at
    )


def test_leads_and_spend_meet_in_their_source_and_month(house: House) -> None:
    midnight = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)  # 00:30 on 1 March in Berlin
    first, second = came(house, at=midnight), came(house, at=midnight)
    came(house, at=datetime(2026, 2, 10, tzinfo=UTC))
    Lead.objects.filter(pk=first.pk).update(
        responded_at=house.at, state="taken", qualified_at=house.at, qualified_by=house.vera
    )
    gone = came(house)
    merge.merge(gone, into=second, by=house.vera, at=house.at)
    cost(house, date(2026, 2, 27), date(2026, 3, 2), 100)
    cost(house, MARCH, date(2026, 3, 31), 30, "search")
    cost(house, date(2025, 1, 1), date(2025, 1, 31), 900)
    assert found() == {
        Cell(site(house).pk, FEBRUARY): Figures(leads=1, spend=Decimal(50)),
        Cell(site(house).pk, MARCH): Figures(leads=2, answered=1, taken=1, qualified=1, spend=Decimal(80)),
    }


def test_a_campaign_is_what_the_last_touch_says(house: House) -> None:
    came(house, first_touch={"utm_campaign": "Letters"}, last_touch={"utm_campaign": "Search"})
    came(house, first_touch={"utm_campaign": "search"})
    came(house)
    cost(house, MARCH, date(2026, 3, 31), 30, "SEARCH")
    assert found(SPRING._replace(source=site(house).pk)) == {
        Cell(site(house).pk, MARCH, "search"): Figures(leads=2, spend=Decimal(30)),
        Cell(site(house).pk, MARCH): Figures(leads=1),
    }


def test_what_clients_pay_in_later_months_is_of_the_month_their_lead_came(house: House) -> None:
    """200 + 100 were spent in January; of three leads one became a client, who has paid 500 + 250 €, and roubles."""
    cost(house, JANUARY, date(2026, 1, 31), 200)
    cost(house, JANUARY, date(2026, 1, 31), 100, "search")
    client = buys(house, came(house, at=IN_JANUARY))
    came(house, at=IN_JANUARY)
    came(house, at=IN_JANUARY)
    pays(house, client, "500", date(2026, 3, 2))
    pays(house, client, "250", date(2027, 5, 2))
    pays(house, client, "9000", date(2026, 3, 2), **OURS)
    mistaken = pays(house, client, "70", date(2026, 3, 2))
    allocation.take_back(mistaken, by=house.oleg, at=house.at)
    pays(house, house.northwind, "4000", date(2026, 3, 2))
    one = found()[Cell(site(house).pk, JANUARY)]
    assert one == Figures(
        leads=3, answered=one.answered, taken=1, deals=1, clients=1, paying=1, spend=Decimal(300),
        paid={"EUR": Decimal(750), "RUB": Decimal(9000)},
    )  # fmt: skip
    assert (one.per_client, one.returned("EUR"), one.returned("RUB")) == (Decimal(300), Decimal("2.50"), Decimal(30))


def test_a_client_counts_once_by_the_first_handover(house: House) -> None:
    """A second deal brings no new client, and what is paid is told once."""
    client = buys(house, came(house, at=IN_JANUARY))
    again = came(house, at=IN_JANUARY, source=own_list.offered(Source, house.agency).exclude(name="Website")[0])
    assert buys(house, again, account=client) == client
    pays(house, client, "500", MARCH)
    counted = {cell.source: (one.deals, one.clients, one.paid) for cell, one in found().items()}
    assert counted == {site(house).pk: (1, 1, {"EUR": Decimal(500)}), again.source_id: (1, 0, {})}


def test_who_was_a_client_before_the_lead_came_is_not_won_by_it(house: House) -> None:
    buys(house, came(house), account=house.northwind)
    assert [(one.deals, one.clients) for one in found().values()] == [(1, 0)]


def test_a_deal_of_no_lead_is_of_no_source(house: House) -> None:
    accepted(house)
    assert found() == {}


def test_what_became_of_a_lead_goes_along_when_it_is_merged(house: House) -> None:
    first, kept = came(house, at=IN_JANUARY), came(house, at=IN_JANUARY + timedelta(days=20))
    client = buys(house, first)
    merge.merge(first, into=kept, by=house.vera, at=house.at)
    assert {cell.month: one.clients for cell, one in found().items()} == {FEBRUARY: 1}
    assert [(one.account, one.lead) for one in acquisition.won(SPRING)] == [(client.pk, kept.pk)]


def test_clients_are_listed_with_what_they_have_paid(house: House) -> None:
    client = buys(house, came(house, at=IN_JANUARY, last_touch={"utm_campaign": "Search"}))
    other = buys(house, came(house, name="Bea", emails=["bea@shop.test"]))
    pays(house, client, "500", MARCH)
    assert [(one.name, one.paid) for one in acquisition.won(SPRING)] == [
        (other.name, {}), (client.name, {"EUR": Decimal("500.00")}),
    ]  # fmt: skip
    assert [one.account for one in acquisition.won(SPRING, is_paying=True)] == [client.pk]
    assert [one.account for one in acquisition.won(SPRING._replace(campaign="search"))] == [client.pk]
    assert [one.account for one in acquisition.won(SPRING, after=After(house.at, other.pk))] == [client.pk]


def test_without_leads_it_is_too_early_to_say_what_one_costs() -> None:
    assert (Figures(spend=Decimal(5)).per_lead, Figures(leads=2, spend=Decimal(5)).per_lead) == (None, Decimal("2.50"))


def test_without_spend_or_a_client_there_is_no_return() -> None:
    paid = {"EUR": Decimal(10)}
    assert Figures(clients=1, paid=paid).returned("EUR") is None
    assert Figures(spend=Decimal(5)).returned("EUR") is None
    assert Figures(clients=1, spend=Decimal(5), paid={"RUB": Decimal(10)}).returned("EUR") == 0


SOME_MONEY = some.decimals("0.01", "100000", places=2)


@settings(max_examples=100)
@given(SOME_MONEY, some.lists(some.tuples(some.sampled_from(["EUR", "RUB"]), SOME_MONEY), min_size=1))
def test_a_later_payment_never_lowers_the_return(spent: Decimal, payments: list[tuple[str, Decimal]]) -> None:
    told = Figures(clients=1, spend=spent)
    for currency, amount in payments:
        before = told
        told += Figures(paid={currency: amount})
        assert all((told.returned(one) or 0) >= (before.returned(one) or 0) for one in ("EUR", "RUB"))
    in_euros = sum((amount for currency, amount in payments if currency == "EUR"), Decimal(0))
    assert told.paid.get("EUR", Decimal(0)) == in_euros
