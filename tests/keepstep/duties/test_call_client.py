"""Own management telephones the client: the last rung stays until a call has had an outcome."""

from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from keepstep import migrations
from keepstep.domain.delivery import ball, notice, step
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.talk import touchpoint
from keepstep.duties.catalogue import catalogue
from keepstep.round import item
from keepstep.round.item import Item
from keepstep.round.run import run
from tests.cast import House
from tests.keepstep.duties.asked import asked, morning, outcomes

FIFTH, SIXTH, NINTH, TENTH = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 13), date(2026, 3, 16)
TWENTIETH = date(2026, 3, 20)


def calls(day: date) -> list[tuple[str, str, int]]:
    return asked("call_client", day=day)


@pytest.fixture
def theirs(house: House) -> Ball:
    return ball.throw(
        house.project, side="client", awaited="photos", contact=house.ines, by=house.vera, at=house.at
    )  # fmt: skip


def test_it_is_the_heads_on_the_fifth_day_of_the_stall_and_again_every_five_days(house: House, theirs: Ball) -> None:
    days = house.northwind.working_time().working_days(date(2026, 3, 3), date(2026, 3, 31))
    rungs = {day: [(who, rung) for who, _since, rung in calls(day)] for day in days}
    assert theirs.passed_at is None
    assert {day.day: rungs[day] for day in days if day.day in (6, 9, 13, 16, 23, 30)} == {
        6: [], 9: [("Oleg", 4)], 13: [("Oleg", 4)], 16: [("Oleg", 5)], 23: [("Oleg", 6)], 30: [("Oleg", 7)],
    }  # fmt: skip


def test_it_stays_until_a_call_with_an_outcome_and_comes_back_after_five_days(house: House, theirs: Ball) -> None:
    assert calls(FIFTH) == [("Oleg", "2026-03-03", 4)]
    notice.give(theirs, how="email", by=house.oleg, at=morning(FIFTH), rung=4, outcome="They will see")
    notice.give(theirs, how="call", by=house.oleg, at=morning(FIFTH), rung=4)
    assert calls(NINTH) == [("Oleg", "2026-03-03", 4)]
    notice.give(theirs, how="call", by=house.oleg, at=morning(NINTH), rung=4, outcome="By Friday")
    assert calls(NINTH) == []
    assert calls(TENTH) == [("Oleg", "2026-03-03", 5)]
    assert calls(TWENTIETH) == [("Oleg", "2026-03-03", 5)]


def test_a_step_ends_it(house: House, theirs: Ball) -> None:
    calls(FIFTH)
    step.record(house.project, title="Photos are in", by=house.pavel, at=morning(FIFTH))
    assert calls(FIFTH) == []
    assert outcomes("call_client") == ["done"]


def test_where_nothing_is_awaited_a_call_about_the_project_counts_from_the_day_it_was_due(house: House) -> None:
    """No ball to give notice of: an earlier call is not this rung's."""
    talk = {"direction": "out", "form": "call", "project": house.project, "by": house.oleg}
    touchpoint.record(house.northwind, at=morning(date(2026, 3, 6)), summary="We go on", **talk)  # type: ignore[arg-type]
    assert calls(FIFTH) == [("Oleg", "2026-03-03", 4)]
    touchpoint.record(house.northwind, at=morning(SIXTH), summary="Done by Friday", **talk)  # type: ignore[arg-type]
    assert calls(SIXTH) == []
    assert calls(NINTH) == []
    assert calls(TENTH) == [("Oleg", "2026-03-03", 5)]


def test_no_other_duty_asks_for_it_too(house: House, theirs: Ball) -> None:
    run(day=FIFTH, at=morning(FIFTH))
    assert list(Item.objects.filter(rung=4).values_list("duty", flat=True)) == ["call_client"]


@pytest.mark.parametrize("is_skipped", [False, True])
def test_an_upgrade_neither_loses_nor_doubles_nor_revives_the_calls_of_before(
    house: House, theirs: Ball, is_skipped: bool
) -> None:
    calls(FIFTH)
    Item.objects.filter(duty="call_client").update(duty="push_stall")
    before = Item.objects.get(duty="push_stall", rung=4)
    if is_skipped:
        item.skip(before, reason="Ines is on leave", at=morning(FIFTH))
    (name,) = [
        file.name for file in iter_modules(migrations.__path__) if file.name.endswith("_the_call_is_a_duty_of_its_own")
    ]
    import_module(f"{migrations.__name__}.{name}").move(apps, SimpleNamespace(connection=connection))
    run(day=SIXTH, at=morning(SIXTH))
    kept = Item.objects.get(rung=4)
    assert (kept.pk, kept.duty, kept.outcome) == (before.pk, "call_client", "skipped" if is_skipped else "")


def test_it_says_whom_to_call_and_why() -> None:
    duty = catalogue()["call_client"]
    facts = {"days": 5, "side": "client", "holder": "Ines", "awaited": "photos"}
    assert (duty.act(facts), duty.reason(facts)) == (
        "Telephone the client", "Waiting for Ines: photos. Day 5 of the stall.",
    )  # fmt: skip
