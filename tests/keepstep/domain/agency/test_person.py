from datetime import timedelta

import pytest

from keepstep.domain.agency import calendar, person
from keepstep.domain.agency.person import AlreadyHere, Person, Role
from tests.cast import PASSWORD, House


def names(house: House, *roles: Role) -> list[str]:
    return [one.name for one in Person.objects.present().with_role(*roles)]


def test_a_person_may_hold_several_roles(house: House) -> None:
    made = person.join(
        name="Anna", email="anna@lighthouse.test", roles=[Role.ACCOUNT_MANAGER, Role.PRODUCER], at=house.at
    )
    assert names(house, Role.ACCOUNT_MANAGER) == ["Anna", "Vera"]
    assert names(house, Role.PRODUCER, Role.ACCOUNT_MANAGER) == ["Anna", "Pavel", "Vera"]
    assert made.joined_at == house.at


@pytest.mark.parametrize(
    ("roles", "manages"),
    [
        ([Role.OWNER], True),
        ([Role.HEAD], True),
        ([Role.SPECIALIST, Role.HEAD], True),
        ([Role.ACCOUNT_MANAGER, Role.SALES, Role.PRODUCER, Role.SPECIALIST], False),
    ],
)
def test_heads_and_owners_are_own_management(house: House, roles: list[Role], manages: bool) -> None:
    made = person.join(name="Anna", email="anna@lighthouse.test", roles=roles, at=house.at)
    assert made.manages_the_agency is manages


@pytest.mark.parametrize("spelling", ["vera@lighthouse.test", " VERA@lighthouse.test"])
def test_an_address_joins_an_agency_once(house: House, spelling: str) -> None:
    with pytest.raises(AlreadyHere):
        person.join(name="Vera again", email=spelling, roles=[Role.SALES], at=house.at)


def test_one_human_works_in_two_agencies_with_one_log_in_and_its_password(house: House) -> None:
    with house.elsewhere.entered():
        there = person.join(
            name="Vera", email="vera@lighthouse.test", roles=[Role.SALES], at=house.at, password="another one"
        )
    assert there.login_id == house.vera.login_id
    assert there.login.check_password(PASSWORD)
    assert (there.agency_id, house.vera.agency_id) == (house.elsewhere.id, house.agency.id)


def test_whoever_leaves_is_not_present_and_stays_in_the_history(house: House) -> None:
    left = house.at + timedelta(days=1)
    person.leave(house.pavel, at=left)
    assert names(house, Role.PRODUCER) == []
    assert Person.objects.get(pk=house.pavel.pk).left_at == left


def test_the_hours_that_come_with_a_person_are_those_of_the_agencys_calendar(house: House) -> None:
    ours = calendar.default_calendar()
    calendar.make_exception(ours, day=house.day, hours=[["10:00", "12:00"]])
    found = person.sitting(house.vera.login_id)
    assert found is not None
    assert calendar.hours_as_told(found.office_hours) == ours.working_time() == calendar.office_hours()  # type: ignore[attr-defined]
