from datetime import date, timedelta

from keepstep.domain.agency import founding
from keepstep.domain.agency.agency import Sight
from keepstep.domain.agency.audience import Audience
from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.agency.ladder import Ladder, Rung
from keepstep.domain.agency.person import Person, Role
from tests.cast import House


def test_a_founded_agency_has_its_owner_who_heads_it(house: House) -> None:
    made, owner = founding.found(name="Атом", owner="Ольга", email="olga@atom.test", at=house.at, language="ru")
    with made.entered():
        assert [(one.name, one.roles, one.language) for one in Person.objects.all()] == [
            ("Ольга", [Role.OWNER, Role.HEAD], "ru")
        ]
    assert (owner.agency_id, made.sight, made.stall_after, made.founded_at) == (made.id, Sight.OWN, 2, house.at)


def test_a_founded_agency_works_office_hours_in_its_zone_and_keeps_its_holidays(house: House) -> None:
    made, _owner = founding.found(
        name="Атом", owner="Ольга", email="olga@atom.test", at=house.at, country="RU", zone="Europe/Moscow"
    )
    with made.entered():
        time = default_calendar().working_time()
    assert time.working_days(date(2026, 3, 5), date(2026, 3, 11)) == [
        date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 10), date(2026, 3, 11)
    ]  # fmt: skip
    opens, closes = time.spans(date(2026, 3, 5))[0][0], time.closes(date(2026, 3, 5))
    assert closes is not None
    assert closes - opens == timedelta(hours=9)


def test_the_default_ladder_is_the_documented_one_from_the_founding_on(house: House) -> None:
    assert list(Ladder.objects.values_list("since", flat=True)) == [(house.at - timedelta(days=90)).date()]
    assert list(Rung.objects.values_list("position", "after_days", "audience", "repeat_every")) == [
        (1, 1, Audience.HOLDER, None),
        (2, 2, Audience.TEAM, None),
        (3, 3, Audience.DECIDER, None),
        (4, 5, Audience.MANAGEMENT, 5),
    ]


def test_the_founder_of_one_agency_may_found_another(house: House) -> None:
    made, owner = founding.found(name="Second", owner="Oleg", email="oleg@lighthouse.test", at=house.at)
    assert (owner.login_id, owner.agency_id) == (house.oleg.login_id, made.id)
    assert made.id != house.agency.id
