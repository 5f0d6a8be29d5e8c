"""What sources bring and cost, by source and month and by campaign; every month by the agency's clock."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from keepstep.domain.sales import merge, source_figures, spend
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.source_figures import Cell, Figures
from keepstep.domain.sales.spend import Entry, Spend
from tests.cast import House
from tests.keepstep.domain.sales.leads import came, site

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
BERLIN = ZoneInfo("Europe/Berlin")


def cost(house: House, since: date, until: date, amount: int, campaign: str = "") -> None:
    one = Entry(site(house), campaign, since, until, Decimal(amount))
    spend.enter(one, agency=house.agency, by=house.oleg, at=house.at)


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
    found = source_figures.by_source_and_month(
        Lead.objects.all(), Spend.objects.standing(), zone=BERLIN, months=[FEBRUARY, MARCH]
    )
    assert found == {
        Cell(site(house).pk, FEBRUARY): Figures(leads=1, spend=Decimal(50)),
        Cell(site(house).pk, MARCH): Figures(leads=2, answered=1, taken=1, qualified=1, spend=Decimal(80)),
    }


def test_a_campaign_is_what_the_last_touch_says(house: House) -> None:
    came(house, first_touch={"utm_campaign": "Letters"}, last_touch={"utm_campaign": "Search"})
    came(house, first_touch={"utm_campaign": "search"})
    came(house)
    cost(house, MARCH, date(2026, 3, 31), 30, "SEARCH")
    found = source_figures.by_campaign(Lead.objects.all(), Spend.objects.standing(), months=[MARCH])
    assert found == {"search": Figures(leads=2, spend=Decimal(30)), "": Figures(leads=1)}


def test_without_leads_it_is_too_early_to_say_what_one_costs() -> None:
    assert (Figures(spend=Decimal(5)).per_lead, Figures(leads=2, spend=Decimal(5)).per_lead) == (None, Decimal("2.50"))
