from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.clients import account, handing
from keepstep.domain.clients.account import Account, AccountState, AlreadyInState, State
from tests.cast import House, welcome


def history(one: Account) -> list[tuple[str, datetime, datetime | None]]:
    return list(AccountState.objects.filter(account=one).order_by("since").values_list("state", "since", "until"))


def test_a_new_client_is_onboarding_from_its_first_moment(house: House) -> None:
    made = account.welcome(name="Lumen", at=house.at, by=house.oleg, manager=house.vera)
    assert history(made) == [("onboarding", house.at, None)]
    assert AccountState.objects.get(account=made).by == house.oleg


def test_each_state_ends_when_the_next_begins(house: House) -> None:
    begun, left = house.at - timedelta(days=40), house.at - timedelta(days=30)
    account.become(house.northwind, State.PAUSED, by=house.vera, at=house.at, reason="their holidays")
    assert history(house.northwind) == [
        ("onboarding", begun, left),
        ("active", left, house.at),
        ("paused", house.at, None),
    ]
    present = AccountState.objects.get(account=house.northwind, until=None)
    assert (present.by, present.reason) == (house.vera, "their holidays")


def test_a_client_does_not_become_what_it_is(house: House) -> None:
    before = history(house.northwind)
    with pytest.raises(AlreadyInState):
        account.become(house.northwind, State.ACTIVE, by=house.vera, at=house.at)
    assert history(house.northwind) == before


def test_a_client_that_churned_is_gone_until_it_comes_back(house: House) -> None:
    account.become(house.northwind, State.CHURNED, by=house.oleg, at=house.at, reason="outgrew us")
    assert (list(Account.objects.gone()), list(Account.objects.with_us())) == ([house.northwind], [])
    account.become(house.northwind, State.ACTIVE, by=house.oleg, at=house.at + timedelta(days=1))
    assert (list(Account.objects.gone()), list(Account.objects.with_us())) == ([], [house.northwind])


def test_the_database_keeps_a_client_in_one_state(house: House) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountState.objects.create(account=house.northwind, state=State.PAUSED, since=house.at)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(st.sampled_from(State), max_size=8))
def test_any_history_is_without_gaps_and_says_whether_the_client_is_with_us(house: House, states: list[State]) -> None:
    made = welcome("Any", manager=house.vera)
    for n, state in enumerate(states):
        moment = house.at + timedelta(days=n)
        try:
            account.become(made, state, by=house.vera, at=moment)
        except AlreadyInState:
            continue
    told = history(made)
    assert all(one[2] == following[1] and one[0] != following[0] for one, following in pairwise(told))
    assert told[-1][2] is None
    assert (Account.objects.get(pk=made.pk).left_at is not None) is (told[-1][0] == State.CHURNED)


def test_states_are_asked_of_the_present(house: House) -> None:
    paused = welcome("Paused", manager=house.vera)
    account.become(paused, State.PAUSED, by=house.vera, at=house.at)
    assert list(Account.objects.in_state(State.PAUSED)) == [paused]
    assert list(Account.objects.in_state(State.ACTIVE, State.ONBOARDING)) == [house.northwind]
    assert [one.state for one in Account.objects.with_state()] == ["active", "paused"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("facts", [{"business": "bakery"}, {"site": "https://northwind.test", "cadence": [0, 2, 4]}])
def test_amending_changes_what_is_named_and_nothing_else(house: House, facts: dict[str, Any]) -> None:
    stale = Account.objects.get(pk=house.northwind.pk)
    handing.hand(house.northwind, manager=house.oleg, by=house.oleg, at=house.at)
    account.amend(stale, **facts)
    now = Account.objects.get(pk=house.northwind.pk)
    assert {name: getattr(now, name) for name in facts} == facts
    assert now.manager == house.oleg


def test_clients_are_sorted_as_people_read_them(house: House) -> None:
    for name in ("яма", "Ель", "арбуз", "ёлка", "Apple"):
        welcome(name, manager=house.vera)
    assert [one.name for one in Account.objects.all()] == ["Apple", "Northwind Bakery", "арбуз", "ёлка", "Ель", "яма"]


def test_the_day_of_a_moment_is_the_clients(house: House) -> None:
    assert house.northwind.local_day(datetime.fromisoformat("2026-03-02T23:30:00+00:00")) == date(2026, 3, 3)
