"""The round as a whole: idempotent for any day, closing by evidence, looking again at one account."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import account
from keepstep.domain.clients.account import Account, State
from keepstep.domain.delivery import ball, milestone, passing, step, task
from keepstep.domain.delivery.ball import Side
from keepstep.domain.talk import touchpoint
from keepstep.domain.talk.due_day import DueDay
from keepstep.duties.catalogue import Duty, catalogue, columns_of
from keepstep.round import item
from keepstep.round.item import Item
from keepstep.round.round import Round
from keepstep.round.run import look_again, run
from tests.cast import NOW, TODAY, House, welcome


def everything() -> list[tuple[object, ...]]:
    """All that a round writes, whatever its keys."""
    return [
        *Item.objects.order_by("id").values_list(),
        *DueDay.objects.order_by("id").values_list(),
        *Round.objects.order_by("id").values_list(),
    ]


def test_the_catalogue_holds_the_duties_of_this_house() -> None:
    assert sorted(catalogue()) == [
        "accept_handover", "answer_client", "call_client", "client_goal", "close_plan_gap", "daily_update", "deal_step",
        "development_talk", "first_response", "growth_review", "kickoff", "know_client", "make_plan", "next_step",
        "overdue_payment", "paid_back", "push_stall", "warn_early",
    ]  # fmt: skip


def test_a_round_counts_what_it_found_and_closed(house: House) -> None:
    first = run(day=house.day, at=house.at)
    assert {code: count.found for code, count in first.counts.items() if count.found} == {
        "daily_update": 1,
        "next_step": 1,
    }
    touchpoint.record(house.northwind, direction="out", form="update", by=house.vera, at=house.at)
    second = run(day=house.day, at=house.at)
    assert (second.counts["daily_update"].found, second.counts["daily_update"].done) == (0, 1)
    assert Round.objects.get().found == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_running_a_round_again_changes_nothing_whatever_happened(house: House, data: st.DataObject) -> None:
    try:
        with transaction.atomic():
            for day in _history(house, data):
                run(day=day, at=_morning(day))
                once = everything()
                run(day=day, at=_morning(day))
                assert everything() == once
            raise _Undo
    except _Undo:
        pass


class _Undo(Exception):
    """Take the generated history back."""


def _morning(day: date) -> datetime:
    return NOW + (day - TODAY)


def _history(house: House, data: st.DataObject) -> list[date]:
    """Some days, before each of which something happens."""
    days = sorted(data.draw(st.sets(st.integers(0, 25), min_size=1, max_size=4)))
    for _ in range(data.draw(st.integers(0, 5))):
        at = NOW + timedelta(days=data.draw(st.integers(-10, 0)), hours=data.draw(st.integers(0, 12)))
        data.draw(st.sampled_from(_EVENTS))(house, at)
    return [TODAY + timedelta(days=day) for day in days]


_EVENTS = (
    lambda house, at: step.record(house.project, title="Moved", at=at),
    lambda house, at: ball.throw(
        house.project, side=Side.CLIENT, awaited="photos", by=house.vera, at=at, due=at.date()
    ),
    lambda house, at: ball.throw(house.project, side=Side.US, awaited="texts", person=house.vera, by=house.vera, at=at),
    lambda house, at: ball.throw(house.project, side=Side.THIRD, awaited="key", by=house.vera, at=at),
    lambda house, at: touchpoint.record(house.northwind, direction="in", form="email", at=at),
    lambda house, at: touchpoint.record(house.northwind, direction="out", form="call", by=house.vera, at=at),
    lambda house, at: task.plan(house.project, title="Task", due=at.date() + timedelta(days=9), at=at),
    lambda house, at: milestone.promise(house.project, title="Date", due=at.date() + timedelta(days=6)),
    lambda house, at: account.welcome(name="Fresh", manager=house.vera, by=house.vera, at=at),
)


def test_rounds_of_later_days_never_ask_twice_for_one_cause(house: House) -> None:
    for n in range(20):
        run(day=house.day + timedelta(days=n), at=house.at + timedelta(days=n))
    climbed = Item.objects.filter(duty__in=("push_stall", "call_client"))
    rungs = list(climbed.order_by("rung").values_list("rung", flat=True))
    assert rungs == list(range(1, len(rungs) + 1))
    assert Item.objects.filter(duty="next_step").count() == 1


def test_looking_again_at_an_account_leaves_the_others_alone(house: House) -> None:
    lumen = welcome("Lumen", manager=house.vera)
    run(day=house.day, at=house.at)
    Item.objects.filter(account=lumen).delete()
    look_again(house.northwind.id, at=house.at)
    assert not Item.objects.filter(account=lumen).exists()


def test_before_the_days_round_nothing_is_looked_at(house: House) -> None:
    look_again(house.northwind.id, at=house.at)
    assert Item.objects.count() == 0


def test_a_skipped_item_is_not_asked_for_again(house: House) -> None:
    run(day=house.day, at=house.at)
    update = Item.objects.get(duty="daily_update")
    assert item.skip(update, reason="agreed by telephone", at=house.at)
    run(day=house.day, at=house.at)
    assert [(i.outcome, i.reason) for i in Item.objects.filter(duty="daily_update")] == [
        ("skipped", "agreed by telephone")
    ]


def test_another_agencys_round_finds_nothing_of_ours(house: House) -> None:
    with house.elsewhere.entered():
        run(day=house.day, at=house.at)
        assert {found.account.name for found in Item.objects.select_related("account")} == {"Lumen Dental"}
    assert Item.objects.count() == 0


@pytest.mark.parametrize("duty", catalogue().values(), ids=lambda duty: duty.code)
def test_each_duty_has_its_words_and_asks_in_the_agreed_columns(house: House, duty: Duty) -> None:
    assert all(str(getattr(duty, part)) for part in ("title", "why", "cadence", "owner", "measure"))
    assert [column for column in columns_of(duty.about) if column not in duty.rule] == []
    assert duty.reason({}) and duty.act({"audience": "holder"})


def test_a_churned_client_leaves_the_round_and_its_items_lapse(house: House) -> None:
    run(day=house.day, at=house.at)
    account.become(house.northwind, State.CHURNED, by=house.oleg, at=house.at, reason="moved in-house")
    run(day=house.day, at=house.at)
    assert set(Item.objects.values_list("outcome", flat=True)) == {"lapsed"}


def test_a_person_who_left_is_asked_nothing(house: House) -> None:
    gone: Person = house.vera
    gone.left_at = house.at
    gone.save(update_fields=["left_at"])
    run(day=house.day, at=house.at)
    assert {found.person.name for found in Item.objects.filter(duty="daily_update").select_related("person")} == {
        "Oleg"
    }
    assert Account.objects.get().manager_id == gone.id


def test_what_was_done_by_a_slip_of_the_hand_is_asked_for_again(house: House) -> None:
    theirs = ball.throw(house.project, side=Side.CLIENT, awaited="photos", due=house.day - timedelta(days=3),
                        by=house.vera, at=house.at - timedelta(days=5))  # fmt: skip
    run(day=house.day, at=house.at)
    passing.land(theirs, by=house.vera, at=house.at)
    look_again(house.northwind.id, at=house.at)
    passing.catch_again(theirs, at=house.at)
    look_again(house.northwind.id, at=house.at)
    pushed = Item.objects.get(duty="push_stall")
    assert (pushed.closed_at, pushed.outcome) == (None, "")


def test_while_a_round_runs_no_other_of_the_same_agency_does(house: House) -> None:
    """Two would write the same rows in different orders: until it is committed, a round holds its agency's lock."""
    held = "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted"
    with connection.cursor() as cursor:
        counts = []
        for _ in range(2):
            cursor.execute(held)
            counts += cursor.fetchone()
            run(day=TODAY, at=NOW)
    assert counts == [0, 1]
