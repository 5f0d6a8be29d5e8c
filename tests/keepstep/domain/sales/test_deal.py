"""Deals: how they begin, whose they are, what is known of them, and when they go on."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from keepstep.domain.agency.own_list import LastOne, NameTaken
from keepstep.domain.sales import deal, deal_task, evidence, lead_record, loss, pipeline
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_record import DealRecord
from keepstep.domain.sales.evidence import Evidence, Unproved
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.pipeline import Gate, NotEmpty, Stage
from keepstep.domain.sales.sorting import SortedAlready, reject, restore
from keepstep.domain.talk.document import Refused
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun, stages, standing_at, too_dear
from tests.keepstep.domain.sales.leads import came, spam


def test_a_deal_begins_in_the_first_stage(house: House) -> None:
    made = begun(house, amount=Decimal("1200.50"))
    assert (made.stage.name, made.state, made.since) == ("New request", "open", house.at)
    [told] = DealRecord.objects.filter(deal=made)
    assert (told.kind, told.by, told.stage) == ("begun", house.vera, made.stage)


def test_a_lead_becomes_a_deal_with_what_was_known_and_waits_no_more(house: House) -> None:
    ada = came(house, company="Ada's bakery", phones=["+4930111"])
    [along] = pipeline.offered(house.agency)
    made = deal.make_of(
        ada, along=along, title="A shop", person=house.vera, currency="EUR", by=house.oleg, at=house.at
    )  # fmt: skip
    known = (made.lead, made.company, made.name, made.phone, made.email, made.source)
    assert known == (ada, "Ada's bakery", "Ada", "+4930111", "ada@bakery.test", ada.source)
    ada = Lead.objects.get(pk=ada.pk)
    assert (ada.state, ada.person) == ("deal", house.vera)
    assert list(Lead.objects.unsorted()) == []
    assert list(Lead.objects.unanswered()) == [ada]
    last = lead_record.last(ada, *lead_record.Kind)
    assert last and (last.kind, last.by) == ("deal", house.oleg)


def test_a_lead_becomes_a_deal_once_and_a_rejected_one_none(house: House) -> None:
    [along] = pipeline.offered(house.agency)
    facts: dict[str, Any] = {"along": along, "title": "A shop", "person": house.vera, "currency": "EUR"}
    ada, bea = came(house), came(house, name="Bea", emails=["bea@nowhere.test"])
    deal.make_of(ada, by=house.vera, at=house.at, **facts)
    reject(bea, reason=spam(house), by=house.vera, at=house.at)
    for one in (ada, bea):
        with pytest.raises(SortedAlready):
            deal.make_of(one, by=house.vera, at=house.at, **facts)
    with pytest.raises(SortedAlready):
        restore(ada, by=house.vera, at=house.at)
    assert Deal.objects.count() == 1


def test_what_changed_is_kept_and_nothing_changed_is_no_record(house: House) -> None:
    made = begun(house)
    deal.amend(made, by=house.oleg, at=house.at, title="New shop", amount=Decimal(900))
    deal.amend(made, by=house.oleg, at=house.at, amount=Decimal(900))
    [told] = DealRecord.objects.filter(deal=made, kind="amended")
    assert told.facts == {"was": {"amount": ""}, "now": {"amount": "900"}}


def test_a_deal_is_given_once(house: House) -> None:
    made = begun(house)
    assert deal.give(made, person=house.oleg, by=house.vera, at=house.at)
    assert not deal.give(made, person=house.oleg, by=house.vera, at=house.at)
    assert list(Deal.objects.of(house.oleg)) == [made]


def test_an_open_deal_without_a_dated_next_task_is_found(house: House) -> None:
    bare, planned, late, gone = (begun(house, title=title) for title in ("bare", "planned", "late", "gone"))
    finished = deal_task.plan(bare, title="Call", due=house.day, by=house.vera, at=house.at)
    assert deal_task.finish(finished, by=house.vera, at=house.at)
    assert not deal_task.finish(finished, by=house.vera, at=house.at)
    deal_task.plan(planned, title="Call", due=house.day, by=house.vera, at=house.at)
    deal_task.plan(late, title="Call", due=house.day - timedelta(days=1), by=house.vera, at=house.at)
    loss.lose(gone, reason=too_dear(house), by=house.vera, at=house.at)
    assert list(Deal.objects.without_next_task()) == [bare]
    assert list(Deal.objects.with_overdue_task(house.day)) == [late]
    deal_task.reopen(finished)
    assert not Deal.objects.without_next_task().exists()


def test_a_lost_deal_has_a_reason_and_no_other_has(house: House) -> None:
    made = begun(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deal.objects.filter(pk=made.pk).update(state="lost", closed_at=house.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deal.objects.filter(pk=made.pk).update(reason=too_dear(house))
    with pytest.raises(IntegrityError), transaction.atomic():
        Deal.objects.filter(pk=made.pk).update(closed_at=house.at)


def test_evidence_may_bring_its_file_and_a_program_is_none(house: House) -> None:
    made = begun(house)
    said: dict[str, Any] = {"day": house.day, "by": house.vera, "at": house.at}
    kept = evidence.record(made, Gate.CONTRACTED, file=("contract.pdf", b"%PDF-"), **said)
    assert (kept.file_name, kept.size, bool(kept.digest)) == ("contract.pdf", 5, True)
    with pytest.raises(Refused):
        evidence.record(made, Gate.CONTRACTED, file=("contract.exe", b"MZ"), **said)


@pytest.mark.parametrize(
    ("said", "missing"), [({"file": ("contract.pdf", b"%PDF-")}, "day"), ({"day": date(2026, 3, 2)}, "file")]
)
def test_a_contract_that_is_said_to_be_signed_has_its_day_and_its_paper(
    house: House, said: dict[str, Any], missing: str
) -> None:
    made = begun(house)
    for by in (house.vera, house.oleg, None):
        with pytest.raises(Unproved) as refused:
            evidence.record(made, Gate.CONTRACTED, by=by, at=house.at, **said)
        assert refused.value.field == missing
    assert not Evidence.objects.exists()
    evidence.record(made, Gate.PAID, by=house.vera, at=house.at)
    assert Evidence.objects.get().gate == Gate.PAID


def test_a_pipeline_begins_with_a_stage_for_each_gate_in_order(house: House) -> None:
    [usual] = pipeline.offered(house.agency)
    assert [one.gate for one in Stage.objects.filter(pipeline=usual)] == [0, 1, 1, 2, 3, 4, 5]
    with pytest.raises(NameTaken):
        pipeline.add(house.agency, name="sales")


def test_a_stage_stands_among_those_of_its_gate(house: House) -> None:
    [usual] = pipeline.offered(house.agency)
    made = pipeline.add_stage(usual, name="Call planned", gate=Gate.CLARIFIED, norm=2, probability=30)
    assert pipeline.move_up(made)
    assert pipeline.move_up(made)
    assert not pipeline.move_up(made)
    told = [one.name for one in Stage.objects.filter(pipeline=usual)][:4]
    assert told == ["New request", "Call planned", "Request clarified", "Proposal sent"]


def test_where_deals_stand_is_not_closed_and_one_beginning_remains(house: House) -> None:
    begun(house)
    second = pipeline.add(house.agency, name="Retainers")
    usual = pipeline.offered(house.agency)[0]
    with pytest.raises(NotEmpty):
        pipeline.close(usual, at=house.at)
    with pytest.raises(LastOne):
        pipeline.close_stage(stages_of(second)[0], at=house.at)
    pipeline.close(second, at=house.at)
    standing_at(house, Gate.AGREED)
    with pytest.raises(NotEmpty):
        pipeline.close_stage(stages(house)[Gate.AGREED], at=house.at)


def stages_of(one: pipeline.Pipeline) -> list[Stage]:
    return list(Stage.objects.filter(pipeline=one))
