"""The demo's past: payments of years before the half year, and clients who left for a reason."""

from datetime import date

import pytest

from keepstep.demo import make
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.clients.account import Account, AccountState, State
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.retention import Staying
from keepstep.domain.money.tenure import tenures
from keepstep.round.item import Item


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ru"])
def test_retention_has_something_to_say(language: str) -> None:
    demo = make(day=date(2026, 3, 3), language=language, days=8)
    with demo.agency.entered():
        known = Staying(tenures(currency=demo.agency.currency, day=demo.day, zone=office_hours().zone), demo.day)
        assert known.curve
        assert known.revenue
        assert known.value
        assert known.curve.ended == 10
        assert 0 < known.revenue.gross < 1
        left = AccountState.objects.filter(state=State.CHURNED, until=None)
        assert (left.count() >= 10, left.filter(because=None).count()) == (True, 0)
        gone = Account.objects.gone()
        assert not Item.objects.filter(account__in=gone).exists()
        assert not Invoice.objects.filter(account__in=gone).unpaid().exists()
