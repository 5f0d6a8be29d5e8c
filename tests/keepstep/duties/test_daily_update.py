from datetime import date, timedelta

from keepstep.domain.clients import account
from keepstep.domain.clients.account import State
from keepstep.domain.delivery import project
from keepstep.domain.talk import cadence, touchpoint
from keepstep.domain.talk.due_day import DueDay
from keepstep.round.item import Item
from tests.cast import House
from tests.keepstep.duties.asked import asked, morning, outcomes

TUESDAY = date(2026, 3, 3)


def updates(day: date) -> list[tuple[str, str, int]]:
    return asked("daily_update", day=day)


def test_each_active_client_is_due_word_every_working_day(house: House) -> None:
    assert updates(house.day) == [("Vera", "2026-03-02", 0)]
    assert updates(TUESDAY) == [("Vera", "2026-03-03", 0)]


def test_yesterdays_unkept_update_lapses_and_the_day_stays_unkept(house: House) -> None:
    updates(house.day)
    updates(TUESDAY)
    assert outcomes("daily_update") == ["lapsed", ""]
    assert list(DueDay.objects.order_by("day").values_list("day", "kept_at")) == [(house.day, None), (TUESDAY, None)]


def test_an_outbound_word_keeps_the_day_and_closes_the_item(house: House) -> None:
    updates(house.day)
    touchpoint.record(house.northwind, direction="out", form="update", by=house.vera, at=house.at)
    assert updates(house.day) == []
    assert outcomes("daily_update") == ["done"]
    assert DueDay.objects.get().kept_at == house.at


def test_a_call_of_the_client_keeps_the_day_but_their_letter_does_not(house: House) -> None:
    updates(house.day)
    touchpoint.record(house.northwind, direction="in", form="email", contact=house.ines, at=house.at)
    assert updates(house.day) == [("Vera", "2026-03-02", 0)]
    touchpoint.record(house.northwind, direction="in", form="call", contact=house.ines, at=house.at)
    assert updates(house.day) == []


def test_word_delivered_before_the_round_keeps_the_day_all_the_same(house: House) -> None:
    touchpoint.record(house.northwind, direction="out", form="update", by=house.vera, at=house.at)
    assert updates(house.day) == []
    assert [(due.day, due.kept_at) for due in DueDay.objects.all()] == [(house.day, house.at)]


def test_a_client_with_no_open_project_is_not_due(house: House) -> None:
    project.close(house.project, at=house.at)
    assert updates(house.day) == []


def test_after_a_pause_the_first_update_is_due_on_the_next_working_day(house: House) -> None:
    account.become(house.northwind, State.PAUSED, by=house.oleg, at=house.at - timedelta(days=5))
    account.become(house.northwind, State.ACTIVE, by=house.oleg, at=house.at - timedelta(hours=1))
    assert updates(house.day) == []
    assert updates(TUESDAY) == [("Vera", "2026-03-03", 0)]


def test_the_agreed_cadence_is_honoured(house: House) -> None:
    house.northwind.cadence = [1, 3]
    house.northwind.save(update_fields=["cadence"])
    assert updates(house.day) == []
    assert updates(TUESDAY) == [("Vera", "2026-03-03", 0)]


def test_the_agencys_days_hold_for_clients_without_days_of_their_own(house: House) -> None:
    cadence.agree(days=[1], by=house.oleg, at=house.at - timedelta(hours=1))
    assert updates(house.day) == []
    house.northwind.cadence = [0, 1, 2, 3, 4]
    house.northwind.save(update_fields=["cadence"])
    assert updates(house.day) == [("Vera", "2026-03-02", 0)]


def test_days_agreed_later_change_nothing_that_was_due_before(house: House) -> None:
    cadence.agree(days=[1], by=house.oleg, at=house.at + timedelta(hours=1))
    assert updates(house.day) == [("Vera", "2026-03-02", 0)]


def test_an_account_without_a_manager_is_the_heads_business(house: House) -> None:
    house.northwind.manager = None
    house.northwind.save(update_fields=["manager"])
    assert updates(house.day) == [("Oleg", "2026-03-02", 0)]


def test_it_is_due_when_the_clients_working_day_ends(house: House) -> None:
    updates(house.day)
    assert Item.objects.get().due.isoformat() == "2026-03-02T17:00:00+00:00"


def test_the_steps_since_the_last_update_are_counted(house: House) -> None:
    updates(house.day)
    assert Item.objects.get().facts["steps"] == 1
    assert morning(house.day) == house.at
