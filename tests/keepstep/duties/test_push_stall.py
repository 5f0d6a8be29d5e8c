from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency import ladder
from keepstep.domain.agency.ladder import Ladder, Plan, Rung
from keepstep.domain.clients import account
from keepstep.domain.clients.account import State
from keepstep.domain.delivery import ball, holder, notice, passing, project, step
from keepstep.domain.delivery.ball import Side
from keepstep.duties.catalogue import catalogue
from keepstep.formulas.stall import rung_due
from keepstep.round.item import Item
from tests.cast import House
from tests.keepstep.duties.asked import asked, morning, outcomes

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 3, day) for day in (3, 4, 5, 6))


def stalls(day: date) -> list[tuple[str, str, int]]:
    return asked("push_stall", day=day)


def test_a_stall_starts_on_the_second_working_day_without_a_step(house: House) -> None:
    # The last step was made on Friday, so Monday is the first working day without one.
    assert stalls(house.day) == []
    assert stalls(TUESDAY) == [("Pavel", "2026-03-03", 1)]


def test_the_ladder_is_climbed_rung_by_rung_until_own_managements_call(house: House) -> None:
    theirs = ball.throw(
        house.project, side=Side.CLIENT, awaited="photos", contact=house.ines, by=house.vera, at=house.at
    )
    rungs = {}
    for day in range(3, 32):
        if date(2026, 3, day).weekday() < 5:
            rungs[day] = [(who, rung) for who, _since, rung in stalls(date(2026, 3, day))]
            assert theirs.passed_at is None
    assert {day: rungs[day] for day in (3, 4, 5, 6, 9, 13, 16)} == {
        3: [("Vera", 1)],
        4: [("Vera", 2)],
        5: [("Vera", 3)],
        6: [("Vera", 3)],
        9: [],
        13: [],
        16: [],
    }


def test_our_own_ball_is_pushed_at_its_holder_then_the_producer_then_the_head(house: House) -> None:
    ball.throw(house.project, side=Side.US, awaited="mock-ups", person=house.vera, by=house.vera, at=house.at)
    who = [stalls(day)[0][0] for day in (TUESDAY, WEDNESDAY, THURSDAY)]
    assert who == ["Vera", "Pavel", "Oleg"]


def test_of_several_it_turns_to_the_first_who_has_not_answered(house: House) -> None:
    held = ball.throw(house.project, side=Side.US, awaited="mock-ups", person=house.vera, by=None, at=house.at)
    holder.share(held, required=[house.pavel, house.oleg], informed=[])
    for one, then in (("Vera", "Pavel"), ("Pavel", "Oleg")):
        assert stalls(TUESDAY)[0][0] == one
        Item.objects.all().delete()
        holder.answer(held.holders.get(person__name=one), by=None, at=house.at)
        assert stalls(TUESDAY)[0][0] == then
        Item.objects.all().delete()


@pytest.mark.parametrize(
    ("audience", "ours", "theirs"),
    [("holder", "Vera", "Vera"), ("producer", "Pavel", "Pavel"), ("team", "Pavel", "Vera"), ("decider", "Oleg", "Vera"),
     ("head", "Oleg", "Oleg"), ("management", "Oleg", "Oleg")],
)  # fmt: skip
def test_each_audience_is_somebodys_turn_whoever_holds_the_ball(
    house: House, audience: str, ours: str, theirs: str
) -> None:
    Rung.objects.filter(position=1).update(audience=audience)
    duty = "call_client" if audience == "management" else "push_stall"
    held = ball.throw(house.project, side=Side.US, awaited="mock-ups", person=house.vera, by=None, at=house.at)
    assert [who for who, _since, _rung in asked(duty, day=TUESDAY)] == [ours]
    passing.pass_to(held, side=Side.CLIENT, awaited="a word on them", contact=house.ines, by=None, at=house.at)
    assert [who for who, _since, _rung in asked(duty, day=TUESDAY)] == [theirs]


def test_a_step_ends_the_stall_and_the_item_is_done(house: House) -> None:
    stalls(TUESDAY)
    step.record(house.project, title="Photos are in", by=house.pavel, at=morning(TUESDAY))
    assert stalls(TUESDAY) == []
    assert outcomes("push_stall") == ["done"]


def test_a_push_on_the_rung_is_done_and_the_next_rung_still_comes(house: House) -> None:
    theirs = ball.throw(
        house.project, side=Side.CLIENT, awaited="photos", contact=house.ines, by=house.vera, at=house.at
    )
    stalls(TUESDAY)
    notice.give(theirs, how="call", by=house.vera, at=morning(TUESDAY), rung=1)
    assert stalls(TUESDAY) == []
    assert stalls(WEDNESDAY) == [("Vera", "2026-03-03", 2)]
    assert outcomes("push_stall") == ["done", ""]


def test_a_rung_left_behind_lapses_when_the_next_one_fires(house: House) -> None:
    stalls(TUESDAY)
    stalls(WEDNESDAY)
    assert outcomes("push_stall") == ["lapsed", ""]


def test_an_overdue_ball_stalls_a_project_that_moves_every_day(house: House) -> None:
    late = ball.throw(house.project, side=Side.CLIENT, awaited="texts", due=house.day, by=house.vera, at=house.at)
    for day in (house.day, TUESDAY):
        step.record(house.project, title="Moved", at=morning(day) - timedelta(hours=1))
    assert stalls(TUESDAY) == [("Vera", "2026-03-03", 1)]
    passing.land(late, by=house.vera, at=morning(TUESDAY))
    assert stalls(TUESDAY) == []
    assert outcomes("push_stall") == ["done"]


def test_a_pass_is_no_step_so_the_stall_goes_on_and_turns_to_whoever_holds_the_ball_now(house: House) -> None:
    theirs = ball.throw(house.project, side=Side.CLIENT, awaited="photos", contact=house.ines, by=None, at=house.at)
    assert stalls(TUESDAY) == [("Vera", "2026-03-03", 1)]
    passing.pass_to(theirs, side=Side.US, person=house.pavel, awaited="layout", by=None, at=morning(WEDNESDAY))
    assert stalls(WEDNESDAY) == [("Pavel", "2026-03-03", 2)]
    assert stalls(THURSDAY) == [("Oleg", "2026-03-03", 3)]


def test_a_paused_account_is_not_pushed_and_after_it_the_count_begins_anew(house: House) -> None:
    stalls(TUESDAY)
    account.become(house.northwind, State.PAUSED, by=house.oleg, at=morning(TUESDAY), reason="holidays")
    assert stalls(TUESDAY) == []
    account.become(house.northwind, State.ACTIVE, by=house.oleg, at=morning(THURSDAY))
    assert stalls(FRIDAY) == []
    assert stalls(date(2026, 3, 9)) == [("Pavel", "2026-03-09", 1)]
    assert outcomes("push_stall") == ["lapsed", ""]


def test_a_closed_project_does_not_stall(house: House) -> None:
    project.close(house.project, at=house.at)
    assert stalls(FRIDAY) == []


def test_a_project_may_have_a_patience_of_its_own(house: House) -> None:
    house.project.stall_after = 3
    house.project.save(update_fields=["stall_after"])
    assert stalls(TUESDAY) == []
    assert stalls(WEDNESDAY) == [("Pavel", "2026-03-04", 1)]


def test_nothing_is_asked_on_a_day_off(house: House) -> None:
    assert stalls(date(2026, 3, 8)) == []


def test_a_running_case_keeps_the_ladder_it_started_with(house: House) -> None:
    quick = Ladder.objects.create(since=WEDNESDAY)
    Rung.objects.create(ladder=quick, position=1, after_days=1, audience="management", repeat_every=1)
    assert stalls(WEDNESDAY) == [("Pavel", "2026-03-03", 2)]
    step.record(house.project, title="Moved", at=morning(WEDNESDAY))
    assert stalls(FRIDAY) == []
    assert asked("call_client", day=FRIDAY) == [("Oleg", "2026-03-06", 1)]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"days": 1, "side": "us"}, "No step for 1 day of stall: it is in our hands."),
        ({"days": 3, "side": "client", "holder": "Ines", "awaited": "photos"},
         "Waiting for Ines: photos. Day 3 of the stall."),
        ({"days": 2, "side": "client", "awaited": "texts"}, "Waiting for the client: texts. Day 2 of the stall."),
    ],
)  # fmt: skip
def test_the_reason_says_what_is_awaited_of_whom_and_for_how_long(facts: dict[str, object], words: str) -> None:
    assert catalogue()["push_stall"].reason(facts) == words


def test_the_facts_name_the_ball_that_is_awaited(house: House) -> None:
    theirs = ball.throw(
        house.project, side=Side.CLIENT, awaited="photos", contact=house.ines, by=house.vera, at=house.at
    )
    stalls(TUESDAY)
    facts = Item.objects.get(duty="push_stall").facts
    assert facts == {
        "days": 1, "side": "client", "audience": "holder", "awaited": "photos", "holder": "Ines",
        "ball": str(theirs.id), "overdue": False, "fired": "2026-03-03",
    }  # fmt: skip


LADDERS = st.lists(st.integers(1, 9), min_size=1, max_size=4, unique=True).map(sorted)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=LADDERS, repeat=st.none() | st.integers(1, 6), edited=st.integers(0, 20))
def test_escalation_never_skips_or_repeats_a_rung_whatever_is_edited_meanwhile(
    house: House, days: list[int], repeat: int | None, edited: int
) -> None:
    """On each working day the round asks for the rung of the arithmetic; a ladder written meanwhile changes nothing."""
    with transaction.atomic():
        Ladder.objects.all().delete()
        ladder.rewrite(_plans(days, repeat), today=date(2026, 2, 1))
        for n, day in enumerate(house.northwind.working_time().working_days(TUESDAY, date(2026, 4, 3)), start=1):
            if n == edited + 1:
                ladder.rewrite(_plans([1, 3], 1), today=day)
            fired = rung_due(n, days, repeat)
            assert [rung for _who, _since, rung in stalls(day)] == [each.rung for each in fired[-1:]]
        rungs = list(Item.objects.filter(duty="push_stall").order_by("rung").values_list("rung", flat=True))
        assert rungs == list(range(1, len(fired) + 1))
        transaction.set_rollback(True)


def _plans(days: list[int], repeat: int | None) -> list[Plan]:
    return [Plan(after_days=day, audience="decider", repeat_every=repeat if day == days[-1] else None) for day in days]
