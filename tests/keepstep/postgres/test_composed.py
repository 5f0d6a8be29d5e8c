from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Count, QuerySet
from django.test.utils import CaptureQueriesContext

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person, PersonQuerySet, Role
from keepstep.domain.clients.account import AccountQuerySet
from keepstep.postgres.composed import LostMark, composed
from tests.cast import House, join


def test_a_kept_statement_finds_what_its_queryset_finds_for_each_value_anew(house: House) -> None:
    @composed
    def sitting(login: UUID, by: datetime) -> PersonQuerySet:
        return Person.objects.filter(login=login, joined_at__lte=by).select_related("agency")

    for person in (house.vera, house.oleg):
        assert sitting(login=person.login_id, by=person.joined_at) == [person]
    with CaptureQueriesContext(connection) as queries:
        [vera] = sitting(login=house.vera.login_id, by=house.vera.joined_at)
        assert vera.agency == house.agency
    assert len(queries) == 1


def test_a_kept_statement_is_composed_once(house: House) -> None:
    times = []

    @composed
    def named(name: str) -> "QuerySet[Person, str]":
        times.append(name)
        return Person.objects.filter(name=name).values_list("name", flat=True)

    assert [named(name="Vera"), named(name="nobody"), named(name="Vera")] == [["Vera"], [], ["Vera"]]
    assert len(times) == 1


def test_a_kept_statement_sees_only_the_agency_the_session_is_in(house: House) -> None:
    @composed
    def everybody() -> PersonQuerySet:
        return Person.objects.all()

    assert house.marta not in everybody()
    with house.elsewhere.entered():
        assert everybody() == [house.marta]


def test_what_always_stands_in_a_statement_is_written_out(house: House) -> None:
    @composed
    def others(name: str) -> "QuerySet[Person, str]":
        return Person.objects.filter(name=name).exclude(phone="50 %s of 'all'").values_list("name", flat=True)

    with CaptureQueriesContext(connection) as queries:
        assert others(name="Vera") == ["Vera"]
    assert "= '50 %s of ''all" in queries[0]["sql"]


def test_values_are_converted_as_the_queryset_converts_them(house: House) -> None:
    @composed
    def counted(name: str) -> "QuerySet[Person, tuple[str, int]]":
        return Person.objects.filter(name=name).order_by("name").values_list("name").annotate(Count("pk"))

    assert (counted(name="Vera"), counted(name="nobody")) == ([("Vera", 1)], [])


def test_a_value_that_the_statement_would_change_is_refused(house: House) -> None:
    @composed
    def like(name: str) -> PersonQuerySet:
        return Person.objects.filter(name__contains=name)

    with pytest.raises(LostMark, match="like: name"):
        like(name="Ver")


def test_what_a_desk_sees_is_composed_once_for_all_desks_of_its_kind(house: House) -> None:
    times = []

    @composed
    def clients(desk: Desk) -> AccountQuerySet:
        times.append(desk.kind)
        return desk.accounts()

    assert clients(desk=Desk(house.oleg)) == clients(desk=Desk(house.vera)) == [house.northwind]
    assert clients(desk=Desk(join("Boris", Role.ACCOUNT_MANAGER))) == []
    with house.elsewhere.entered():
        assert clients(desk=Desk(house.marta)) == [house.rival]
    assert times == [(("head", "owner"), True, 0), (("am",), False, 1)]


def test_what_is_neither_a_value_nor_markable_chooses_the_statement(house: House) -> None:
    @composed
    def people(backwards: bool) -> "QuerySet[Person, str]":
        return Person.objects.order_by("-name" if backwards else "name").values_list("name", flat=True)

    assert people(backwards=True) == people(backwards=False)[::-1] != people(backwards=False)
