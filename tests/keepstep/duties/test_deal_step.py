"""`deal_step`: an open deal has a dated next task, and does it in time."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

from django.test import Client

from keepstep.domain.agency import person
from keepstep.domain.agency.person import Person
from keepstep.domain.sales import deal_task, loss
from keepstep.round.run import run
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun, too_dear
from tests.keepstep.duties.asked import asked, later, outcomes

Of = Callable[[Person], Client]


def test_a_deal_without_a_next_task_is_asked_for_until_one_is_planned(house: House) -> None:
    made = begun(house, at=house.at - timedelta(days=3))
    assert asked("deal_step", day=house.day) == [("Vera", "2026-02-27", 0)]
    deal_task.plan(made, title="Call", due=house.day, by=house.vera, at=house.at)
    assert (asked("deal_step", day=house.day), outcomes("deal_step")) == ([], ["done"])


def test_a_task_is_overdue_on_the_day_after_its_own(house: House) -> None:
    late = deal_task.plan(begun(house), title="Call", due=house.day, by=house.vera, at=house.at)
    assert asked("deal_step", day=house.day) == []
    assert asked("deal_step", day=later(house.day, 1)) == [("Vera", "2026-03-02", 0)]
    deal_task.amend(late, title="Call", due=later(house.day, 1), by=house.vera, at=house.at)
    assert asked("deal_step", day=later(house.day, 1)) == []


def test_after_a_task_is_done_the_next_one_is_asked_for(house: House) -> None:
    done = deal_task.plan(
        begun(house, at=house.at - timedelta(days=9)), title="Call", due=house.day, by=None, at=house.at
    )
    deal_task.finish(done, by=house.vera, at=house.at)
    assert asked("deal_step", day=house.day) == [("Vera", "2026-03-02", 0)]


def test_nothing_is_asked_of_a_closed_deal_nor_on_a_day_off(house: House) -> None:
    made = begun(house)
    assert asked("deal_step", day=later(house.day, 5)) == []
    assert asked("deal_step", day=house.day) == [("Vera", "2026-03-02", 0)]
    loss.lose(made, reason=too_dear(house), by=house.vera, at=house.at)
    assert (asked("deal_step", day=house.day), outcomes("deal_step")) == ([], ["lapsed"])


def test_who_has_left_is_followed_by_own_management(house: House) -> None:
    begun(house)
    person.leave(house.vera, at=house.at)
    assert asked("deal_step", day=house.day) == [("Oleg", "2026-03-02", 0)]


def test_on_today_it_is_planned_and_then_it_is_done(house: House, client_of: Of) -> None:
    made = begun(house, title="New shop")
    with patch("django.utils.timezone.now", return_value=house.at):
        run(day=house.day, at=house.at)
        vera = client_of(house.vera)
        page = vera.get("/").content.decode()
        assert ("New shop" in page, f'href="/deals/{made.pk}/tasks/"' in page) == (True, True)
        vera.post(f"/deals/{made.pk}/tasks/", {"title": "Call", "due": "2026-03-03"})
    assert outcomes("deal_step") == ["done"]
