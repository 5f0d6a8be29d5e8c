"""Notifications: a thing is told once; all that waits goes in one letter a morning, and at most one more a day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency import digest, notification, person
from keepstep.domain.agency.digest import MORNING, UNSEEN_FOR, Digest
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.person import Person
from tests.cast import House

DAY, OPENS = date(2026, 3, 3), datetime(2026, 3, 3, 8, tzinfo=UTC)


def tell(who: Person, key: str, *, at: datetime = OPENS, is_urgent: bool = False) -> None:
    notification.tell(who, kind="push_stall", key=key, facts={}, address="/", at=at, is_urgent=is_urgent)


def gather(at: datetime, *, day: date = DAY) -> list[tuple[str, str, list[str]]]:
    """The digests that are new: whose, on which occasion, with what."""
    opens = OPENS + (day - DAY)
    made = Digest.objects.filter(pk__in=digest.gather(day=day, opens=opens, at=at)).select_related("person")
    return [
        (one.person.name, one.occasion, sorted(one.notifications.values_list("key", flat=True)))
        for one in made.order_by("person__name")
    ]


def test_a_thing_is_told_once(house: House) -> None:
    for _time in range(3):
        tell(house.vera, "a")
    tell(house.oleg, "a")
    assert sorted(Notification.objects.values_list("person__name", "key")) == [("Oleg", "a"), ("Vera", "a")]


def test_what_was_seen_is_not_new_until_that_is_taken_back(house: House) -> None:
    tell(house.vera, "a")
    tell(house.vera, "b")
    mine = Notification.objects.of(house.vera)
    assert notification.see(mine.filter(key="a"), at=house.at) == 1
    assert notification.see(mine, at=OPENS) == 1
    assert mine.unseen().count() == 0
    assert notification.unsee(house.vera, seen_at=OPENS) == 1
    assert [one.key for one in mine.unseen()] == ["b"]


def test_all_that_waits_goes_together_in_the_morning(house: House) -> None:
    tell(house.vera, "a")
    tell(house.vera, "b", is_urgent=True)
    tell(house.oleg, "c")
    assert gather(OPENS - timedelta(minutes=1)) == []
    assert gather(OPENS) == [("Oleg", "morning", ["c"]), ("Vera", "morning", ["a", "b"])]
    assert gather(OPENS) == []


def test_only_something_urgent_that_nobody_looked_at_makes_a_second_letter(house: House) -> None:
    tell(house.vera, "a")
    gather(OPENS)
    noon = OPENS + MORNING
    tell(house.vera, "b", at=noon)
    assert gather(noon + timedelta(hours=1)) == []
    tell(house.vera, "c", at=noon + timedelta(hours=1), is_urgent=True)
    assert gather(noon + timedelta(hours=1)) == []
    assert gather(noon + timedelta(hours=1) + UNSEEN_FOR) == [("Vera", "urgent", ["b", "c"])]
    tell(house.vera, "d", at=noon + timedelta(hours=2), is_urgent=True)
    assert gather(noon + timedelta(hours=4)) == []
    assert gather(OPENS + timedelta(days=1), day=DAY + timedelta(days=1)) == [("Vera", "morning", ["d"])]


def test_what_comes_after_the_morning_waits_for_the_next(house: House) -> None:
    tell(house.vera, "a", at=OPENS + MORNING)
    assert gather(OPENS + MORNING) == []
    assert gather(OPENS + timedelta(days=1), day=DAY + timedelta(days=1)) == [("Vera", "morning", ["a"])]


def test_whoever_wants_no_letter_or_has_left_gets_none(house: House) -> None:
    tell(house.vera, "a")
    tell(house.pavel, "b")
    person.amend(house.vera, gets_digest=False)
    person.leave(house.pavel, at=house.at)
    assert gather(OPENS) == []
    assert Notification.objects.unseen().count() == 2


def test_a_digest_is_taken_by_one_worker(house: House) -> None:
    tell(house.vera, "a")
    (key,) = digest.gather(day=DAY, opens=OPENS, at=OPENS)
    taken = digest.take(key, at=OPENS)
    assert taken is not None
    assert taken.person == house.vera
    assert digest.take(key, at=OPENS) is None


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=12),
    ticks=st.lists(st.integers(0, 72), max_size=20).map(sorted),
)
def test_at_most_two_letters_a_day_and_never_twice_the_same(
    house: House, told: list[tuple[int, bool]], ticks: list[int]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        for n, (hour, is_urgent) in enumerate(told):
            tell(house.vera, str(n), at=OPENS + timedelta(hours=hour), is_urgent=is_urgent)
        sent: list[str] = []
        for hour in ticks:
            at = OPENS + timedelta(hours=hour)
            for _who, _occasion, keys in gather(at, day=at.date()):
                sent += keys
        assert sorted(sent) == sorted(set(sent))
        for day in {one.day for one in Digest.objects.all()}:
            assert Digest.objects.filter(day=day).count() <= 2
        transaction.set_rollback(True)
