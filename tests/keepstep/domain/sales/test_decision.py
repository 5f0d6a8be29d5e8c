"""What a client decides: once, about the newest version, while it is valid, pinned to its paper."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from keepstep.domain.agency import store
from keepstep.domain.sales import decision, evidence, gate, loss, proposing
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.decision import Decision, Expired, NoLongerOpen, NotTheirs, Replaced
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.gate import GateShut
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.sales.proposal import AlreadyAccepted, Proposal
from keepstep.domain.sales.proposal_version import ProposalVersion
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun, stages, standing_at, too_dear
from tests.keepstep.domain.sales.proposals import ADA, drafted, line, next_version, publish, published


def accept(house: House, version: ProposalVersion, **other: Any) -> Decision:
    return decision.accept(version, who=ADA, at=other.get("at", house.at))[0]


def decline(house: House, version: ProposalVersion, **other: Any) -> Decision:
    return decision.decline(version, reason="Too dear", who=ADA, at=other.get("at", house.at))


def agreed(house: House) -> list[str]:
    return list(Evidence.objects.standing().filter(gate=Gate.AGREED).values_list("source", flat=True))


def test_acceptance_is_pinned_to_the_paper_and_opens_the_gate(house: House) -> None:
    deal = standing_at(house, Gate.CLARIFIED)
    made = published(house, deal=deal)
    with pytest.raises(GateShut):
        gate.pass_to(deal, stages(house)[Gate.AGREED], by=house.vera, at=house.at)
    said = accept(house, made)
    assert (said.digest, said.name, said.email, said.ip, said.agent, said.at) == (
        store.digest_of(store.read(made.digest, agency_id=house.agency.pk)), ADA.name, ADA.email, ADA.ip, ADA.agent,
        house.at,
    )  # fmt: skip
    proof = Evidence.objects.get(gate=Gate.AGREED)
    assert (proof.source, proof.digest, proof.by) == (f"proposal:{said.pk}", made.digest, None)
    assert gate.pass_to(deal, stages(house)[Gate.AGREED], by=house.vera, at=house.at) is True


def test_accepting_twice_is_once(house: House) -> None:
    made = published(house)
    first, second = (decision.accept(made, who=ADA, at=house.at) for _time in range(2))
    assert (first[0], first[1], second[0], second[1]) == (second[0], True, first[0], False)
    assert (Decision.objects.count(), len(agreed(house))) == (1, 1)


def test_many_who_accept_at_once_are_one(open_house: House) -> None:
    with open_house.agency.entered():
        made = published(open_house)

    def say_yes(_number: int) -> bool:
        try:
            with open_house.agency.entered():
                return decision.accept(ProposalVersion.objects.get(pk=made.pk), who=ADA, at=open_house.at)[1]
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(6) as pool:
        news = list(pool.map(say_yes, range(12)))
    with open_house.agency.entered():
        assert (sorted(news), Decision.objects.count(), len(agreed(open_house))) == ([False] * 11 + [True], 1, 1)


def test_a_replaced_version_is_refused_and_the_newest_taken(house: House) -> None:
    first = published(house)
    proposing.go_on(first.proposal, by=house.vera, at=house.at)
    second = publish(house, ProposalVersion.objects.drafts().get())
    for decide in (accept, decline):
        with pytest.raises(Replaced):
            decide(house, first)
    assert accept(house, second).version == second


def test_a_draft_replaces_nothing_and_cannot_be_accepted(house: House) -> None:
    first = published(house)
    draft = proposing.go_on(first.proposal, by=house.vera, at=house.at)
    with pytest.raises(Replaced):
        accept(house, draft)
    with pytest.raises(NoLongerOpen):
        accept(house, drafted(house, deal=first.proposal.deal))
    assert accept(house, first).version == first


def test_it_is_valid_to_the_end_of_its_last_day_where_the_agency_is(house: House) -> None:
    made = published(house, valid_until=house.day)
    midnight = house.at.replace(hour=23, minute=0)
    for decide in (accept, decline):
        with pytest.raises(Expired):
            decide(house, made, at=midnight)
    assert accept(house, made, at=midnight - timedelta(seconds=1)).version == made


def test_what_is_lost_cannot_be_accepted_any_more(house: House) -> None:
    made = published(house)
    loss.lose(made.proposal.deal, reason=too_dear(house), by=house.vera, at=house.at)
    with pytest.raises(NoLongerOpen):
        accept(house, made)


def test_whoever_declined_may_think_again_and_whoever_accepted_has_said_so(house: House) -> None:
    made = published(house)
    assert decline(house, made) == decline(house, made)
    assert state(house) == "declined"
    accept(house, made)
    assert state(house) == "accepted"
    with pytest.raises(AlreadyAccepted):
        decline(house, made)


def test_a_new_version_is_not_declined(house: House) -> None:
    made = published(house)
    decline(house, made)
    next_version(house, made, line("SEO", "800"))
    assert state(house) == "sent"


def state(house: House) -> str:
    return str(Proposal.objects.with_standing(house.day).get().state)


def test_what_is_accepted_is_followed_by_no_version(house: House) -> None:
    made = published(house)
    draft = proposing.go_on(made.proposal, by=house.vera, at=house.at)
    accept(house, made)
    refusals: list[Callable[[], object]] = [
        lambda: proposing.go_on(made.proposal, by=house.vera, at=house.at), lambda: publish(house, draft),
    ]  # fmt: skip
    for refused in refusals:
        with pytest.raises(AlreadyAccepted):
            refused()


def test_a_head_takes_it_back_with_a_reason_and_the_deal_falls_back(house: House) -> None:
    deal = standing_at(house, Gate.CLARIFIED)
    said = accept(house, published(house, deal=deal))
    gate.pass_to(deal, stages(house)[Gate.AGREED], by=house.vera, at=house.at)
    with pytest.raises(NotTheirs):
        decision.withdraw(said, reason="By mistake", by=house.vera, at=house.at)
    assert decision.withdraw(said, reason="By mistake", by=house.oleg, at=house.at) is True
    assert decision.withdraw(said, reason="By mistake", by=house.oleg, at=house.at) is False
    assert (Deal.objects.get().stage.gate, agreed(house), state(house)) == (Gate.CLARIFIED, [], "sent")


def test_taken_back_it_may_be_accepted_again(house: House) -> None:
    made = published(house)
    decision.withdraw(accept(house, made), reason="By mistake", by=house.oleg, at=house.at)
    again = accept(house, made)
    assert agreed(house) == [f"proposal:{again.pk}"]


def test_other_evidence_holds_the_deal(house: House) -> None:
    deal = begun(house)
    evidence.record(deal, Gate.CLARIFIED, by=house.vera, at=house.at)
    evidence.record(deal, Gate.AGREED, by=house.vera, at=house.at)
    said = accept(house, published(house, deal=deal))
    gate.pass_to(deal, stages(house)[Gate.AGREED], by=house.vera, at=house.at)
    decision.withdraw(said, reason="By mistake", by=house.oleg, at=house.at)
    assert Deal.objects.get().stage.gate == Gate.AGREED
