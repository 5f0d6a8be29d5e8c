"""A deal as the board and the list show it: read in one statement for a whole page."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F

from keepstep.desk import Desk
from keepstep.domain.sales.deal import DealQuerySet
from keepstep.web.addresses import address
from keepstep.web.days import day_count
from keepstep.web.deals import words


class Line(NamedTuple):
    """What is read of a deal."""

    id: UUID
    title: str
    client: str | None
    company: str
    name: str
    person: str
    amount: Decimal | None
    currency: str
    stage: UUID
    stage_name: str
    norm: int | None
    since: datetime
    opened_at: datetime
    closes_on: date | None
    state: str
    task: str | None
    due: date | None


class Card(NamedTuple):
    """What is shown of it."""

    key: str
    href: str
    move_href: str
    title: str
    whose: str
    person: str
    amount: str
    stage: str
    age: str
    age_tone: str
    task: str
    task_tone: str
    closes: str


def read(deals: DealQuerySet) -> "Any":
    """A queryset of what Line holds."""
    return deals.with_next_task().values_list(
        "id", "title", "account__name", "company", "name", "person__name", "amount", "currency", "stage",
        F("stage__name"), F("stage__norm"), "since", "opened_at", "closes_on", "state", "task", "due",
    )  # fmt: skip


def shown(lines: list[Line], *, desk: Desk, at: datetime) -> list[Card]:
    time = desk.working_time
    today = time.local_day(at)
    days = day_count(time, today)
    return [_card(one, days=days, day_of=time.local_day, today=today) for one in lines]


def _card(one: Line, *, days: Any, day_of: Any, today: date) -> Card:
    is_open = one.state == "open"
    age = words.age(day_of(one.since), one.norm, days) if is_open else words.Age("", False)
    task = words.next_task(one.due, one.task or "", today) if is_open else words.Next("", "")
    return Card(
        key=str(one.id),
        href=address("deal", one.id),
        move_href=address("deal_move", one.id),
        title=one.title,
        whose=one.client or one.company or one.name,
        person=one.person,
        amount=words.figure(one.amount, one.currency),
        stage=one.stage_name,
        age=age.words,
        age_tone="red" if age.is_over else "",
        task=task.words,
        task_tone=task.tone,
        closes=words.day(one.closes_on),
    )
