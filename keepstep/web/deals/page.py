"""A deal's page: how far it has come and on what, what is next, what is known, what happened."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any, NamedTuple

from keepstep.desk import Desk
from keepstep.domain.sales import evidence, handover_clock
from keepstep.domain.sales.deal import Deal, State
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.handover import Handover
from keepstep.domain.sales.pipeline import OPENED_BY, Gate
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.waiver import Waiver
from keepstep.web import own_fields
from keepstep.web.contracts.line import line as contract_line
from keepstep.web.days import day_count
from keepstep.web.deals import letters, words
from keepstep.web.deals.forms import NoteForm, TaskForm
from keepstep.web.handovers.words import Clock, clock
from keepstep.web.proposals.listing import state_of

MOST_RECORDS = 200
MOST_TASKS = 50
MOST_BRIEFS = 20
MOST_CONTRACTS = 20
MOST_PROPOSALS = 20


class Step(NamedTuple):
    """A gate as the page shows it: what opened it, and where the deal stands."""

    gate: Gate
    opens_on: Any
    evidence: list[Evidence]
    waivers: list[Waiver]
    is_passed: bool
    is_here: bool

    @property
    def is_open(self) -> bool:
        return bool(self.evidence or self.waivers) or self.gate == Gate.NEW

    @property
    def mark(self) -> str:
        return "here" if self.is_here else "passed" if self.is_passed else "open" if self.is_open else "shut"


def of(deal: Deal, *, desk: Desk, at: datetime) -> dict[str, Any]:
    time = desk.working_time
    today = time.local_day(at)
    tasks = list(deal.tasks.open()[:MOST_TASKS])
    is_open = deal.state == State.OPEN
    return {
        "contracts": [contract_line(one) for one in deal.contracts.main().with_state()[:MOST_CONTRACTS]],
        "briefs": list(deal.briefs.filter(ended_at=None)[:MOST_BRIEFS]),
        "proposals": [(one, *state_of(one)) for one in _proposals(deal, desk, today)],
        "deal": deal,
        "is_open": is_open,
        "amount": words.figure(deal.amount, deal.currency),
        "own": own_fields.shown(deal.own, desk.deal_fields_ever),
        "age": words.age(time.local_day(deal.since), deal.stage.norm, day_count(time, today)) if is_open else None,
        "steps": _steps(deal),
        "tasks": [(one, one.due < today) for one in tasks],
        "task_form": TaskForm(today=today, auto_id="task-%s"),
        "handover": _handover(deal, desk=desk, at=at),
        "paid_back": _paid_back(deal) if is_open else None,
        "letters": letters.lines(desk.deal_letters().filter(deal=deal), at=at),
        "note_form": NoteForm(auto_id="note-%s"),
        "records": words.told(deal.records.select_related("by")[:MOST_RECORDS]),
    }


def _paid_back(deal: Deal) -> Evidence | None:
    """The payment that was taken back after the client had been handed over; the client stays with us."""
    handed = deal.evidence.standing().filter(gate=Gate.HANDED_OVER).exists()
    return evidence.taken_back(deal, Gate.PAID) if handed else None


class Handing(NamedTuple):
    """The deal's handover, as far as it has come."""

    one: Handover
    clocks: list[Clock]


def _handover(deal: Deal, *, desk: Desk, at: datetime) -> Handing | None:
    known = handover_clock.with_moments(desk.handovers()).select_related("manager").filter(deal=deal).first()
    if known is None:
        return None
    return Handing(known, [clock(leg) for leg in handover_clock.legs(known, desk.working_time, now=at)])


def _proposals(deal: Deal, desk: Desk, today: date) -> list[Proposal]:
    return list(desk.proposals().filter(deal=deal).with_standing(today)[:MOST_PROPOSALS])


def _steps(deal: Deal) -> list[Step]:
    proofs: dict[int, list[Evidence]] = defaultdict(list)
    waivers: dict[int, list[Waiver]] = defaultdict(list)
    for one in deal.evidence.standing().select_related("by"):
        proofs[one.gate].append(one)
    for waived in deal.waivers.standing().select_related("by"):
        waivers[waived.gate].append(waived)
    here = deal.stage.gate
    return [
        Step(gate, OPENED_BY.get(gate, ""), proofs[gate], waivers[gate], gate < here, gate == here) for gate in Gate
    ]
