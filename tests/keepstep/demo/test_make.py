"""Making a demo: the same day and language make the same agency; no agency sees another; any day and hour will do."""

from datetime import UTC, date, datetime

import pytest

from keepstep.demo import make
from keepstep.demo.agency import Demo
from keepstep.domain.agency.login import Login
from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.step import Step
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import Update
from keepstep.round.item import Item
from tests.cast import House

DAY = date(2026, 3, 3)
SHORT = 8


def content(demo: Demo) -> list[tuple[object, ...]]:
    """What one can see of an agency: everything but the keys."""
    with demo.agency.entered():
        return [
            *Account.objects.values_list("name", "manager__name", "heard_at"),
            *Step.objects.order_by("at", "title").values_list("at", "title", "project__name", "person__name"),
            *Update.objects.order_by("written_at", "subject").values_list("written_at", "subject", "body"),
            *Touchpoint.objects.order_by("at", "summary").values_list("at", "form", "summary"),
            *Item.objects.order_by("day", "duty", "account__name", "project__name", "rung", "person__name").values_list(
                "day", "duty", "account__name", "project__name", "rung", "outcome", "person__name"
            ),
        ]


@pytest.mark.django_db
def test_the_same_day_makes_the_same_agency() -> None:
    first, second = (make(day=DAY, language="en", days=SHORT) for _ in range(2))
    assert content(first) == content(second)
    assert first.agency.pk != second.agency.pk


def test_a_demo_leaves_every_other_agency_alone(house: House) -> None:
    before = list(Account.objects.values_list("name", "heard_at"))
    make(day=DAY, language="en", days=SHORT)
    assert list(Account.objects.values_list("name", "heard_at")) == before


@pytest.mark.django_db
def test_the_russian_agency_speaks_russian_to_its_clients() -> None:
    demo = make(day=DAY, language="ru", days=SHORT)
    assert (demo.agency.name, demo.agency.currency, demo.manager.name) == ("Маяк Диджитал", "RUB", "Анна Лебедева")
    with demo.agency.entered():
        assert set(Update.objects.values_list("language", flat=True)) == {"ru"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "at", "last"),
    [
        (date(2026, 3, 3), datetime(2026, 3, 3, 4, 0, tzinfo=UTC), date(2026, 3, 2)),
        (date(2026, 3, 3), datetime(2026, 3, 3, 9, 0, tzinfo=UTC), date(2026, 3, 3)),
        (date(2026, 3, 3), datetime(2026, 3, 3, 21, 0, tzinfo=UTC), date(2026, 3, 3)),
        (date(2026, 3, 7), datetime(2026, 3, 7, 10, 0, tzinfo=UTC), date(2026, 3, 6)),
    ],
    ids=["before the work", "in the morning", "at night", "on a Saturday"],
)
def test_the_last_facts_are_of_today_if_there_has_been_time_for_them(day: date, at: datetime, last: date) -> None:
    demo = make(day=day, at=at, language="en", days=SHORT)
    with demo.agency.entered():
        assert max(Step.objects.values_list("day", flat=True)) == last
        assert max(Touchpoint.objects.values_list("at", flat=True)) <= at
        waiting = Item.objects.open().of(demo.manager)
        assert waiting.filter(duty="daily_update", day=day).count() >= 5
        assert waiting.filter(duty="answer_client").count() == 1


@pytest.mark.django_db
def test_each_person_of_the_demo_has_a_log_in() -> None:
    demo = make(day=DAY, language="en", days=2)
    assert Login.objects.filter(email__in=[person.email for person in demo.people]).count() == 9
