"""What a round asks, in a form that tests can compare."""

from datetime import date, datetime, timedelta

from keepstep.duties.catalogue import catalogue
from keepstep.round.item import Item
from keepstep.round.run import run

Asked = list[tuple[str, str, int]]


def asked(duty: str, *, day: date, at: datetime | None = None) -> Asked:
    """Who is asked since when on which rung by this duty's open items, after the round of that day."""
    run(day=day, at=at or morning(day), duties=[catalogue()[duty]])
    items = Item.objects.open().filter(duty=duty).select_related("person").order_by("since", "rung", "person__name")
    return [(item.person.name, item.since.isoformat(), item.rung) for item in items]


def morning(day: date) -> datetime:
    """Eight o'clock in London, nine in Berlin's winter."""
    return datetime.fromisoformat(f"{day}T08:00:00+00:00")


def outcomes(duty: str) -> list[str]:
    return list(Item.objects.filter(duty=duty).order_by("since", "rung").values_list("outcome", flat=True))


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)
