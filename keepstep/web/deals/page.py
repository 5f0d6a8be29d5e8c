"""A deal's page: how far it has come and on what, what is next, what is known, what happened."""

from collections import defaultdict
from datetime import date, datetime
from functools import cache, partial
from typing import Any, NamedTuple

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

from keepstep.desk import Desk
from keepstep.domain.sales import evidence, handover_clock
from keepstep.domain.sales.deal import Deal, State
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.handover import Handover
from keepstep.domain.sales.pipeline import OPENED_BY, Gate
from keepstep.domain.sales.waiver import Waiver
from keepstep.web import own_fields
from keepstep.web.addresses import address
from keepstep.web.contracts.line import line as contract_line
from keepstep.web.days import day_count
from keepstep.web.deals import history, letters, parts, words
from keepstep.web.deals.forms import NoteForm, TaskForm
from keepstep.web.handovers.words import Clock, clock
from keepstep.web.proposals.listing import state_of

WAYS = (
    "deal_lose", "deal_give", "deal_move", "deal_task_new", "deal_note", "deal_edit", "deal_prove", "deal_letter_new",
    "proposal_new", "brief_new", "handover_begin", "contract_new",
)  # fmt: skip
"""Where one goes from a deal, by the names of the addresses."""


class Step(NamedTuple):
    """A gate as the page shows it: what opened it, and where the deal stands."""

    number: int
    name: str
    opens_on: str
    evidence: list[Evidence]
    waivers: list[Waiver]
    is_passed: bool
    is_here: bool

    @property
    def is_open(self) -> bool:
        return bool(self.evidence or self.waivers) or self.number == Gate.NEW

    @property
    def is_last(self) -> bool:
        return self.number == Gate.HANDED_OVER

    @property
    def mark(self) -> str:
        return "here" if self.is_here else "passed" if self.is_passed else "open" if self.is_open else "shut"


def of(deal: Deal, *, desk: Desk, at: datetime) -> dict[str, Any]:
    """Of a deal that was read with its parts."""
    some = partial(parts.some, deal=deal, desk=desk)
    time = desk.working_time
    today = time.local_day(at)
    steps = _steps(deal, some(parts.evidence), some(parts.waivers))
    stood = day_count(time, today).since(time.local_day(deal.since))
    is_open = deal.state == State.OPEN
    return {
        "contracts": [contract_line(one) for one in some(parts.contracts)],
        "briefs": some(parts.briefs),
        "proposals": [(one, *state_of(one)) for one in some(parts.proposals, today=today)],
        "deal": deal,
        "to": {name: address(name, deal.pk) for name in WAYS},
        "is_open": is_open,
        "amount": words.figure(deal.amount, deal.currency),
        "own": own_fields.shown(deal.own, desk.deal_fields_ever),
        "age": words.age(stood, deal.stage.norm) if is_open else None,
        "closes": words.day(deal.closes_on),
        "begun": words.day(time.local_day(deal.opened_at)),
        "steps": steps,
        "tasks": [(one, one.due < today) for one in some(parts.tasks)],
        "blank": _blank(get_language()),
        "handover": next((_handing(one, desk=desk, at=at) for one in some(parts.handovers)), None),
        "paid_back": _paid_back(deal, steps) if is_open else None,
        "letters": letters.lines(some(parts.letters, lead=deal.lead_id or deal.pk, at=at)),
        "history": history.lines(some(parts.records)),
    }


@cache
def _blank(language: str | None) -> dict[str, SafeString]:
    """Fields that nobody has filled in yet: the same for all who read this language."""
    forms = (TaskForm(today=date.min, auto_id="task-%s"), NoteForm(auto_id="note-%s"))
    return {field.name: SafeString(field) for form in forms for field in form}


def _paid_back(deal: Deal, steps: list[Step]) -> Evidence | None:
    """The payment that was taken back after the client had been handed over; the client stays with us."""
    return evidence.taken_back(deal, Gate.PAID) if steps[Gate.HANDED_OVER].evidence else None


class Handing(NamedTuple):
    """The deal's handover, as far as it has come."""

    one: Handover
    clocks: list[Clock]


def _handing(known: Handover, *, desk: Desk, at: datetime) -> Handing:
    return Handing(known, [clock(leg) for leg in handover_clock.legs(known, desk.working_time, now=at)])


def _steps(deal: Deal, proven: list[Evidence], waived: list[Waiver]) -> list[Step]:
    proofs: dict[int, list[Evidence]] = defaultdict(list)
    waivers: dict[int, list[Waiver]] = defaultdict(list)
    for one in proven:
        proofs[one.gate].append(one)
    for other in waived:
        waivers[other.gate].append(other)
    here = deal.stage.gate
    return [
        Step(gate, name, opens_on, proofs[gate], waivers[gate], gate < here, gate == here)
        for gate, name, opens_on in _gates(get_language())
    ]


@cache
def _gates(language: str | None) -> list[tuple[int, str, str]]:
    """Each gate, its name and what it opens on, in this language."""
    return [(gate.value, capfirst(str(gate.label)), capfirst(str(OPENED_BY.get(gate, "")))) for gate in Gate]
