"""Making a demo: the same day and language make the same agency; no agency sees another; any day and hour will do; and
there are years before the half year."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from keepstep.demo import make
from keepstep.demo.agency import Demo
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.agency.login import Login
from keepstep.domain.clients.account import Account, AccountState, State
from keepstep.domain.delivery.step import Step
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.retention import Staying
from keepstep.domain.money.tenure import tenures
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import Update
from keepstep.round.item import Item
from tests.cast import House
from tests.keepstep.demo.conftest import DAY, SHORT, clients

pytestmark = pytest.mark.django_db


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


def test_the_same_day_makes_the_same_agency(english: Demo) -> None:
    second = make(day=DAY, language="en", days=SHORT)
    assert content(english) == content(second)
    assert english.agency.pk != second.agency.pk


def test_a_demo_leaves_every_other_agency_alone(neighbour: House, before: list[Any], english: Demo) -> None:
    with neighbour.agency.entered():
        assert [client["name"] for client in before] == ["Northwind Bakery"]
        assert clients() == before


def test_the_russian_agency_speaks_russian_to_its_clients(russian: Demo) -> None:
    assert (russian.agency.name, russian.agency.currency, russian.manager.name) == (
        "Маяк Диджитал", "RUB", "Анна Лебедева",
    )  # fmt: skip
    with russian.agency.entered():
        assert set(Update.objects.values_list("language", flat=True)) == {"ru"}


def check_last_facts(demo: Demo, *, at: datetime, last: date) -> None:
    with demo.agency.entered():
        assert max(Step.objects.values_list("day", flat=True)) == last
        assert max(Touchpoint.objects.values_list("at", flat=True)) <= at
        waiting = Item.objects.open().of(demo.manager)
        assert waiting.filter(duty="daily_update", day=demo.day).count() >= 5
        assert waiting.filter(duty="answer_client").count() == 1


def test_by_eleven_the_last_facts_are_of_today(english: Demo) -> None:
    check_last_facts(english, at=datetime(2026, 3, 3, 10, 0, tzinfo=UTC), last=date(2026, 3, 3))


@pytest.mark.parametrize(
    ("day", "at", "last"),
    [
        (date(2026, 3, 3), datetime(2026, 3, 3, 4, 0, tzinfo=UTC), date(2026, 3, 2)),
        (date(2026, 3, 3), datetime(2026, 3, 3, 21, 0, tzinfo=UTC), date(2026, 3, 3)),
        (date(2026, 3, 7), datetime(2026, 3, 7, 10, 0, tzinfo=UTC), date(2026, 3, 6)),
    ],
    ids=["before the work", "at night", "on a Saturday"],
)
def test_the_last_facts_are_of_today_if_there_has_been_time_for_them(day: date, at: datetime, last: date) -> None:
    check_last_facts(make(day=day, at=at, language="en", days=SHORT), at=at, last=last)


def test_each_person_of_the_demo_has_a_log_in(english: Demo) -> None:
    assert Login.objects.filter(email__in=[person.email for person in english.people]).count() == 9


@pytest.mark.parametrize("language", ["english", "russian"])
def test_retention_has_something_to_say(language: str, request: pytest.FixtureRequest) -> None:
    """Payments are of years before the half year, and clients have left for a reason."""
    demo: Demo = request.getfixturevalue(language)
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
