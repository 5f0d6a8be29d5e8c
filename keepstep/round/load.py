"""How much each of us has to do: clients, open items, handovers that wait for them (§5.8)."""

from collections import defaultdict
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

from keepstep.domain.clients.account import Account
from keepstep.domain.sales.handover import Handover
from keepstep.round.item import Item


class Load(NamedTuple):
    clients: int
    items: int
    handovers: int


def loads() -> dict[UUID, Load]:
    """Of everybody of the agency the session is in, in three statements; who has nothing has a load of nothing."""
    counted = (
        _counted(Account.objects.with_us(), "manager"),
        _counted(Item.objects.filter(closed_at=None), "person"),
        _counted(Handover.objects.under_way(), "manager"),
    )
    found = {key: Load(*(each.get(key, 0) for each in counted)) for key in set().union(*counted)}
    return defaultdict(lambda: Load(0, 0, 0), found)


def _counted(rows: "QuerySet[Any]", whose: str) -> dict[Any, int]:
    return dict(rows.order_by().values_list(whose).annotate(n=Count("pk")))
