"""Who answers a lead: in turn, by load, by hand; never somebody away; fair whatever comes at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from keepstep.domain.agency import absence, own_list, person
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import assignment, sorting
from keepstep.domain.sales.assignment import Assignment, NotTheirsAnyMore
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_record import LeadRecord
from keepstep.domain.sales.source import Source
from tests.cast import House, join
from tests.keepstep.domain.sales.leads import came, site, spam

FRIDAY_NIGHT = datetime(2026, 3, 6, 22, 0, tzinfo=UTC)
MONDAY = date(2026, 3, 9)


@pytest.fixture
def sellers(house: House) -> list[Person]:
    return [join(name, Role.SALES) for name in ("Anna", "Bruno", "Clara")]


def by(house: House, way: str) -> Source:
    found = site(house)
    own_list.amend(found, way=way)
    return found


def whose(house: House, n: int, *, at: datetime | None = None) -> list[str]:
    """To whom this many leads go, one after another."""
    made = [came(house, at=at or house.at) for _time in range(n)]
    return [lead.person.name if lead.person else "" for lead in made]


def away(house: House, who: Person, *, since: date | None = None, until: date | None = None) -> absence.Absence:
    return absence.enter(who, since=since or house.day, until=until or since or house.day, by=house.oleg, at=house.at)


def told(kind: str) -> list[tuple[str, str]]:
    found = Notification.objects.filter(kind=kind).order_by("person__name", "id")
    return [(one.person.name, one.facts["lead"]) for one in found.select_related("person")]


def test_by_hand_it_waits_and_all_who_sell_are_told(house: House, sellers: list[Person]) -> None:
    assert whose(house, 1) == [""]
    assert told("lead_waits") == [("Anna", "Ada"), ("Bruno", "Ada"), ("Clara", "Ada")]


def test_in_turn_each_gets_one_before_anybody_gets_a_second(house: House, sellers: list[Person]) -> None:
    by(house, "round")
    assert whose(house, 7) == ["Anna", "Bruno", "Clara", "Anna", "Bruno", "Clara", "Anna"]
    assert told("lead_given")[:3] == [("Anna", "Ada"), ("Anna", "Ada"), ("Anna", "Ada")]


def test_each_source_has_turns_of_its_own(house: House, sellers: list[Person]) -> None:
    by(house, "round")
    other = own_list.add(Source, name="Fair", way="round")
    assert whose(house, 2) == ["Anna", "Bruno"]
    first = came(house, source=other).person
    assert first == sellers[0]


def test_by_load_it_goes_to_whoever_has_least_to_do(house: House, sellers: list[Person]) -> None:
    anna, bruno, _clara = sellers
    mine = [came(house, person=who) for who in (anna, anna, bruno)]
    by(house, "least")
    assert whose(house, 3) == ["Clara", "Bruno", "Clara"]
    for lead in mine[:2]:
        sorting.reject(lead, reason=spam(house), by=anna, at=house.at)
    assert whose(house, 2) == ["Anna", "Anna"]


@pytest.mark.parametrize("way", ["round", "least"])
def test_whoever_is_away_or_has_left_gets_nothing(house: House, sellers: list[Person], way: str) -> None:
    anna, bruno, _clara = sellers
    by(house, way)
    away(house, anna)
    person.leave(bruno, at=house.at)
    assert whose(house, 2) == ["Clara", "Clara"]


def test_after_the_holidays_one_is_next_but_does_not_get_all_at_once(house: House, sellers: list[Person]) -> None:
    by(house, "round")
    away(house, sellers[0])
    assert whose(house, 4) == ["Bruno", "Clara", "Bruno", "Clara"]
    assert whose(house, 4, at=house.at + timedelta(days=1)) == ["Anna", "Bruno", "Clara", "Anna"]


def test_what_comes_at_night_goes_to_who_is_there_in_the_next_working_hour(house: House, sellers: list[Person]) -> None:
    """On Friday night Anna is away on Friday, Bruno on Monday, Clara over the weekend."""
    by(house, "round")
    anna, bruno, clara = sellers
    away(house, anna, since=FRIDAY_NIGHT.date())
    away(house, bruno, since=MONDAY)
    away(house, clara, since=FRIDAY_NIGHT.date() + timedelta(days=1), until=MONDAY - timedelta(days=1))
    assert whose(house, 2, at=FRIDAY_NIGHT) == ["Anna", "Clara"]
    assert list(Notification.objects.values_list("is_urgent", flat=True)) == [False, False]


def test_an_absence_taken_back_is_none_and_holds_again_by_undo(house: House, sellers: list[Person]) -> None:
    by(house, "round")
    said = away(house, sellers[0])
    absence.withdraw(said, by=house.oleg, at=house.at)
    assert whose(house, 1) == ["Anna"]
    absence.reinstate(said)
    assert whose(house, 3) == ["Bruno", "Clara", "Bruno"]


def test_where_nobody_sells_or_is_here_own_management_is_told(house: House) -> None:
    by(house, "round")
    assert whose(house, 1) == [""]
    assert told("lead_waits") == [("Oleg", "Ada")]


def test_the_record_says_to_whom_and_by_which_rule(house: House, sellers: list[Person]) -> None:
    by(house, "round")
    ada = came(house)
    record = LeadRecord.objects.filter(lead=ada, kind="given").get()
    assert (record.by, record.facts["name"], record.facts["way"]) == (None, "Anna", "round")
    made = assignment.latest(ada)
    assert made is not None
    assert (made.way, made.turn, made.source) == ("round", 1, ada.source)


def test_by_hand_it_is_given_told_and_taken_back(house: House, sellers: list[Person]) -> None:
    ada = came(house)
    assignment.give(ada, person=sellers[1], by=house.oleg, at=house.at)
    assert (Lead.objects.get().person, told("lead_given")) == (sellers[1], [("Bruno", "Ada")])
    assignment.take_back(ada, by=house.oleg, at=house.at)
    assert Lead.objects.get().person is None
    with pytest.raises(NotTheirsAnyMore):
        assignment.take_back(ada, by=house.oleg, at=house.at)


def test_what_has_gone_on_is_given_to_nobody(house: House, sellers: list[Person]) -> None:
    ada = came(house)
    sorting.reject(ada, reason=spam(house), by=house.oleg, at=house.at)
    with pytest.raises(NotTheirsAnyMore):
        assignment.give(ada, person=sellers[1], by=house.oleg, at=house.at)


def test_a_giving_that_was_built_upon_is_not_taken_back(house: House, sellers: list[Person]) -> None:
    ada = came(house)
    assignment.give(ada, person=sellers[1], by=house.oleg, at=house.at)
    sorting.take(ada, by=sellers[1], at=house.at)
    with pytest.raises(NotTheirsAnyMore):
        assignment.take_back(ada, by=house.oleg, at=house.at)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gaps=some.lists(some.integers(0, 6), min_size=1, max_size=20))
def test_in_turn_those_who_are_always_here_differ_by_one_at_most(
    house: House, sellers: list[Person], gaps: list[int]
) -> None:
    """Whoever else comes and goes: `gaps` say after how many leads the third one leaves or returns."""
    by(house, "round")
    Assignment.objects.all().delete()
    said: absence.Absence | None = None
    got: Counter[str] = Counter()
    for gap in gaps:
        got.update(whose(house, gap))
        if said is None:
            said = away(house, sellers[2])
        else:
            absence.withdraw(said, by=house.oleg, at=house.at)
            said = None
    assert abs(got["Anna"] - got["Bruno"]) <= 1
    if said is not None:
        absence.withdraw(said, by=house.oleg, at=house.at)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["round", "least"])
def test_of_two_dozen_at_the_same_moment_each_gets_exactly_as_many(open_house: House, way: str) -> None:
    with open_house.agency.entered():
        for name in ("Anna", "Bruno", "Clara"):
            join(name, Role.SALES)
        by(open_house, way)

    def come(number: int) -> None:
        with open_house.agency.entered():
            came(open_house, emails=[f"{number}@bakery.test"])
        connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(come, range(24)))
    with open_house.agency.entered():
        got = Counter(Lead.objects.values_list("person__name", flat=True))
        turns = sorted(Assignment.objects.values_list("turn", flat=True), key=lambda turn: turn or 0)
    assert got == {"Anna": 8, "Bruno": 8, "Clara": 8}
    assert turns == (list(range(1, 25)) if way == "round" else [None] * 24)
