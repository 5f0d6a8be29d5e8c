"""`know_client`: once a month three fields of the dossier, each client on a working day of its own."""

from datetime import date, timedelta

from django.db import connection

from keepstep.domain.clients import account, dossier, dossier_field
from keepstep.domain.clients.account import Account, State
from keepstep.duties.catalogue import catalogue
from keepstep.duties.know_client import SPREAD
from keepstep.round.health import of_agency
from keepstep.round.item import Item
from tests.cast import House
from tests.keepstep.duties.asked import asked, morning, outcomes

DUTY = "know_client"
FIRST, LAST = date(2026, 4, 1), date(2026, 4, 24)
"""Of April's working days the first and, with Easter between, the sixteenth."""


def place(one: Account) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select abs(hashtext(%s)) %% %s", [str(one.pk), SPREAD])
        return int(cursor.fetchone()[0])


def reason() -> str:
    return catalogue()[DUTY].reason(Item.objects.filter(duty=DUTY).order_by("-since")[0].facts)


def test_until_a_field_is_asked_nothing_is_due(house: House) -> None:
    assert asked(DUTY, day=LAST) == []


def test_each_client_comes_on_its_own_working_day_of_the_month_once_it_is_long_with_us(house: House) -> None:
    dossier_field.offered(house.agency)
    days = house.northwind.working_time().working_days(FIRST, LAST)
    its_day = list(days)[place(house.northwind)]
    assert asked(DUTY, day=house.day) == []
    if its_day > FIRST:
        assert asked(DUTY, day=its_day - timedelta(days=1)) == []
    assert asked(DUTY, day=its_day) == [("Vera", "2026-04-01", 0)]
    assert reason() == "We know 0 of 12 things about their business. Next to ask: “What they sell”."


def test_three_fields_a_month_are_enough_and_next_month_goes_on(house: House) -> None:
    fields = list(dossier_field.offered(house.agency))
    assert asked(DUTY, day=LAST) == [("Vera", "2026-04-01", 0)]
    for one in fields[:2]:
        dossier.write(house.northwind, one, words="x", by=house.vera, at=morning(LAST))
    assert len(asked(DUTY, day=LAST)) == 1
    dossier.prefill(house.northwind, {"seasons": "from a brief"}, agency=house.agency, source="brief", at=morning(LAST))
    assert len(asked(DUTY, day=LAST)) == 1, "nobody has looked at what a brief said"
    dossier.confirm(house.northwind, fields[3], by=house.vera, at=morning(LAST))
    assert (asked(DUTY, day=LAST), outcomes(DUTY)) == ([], ["done"])
    assert asked(DUTY, day=date(2026, 5, 29)) == [("Vera", "2026-05-01", 0)]
    assert reason() == "We know 3 of 12 things about their business. Next to ask: “Average check and margin”."


def test_what_nobody_has_confirmed_for_ninety_days_is_asked_again(house: House) -> None:
    for one in dossier_field.offered(house.agency):
        dossier.write(house.northwind, one, words="x", by=house.vera, at=morning(LAST))
    fresh, stale = LAST + timedelta(days=90), LAST + timedelta(days=95)
    assert asked(DUTY, day=fresh) == []
    assert asked(DUTY, day=stale) == [("Vera", "2026-07-01", 0)]
    assert reason() == "12 have not been confirmed for three months."


def test_nobody_is_asked_about_a_client_that_rests_and_one_who_is_back_is_given_time(house: House) -> None:
    dossier_field.offered(house.agency)
    account.become(house.northwind, State.PAUSED, by=house.vera, at=morning(FIRST))
    assert asked(DUTY, day=LAST) == []
    account.become(house.northwind, State.ACTIVE, by=house.vera, at=morning(LAST))
    assert asked(DUTY, day=LAST) == []


def test_health_knows_what_is_known_and_what_is_fresh_and_drops_a_dossier_nobody_began(house: House) -> None:
    def knowledge() -> float | None:
        return of_agency(day=house.day, at=house.at)[0].facts.factors["knowledge"]

    assert knowledge() is None
    fields = list(dossier_field.offered(house.agency))
    assert knowledge() is None
    for one in fields[:6]:
        dossier.write(house.northwind, one, words="x", by=house.vera, at=house.at - timedelta(days=91))
    assert knowledge() == 25
    dossier.confirm(house.northwind, fields[0], by=house.vera, at=house.at - timedelta(days=90))
    assert knowledge() == 25 + 100 / 24
    dossier.write(house.northwind, fields[1], words="", by=house.vera, at=house.at)
    assert knowledge() == 25
