"""A project that is called otherwise, or produced by another: so it is from then on, and what it was stays known."""

from datetime import date, timedelta

import pytest

from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
from keepstep.domain.delivery import amendment, project
from keepstep.domain.delivery.amendment import Amendment
from keepstep.domain.delivery.project import Project
from keepstep.round import telling
from tests.cast import House
from tests.keepstep.duties.asked import asked


def amended(house: House, **facts: object) -> Amendment:
    known = {"name": "New site", "producer": house.pavel, "is_retainer": False}
    made = amendment.amend(house.project, **{**known, **facts}, by=house.vera, at=house.at)  # type: ignore[arg-type]
    assert made is not None
    return made


def facts(house: House) -> tuple[str, str | None, bool]:
    found = Project.objects.select_related("producer").get(pk=house.project.pk)
    return found.name, found.producer.name if found.producer else None, found.is_retainer


def test_what_it_was_stays_with_when_and_who(house: House) -> None:
    amended(house, name="Site and shop", producer=house.oleg, is_retainer=True)
    was = Amendment.objects.get()
    assert facts(house) == ("Site and shop", "Oleg", True)
    assert (was.name, was.producer, was.is_retainer, was.at, was.by) == (
        "New site", house.pavel, False, house.at, house.vera,
    )  # fmt: skip


def test_without_a_change_nothing_is_kept(house: House) -> None:
    same = amendment.amend(
        house.project, name="New site", producer=house.pavel, is_retainer=False, by=house.vera, at=house.at
    )
    assert (same, Amendment.objects.count()) == (None, 0)


def test_it_is_taken_back_in_time_and_leaves_no_trace(house: House) -> None:
    made = amended(house, producer=None)
    amendment.withdraw(made, at=house.at + UNDO_LIFE / 2)
    assert (facts(house), Amendment.objects.count()) == (("New site", "Pavel", False), 0)


def test_later_it_stays(house: House) -> None:
    made = amended(house, producer=None)
    with pytest.raises(TooLate):
        amendment.withdraw(made, at=house.at + UNDO_LIFE)
    assert facts(house) == ("New site", None, False)


def test_what_was_amended_since_is_not_taken_back(house: House) -> None:
    first = amended(house, producer=None)
    amended(house, producer=house.oleg)
    with pytest.raises(TooLate):
        amendment.withdraw(first, at=house.at)
    assert facts(house) == ("New site", "Oleg", False)


def test_the_ladder_turns_to_the_new_producer_in_a_running_case_too(house: House) -> None:
    assert asked("push_stall", day=date(2026, 3, 3)) == [("Pavel", "2026-03-03", 1)]
    amended(house, producer=house.vera)
    assert asked("push_stall", day=date(2026, 3, 3)) == [("Vera", "2026-03-03", 1)]
    assert asked("push_stall", day=date(2026, 3, 4)) == [("Vera", "2026-03-03", 2)]


def test_another_project_stays_as_it_is(house: House) -> None:
    other = project.start(house.northwind, name="Ads", producer=house.pavel, at=house.at + timedelta(hours=1))
    amended(house, producer=house.oleg)
    other.refresh_from_db()
    assert (other.name, other.producer) == ("Ads", house.pavel)


def told() -> list[tuple[str, str, str]]:
    return [(one.person.name, *telling.told(one)[:2]) for one in Notification.objects.filter(kind="produces")]


def test_the_new_producer_is_told_and_not_told_of_a_slip_of_the_hand(house: House) -> None:
    made = amended(house, producer=house.oleg)
    assert told() == [("Oleg", "You produce it now", "Northwind Bakery · New site")]
    amendment.withdraw(made, at=house.at + UNDO_LIFE / 2)
    assert told() == []


def test_nobody_is_told_of_another_name_or_of_what_they_have_taken_themselves(house: House) -> None:
    amended(house, name="Site and shop")
    amended(house, producer=house.vera)
    assert told() == []


def test_whoever_is_to_produce_a_new_project_is_told(house: House) -> None:
    project.start(house.northwind, name="Ads", producer=house.pavel, by=house.vera, at=house.at)
    assert told() == [("Pavel", "You produce it now", "Northwind Bakery · Ads")]
