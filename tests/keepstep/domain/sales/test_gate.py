"""Gates: what has no evidence does not pass, whoever tries; a head's reason is kept."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.sales import deal, evidence, gate, loss
from keepstep.domain.sales.deal import Deal, DealClosed
from keepstep.domain.sales.deal_record import DealRecord
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.gate import GateShut, GoneOn, NotTheirsToPass, StageClosed
from keepstep.domain.sales.pipeline import Gate, Stage, close_stage
from keepstep.domain.sales.waiver import Waiver
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun, ground, prove, stages, standing_at, too_dear

PATHS = [(begins, ends) for begins, ends in product(Gate, Gate) if begins < ends]


def stands(made: Deal) -> tuple[object, ...]:
    found = Deal.objects.get(pk=made.pk)
    return found.stage, found.state


@pytest.mark.parametrize(("begins", "ends"), PATHS)
def test_no_gate_without_evidence_is_passed(house: House, begins: Gate, ends: Gate) -> None:
    made = standing_at(house, begins)
    with pytest.raises(GateShut) as refused:
        gate.pass_to(made, stages(house)[ends], by=house.vera, at=house.at)
    assert refused.value.missing == [one for one in Gate if begins < one <= ends]
    assert stands(made)[0] == stages(house)[begins]


@pytest.mark.parametrize("left_out", [one for one in Gate if one])
def test_one_missing_gate_between_shuts_the_way_to_the_end(house: House, left_out: Gate) -> None:
    made = begun(house)
    for one in Gate:
        if one and one != left_out:
            evidence.record(made, one, source=ground(one), by=house.vera, at=house.at)
    with pytest.raises(GateShut) as refused:
        gate.pass_to(made, stages(house)[Gate.HANDED_OVER], by=house.vera, at=house.at)
    assert refused.value.missing == [left_out]


def test_a_reason_opens_nothing_for_who_is_no_head(house: House) -> None:
    made = begun(house)
    for by in (house.vera, house.pavel, None):
        with pytest.raises(NotTheirsToPass):
            gate.pass_to(made, stages(house)[Gate.PAID], by=by, at=house.at, reason="They will pay.")
    assert not Waiver.objects.exists()


def test_a_head_without_a_reason_passes_nothing(house: House) -> None:
    with pytest.raises(GateShut):
        gate.pass_to(begun(house), stages(house)[Gate.PAID], by=house.oleg, at=house.at, reason="  ")


def test_a_heads_reason_is_kept_for_each_gate_that_had_no_evidence(house: House) -> None:
    made = standing_at(house, Gate.CLARIFIED)
    gate.pass_to(made, stages(house)[Gate.CONTRACTED], by=house.oleg, at=house.at, reason=" An old friend. ")
    assert stands(made) == (stages(house)[Gate.CONTRACTED], "open")
    kept = Waiver.objects.values_list("gate", "reason", "by__name")
    assert list(kept) == [(Gate.AGREED, "An old friend.", "Oleg"), (Gate.CONTRACTED, "An old friend.", "Oleg")]


def test_a_reason_that_was_not_needed_waives_nothing(house: House) -> None:
    made = begun(house)
    prove(house, made, Gate.CLARIFIED)
    gate.pass_to(made, stages(house)[Gate.CLARIFIED], by=house.oleg, at=house.at, reason="In any case.")
    assert not Waiver.objects.exists()


def test_back_is_always_open_and_the_way_forward_stays_open(house: House) -> None:
    made = standing_at(house, Gate.PAID)
    gate.pass_to(made, stages(house)[Gate.NEW], by=house.vera, at=house.at)
    gate.pass_to(made, stages(house)[Gate.PAID], by=house.vera, at=house.at)
    assert stands(made)[0] == stages(house)[Gate.PAID]


def test_handed_over_it_is_closed_and_back_from_there_it_is_open(house: House) -> None:
    made = standing_at(house, Gate.HANDED_OVER)
    assert (stands(made)[1], made.closed_at) == ("done", house.at)
    gate.pass_to(made, stages(house)[Gate.PAID], by=house.vera, at=house.at)
    assert (stands(made)[1], made.closed_at) == ("open", None)


def test_a_lost_deal_goes_nowhere_before_it_is_open_again(house: House) -> None:
    made = standing_at(house, Gate.CLARIFIED)
    loss.lose(made, reason=too_dear(house), by=house.vera, at=house.at)
    with pytest.raises(DealClosed):
        gate.pass_to(made, stages(house)[Gate.NEW], by=house.oleg, at=house.at, reason="Anyway")
    loss.reopen(made, by=house.vera, at=house.at)
    assert stands(made) == (stages(house)[Gate.CLARIFIED], "open")
    with pytest.raises(GoneOn):
        loss.reopen(made, by=house.vera, at=house.at)


def test_what_is_handed_over_is_not_lost(house: House) -> None:
    with pytest.raises(DealClosed):
        loss.lose(standing_at(house, Gate.HANDED_OVER), reason=too_dear(house), by=house.vera, at=house.at)


def test_a_stage_in_the_archive_takes_no_deal(house: House) -> None:
    made = standing_at(house, Gate.AGREED)
    sent = Stage.objects.get(name="Proposal sent")
    close_stage(sent, at=house.at)
    with pytest.raises(StageClosed):
        gate.pass_to(made, sent, by=house.oleg, at=house.at)


def test_a_move_is_taken_back_once_and_with_it_what_was_waived(house: House) -> None:
    made = begun(house)
    gate.pass_to(made, stages(house)[Gate.AGREED], by=house.oleg, at=house.at, reason="An old friend.")
    gate.take_back(made, by=house.oleg, at=house.at + timedelta(seconds=5))
    assert stands(made) == (stages(house)[Gate.NEW], "open")
    assert not Waiver.objects.standing().exists()
    with pytest.raises(GoneOn):
        gate.take_back(made, by=house.oleg, at=house.at + timedelta(seconds=6))
    told = [(one.kind, one.stage and one.stage.gate) for one in DealRecord.objects.order_by("at", "id")]
    assert told == [("begun", 0), ("moved", 2), ("returned", 0)]


def test_without_the_evidence_it_stood_on_it_falls_back_to_the_last_stage_before(house: House) -> None:
    made = standing_at(house, Gate.PAID)
    evidence.withdraw(Evidence.objects.get(gate=Gate.AGREED), by=house.vera, at=house.at)
    assert stands(made)[0] == Stage.objects.get(name="Proposal sent")
    with pytest.raises(GateShut) as refused:
        gate.pass_to(made, stages(house)[Gate.PAID], by=house.vera, at=house.at)
    assert refused.value.missing == [Gate.AGREED]


def test_the_same_payment_is_evidence_once_and_a_second_holds_the_deal(house: House) -> None:
    made = standing_at(house, Gate.CONTRACTED)
    first = evidence.record(made, Gate.PAID, by=None, at=house.at, source="payment:1")
    assert evidence.record(made, Gate.PAID, by=None, at=house.at, source="payment:1") == first
    evidence.record(made, Gate.PAID, by=None, at=house.at, source="payment:2")
    gate.pass_to(made, stages(house)[Gate.PAID], by=house.vera, at=house.at)
    assert evidence.withdraw(first, by=None, at=house.at)
    assert stands(made)[0] == stages(house)[Gate.PAID]
    assert not evidence.withdraw(first, by=None, at=house.at)


def test_the_database_takes_no_deal_behind_a_shut_gate(house: House) -> None:
    made = begun(house)
    for one in stages(house)[1:]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Deal.objects.filter(pk=made.pk).update(stage=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        begun_there = Deal(title="Import", person=house.vera, stage=stages(house)[3], currency="EUR")
        begun_there.since = begun_there.opened_at = house.at
        begun_there.save(force_insert=True)


def test_the_database_lets_no_ground_go_from_under_a_deal(house: House) -> None:
    standing_at(house, Gate.AGREED)
    for evidenced in (Gate.CLARIFIED, Gate.AGREED):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            Evidence.objects.filter(gate=evidenced).update(withdrawn_at=house.at)
            cursor.execute("set constraints all immediate")
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            Evidence.objects.filter(gate=evidenced).delete()
            cursor.execute("set constraints all immediate")
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(gate=Gate.NEW).update(gate=Gate.PAID)


ACTS = st.one_of(
    st.tuples(st.just("pass"), st.sampled_from(Gate), st.booleans(), st.sampled_from(["", "Because."])),
    st.tuples(st.just("prove"), st.sampled_from([one for one in Gate if one])),
    st.tuples(st.just("withdraw"), st.sampled_from([one for one in Gate if one])),
    st.tuples(st.sampled_from(["lose", "reopen", "back"])),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(ACTS, max_size=14))
def test_whatever_happens_a_deal_stands_only_behind_open_gates(house: House, history: list[tuple]) -> None:
    with transaction.atomic():
        made = begun(house)
        for minute, (act, *how) in enumerate(history):
            at = house.at + timedelta(minutes=minute)
            try:
                if act == "pass":
                    by = house.oleg if how[1] else house.vera
                    gate.pass_to(made, stages(house)[how[0]], by=by, at=at, reason=how[2])
                elif act == "prove":
                    evidence.record(made, how[0], source=ground(how[0]), by=house.vera, at=at)
                elif act == "withdraw":
                    for one in Evidence.objects.standing().filter(deal=made, gate=how[0])[:1]:
                        evidence.withdraw(one, by=house.vera, at=at)
                elif act == "lose":
                    loss.lose(made, reason=too_dear(house), by=house.vera, at=at)
                elif act == "reopen":
                    loss.reopen(made, by=house.vera, at=at)
                else:
                    gate.take_back(made, by=house.vera, at=at)
            except (GateShut, NotTheirsToPass, DealClosed, GoneOn):
                pass
            now = deal.lock(made)
            opened = {one.gate for one in Evidence.objects.standing().filter(deal=made)}
            waived = {one.gate for one in Waiver.objects.standing().filter(deal=made)}
            assert opened | waived >= set(range(1, now.stage.gate + 1))
            assert (now.state == "done") <= (now.stage.gate == Gate.HANDED_OVER)
            last = DealRecord.objects.filter(deal=made).exclude(stage=None)[0]
            assert last.stage == now.stage
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        transaction.set_rollback(True)
