"""A deal as the board and the list show it: read in one statement for a whole page."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from keepstep.desk import Desk
from keepstep.domain.sales.deal import Deal, DealQuerySet
from keepstep.web.addresses import address
from keepstep.web.days import day_count
from keepstep.web.deals import words
from keepstep.web.rows import MOST_ROWS, each


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


def read(deals: DealQuerySet) -> "QuerySet[Deal, tuple[Any, ...]]":
    """What Line holds."""
    return deals.with_next_task().values_list(
        "id", "title", "account__name", "company", "name", "person__name", "amount", "currency", "stage",
        F("stage__name"), F("stage__norm"), "since", "opened_at", "closes_on", "state", "task", "due",
    )  # fmt: skip


def shown(template: str, lines: Iterable[Line], *, desk: Desk, at: datetime) -> list[SafeString]:
    """Each in this template, which knows what Card holds."""
    time, language = desk.working_time, get_language()
    today = time.local_day(at)
    days = day_count(time, today)
    return [_kept(template, one, days.since(time.local_day(one.since)), today, language) for one in lines]


@lru_cache(MOST_ROWS)
def _kept(template: str, line: Line, stood: int, today: date, language: str | None) -> SafeString:
    """By all that it says: most cards are as they were a moment ago."""
    return each(template, [_card(line, stood, today)])[0]


def _card(one: Line, stood: int, today: date) -> Card:
    is_open = one.state == "open"
    age = words.age(stood, one.norm) if is_open else words.Age("", False)
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
