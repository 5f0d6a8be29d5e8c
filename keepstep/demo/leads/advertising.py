"""What leads of the demo have cost over the last months."""

from datetime import timedelta
from decimal import Decimal

from keepstep.demo.agency import Demo
from keepstep.domain.agency import own_list
from keepstep.domain.sales import spend
from keepstep.domain.sales.source import Source
from keepstep.domain.sales.spend import Entry

MONTHS = 4
PRICES = {"EUR": Decimal(1), "RUB": Decimal(90)}
DAY = timedelta(days=1)


def spend_on(demo: Demo, *, campaign: str) -> None:
    """Every month a campaign of the website, and once a fair."""
    site, *_others, fair = own_list.offered(Source, demo.agency).order_by("id")
    last = demo.day
    for number in range(MONTHS):
        first = last.replace(day=1)
        _enter(demo, Entry(site, campaign, first, last, _price(demo, 840 + 60 * number)))
        if number == 1:
            _enter(demo, Entry(fair, "", first, first + 2 * DAY, _price(demo, 1250)))
        last = first - DAY


def _price(demo: Demo, amount: int) -> Decimal:
    return amount * PRICES.get(demo.agency.currency, Decimal(1))


def _enter(demo: Demo, entry: Entry) -> None:
    spend.enter(entry, agency=demo.agency, by=demo.owner, at=demo.at)
