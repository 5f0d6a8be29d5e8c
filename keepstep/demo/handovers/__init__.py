"""Handovers of the demo: one waits to be accepted, one was returned, some have been accepted, one of them slowly."""

from datetime import date, datetime, timedelta
from types import ModuleType
from typing import Any

from keepstep.demo import sheets
from keepstep.demo.agency import Demo
from keepstep.demo.handovers import en, ru
from keepstep.demo.handovers.acquired import inquire, pay_half
from keepstep.demo.handovers.transfer import Transfer
from keepstep.domain.agency.service import Service
from keepstep.domain.delivery import step
from keepstep.domain.sales import (
    deal,
    deal_task,
    evidence,
    gate,
    handover,
    handover_line,
    handover_person,
    handover_turn,
    pipeline,
    promise,
)
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.handover import Handover
from keepstep.domain.sales.pipeline import Gate, Stage
from keepstep.domain.talk import touchpoint
from keepstep.formulas.working_time import WorkingTime

WORDS: dict[str, ModuleType] = {"en": en, "ru": ru}
BEFORE = 60
"""So many working hours before it was won a deal had begun."""
BY_FORM = timedelta(hours=3)
"""So long before that a lead had come."""


def go(demo: Demo, *, time: WorkingTime) -> None:
    """All of them; after the catalogue is there, since the first month is planned in it."""
    words = WORDS[demo.agency.language]
    for transfer in words.TRANSFERS:
        made = _prepare(_sell(transfer, words, demo, time), transfer, demo, time)
        _hand_over(made, transfer, demo, time)
        if transfer.accepted is not None:
            _take_over(made, transfer, words, demo, time)


def _sell(transfer: Transfer, words: ModuleType, demo: Demo, time: WorkingTime) -> Deal:
    """Through all gates up to the payment."""
    begun, won = _ago(transfer.won + BEFORE, demo, time), _ago(transfer.won, demo, time)
    along = pipeline.offered(demo.agency)[0]
    name, email, _part, _position = transfer.people[0]
    facts: dict[str, Any] = {
        "title": transfer.title, "amount": transfer.amount, "currency": demo.agency.currency, "person": demo.seller,
        "closes_on": time.local_day(won), "by": demo.seller, "at": begun,
    }  # fmt: skip
    if transfer.asked:
        made = deal.make_of(inquire(transfer, demo, time.subtract(begun, BY_FORM), by=begun), along=along, **facts)
    else:
        made = deal.begin(along, company=transfer.company, name=name, email=email, **facts)
    proved = zip((Gate.CLARIFIED, Gate.AGREED, Gate.CONTRACTED, Gate.PAID), words.PROOF, strict=True)
    for one, said in proved:
        at = won if one == Gate.PAID else time.add(begun, timedelta(hours=10 * int(one)))
        day = time.local_day(at)
        file = _signed(transfer, words, demo, day=day) if one == Gate.CONTRACTED else None
        evidence.record(made, one, day=day, note=said, by=demo.seller, at=at, file=file)
        gate.pass_to(made, Stage.objects.filter(pipeline=along, gate=one)[0], by=demo.seller, at=at)
    return made


def _signed(transfer: Transfer, words: ModuleType, demo: Demo, *, day: date) -> tuple[str, bytes]:
    title, *lines, foot = words.CONTRACT
    said = tuple(line % {"work": transfer.title} for line in lines)
    paper = sheets.contract(demo.agency, company=transfer.company, title=title, lines=said, foot=foot, day=day)
    return f"{title}.pdf", paper


def _prepare(made: Deal, transfer: Transfer, demo: Demo, time: WorkingTime) -> Handover:
    at = _ago(transfer.won + 1, demo, time)
    begun = handover.begin(made, by=demo.seller, at=at)
    handover.amend(begun, brief=transfer.brief, is_retainer=transfer.is_retainer, producer=demo.producers[0])
    first = begun.people.all()[0]
    handover_person.amend(first, part=transfer.people[0][2], position=transfer.people[0][3])
    for name, email, part, position in transfer.people[1:]:
        handover_person.enter(begun, name=name, email=email, part=part, position=position, at=at)
    for words, days in transfer.promises:
        due = None if days is None else time.add_days(demo.day, days)
        promise.write(begun, words=words, due=due, by=demo.seller, at=at)
    services = Service.objects.order_by("id")
    for number, amount in transfer.services:
        handover_line.plan(begun, service=services[number], amount=amount, at=at)
    return begun


def _hand_over(made: Handover, transfer: Transfer, demo: Demo, time: WorkingTime) -> None:
    manager = demo.managers[transfer.manager]
    handover_turn.assign(made, manager=manager, by=demo.head, at=_ago(transfer.assigned, demo, time))
    handover_turn.offer(made, by=demo.seller, at=_ago(transfer.offered, demo, time))
    if transfer.returned is not None:
        handover_turn.give_back(
            made, questions=transfer.questions, by=manager, at=_ago(transfer.returned, demo, time)
        )  # fmt: skip
    if transfer.accepted is None:
        due = time.add_days(demo.day, 1)
        deal_task.plan(made.deal, title=transfer.title, due=due, by=demo.seller, at=_ago(transfer.offered, demo, time))


def _take_over(made: Handover, transfer: Transfer, words: ModuleType, demo: Demo, time: WorkingTime) -> None:
    manager = demo.managers[transfer.manager]
    handover.accept(made, by=manager, at=_ago(transfer.accepted or 0, demo, time))
    done = Handover.objects.get(pk=made.pk)
    if transfer.called is None or done.account is None or done.opened is None:
        return
    if transfer.asked:
        pay_half(done.account, transfer, demo, at=_ago(transfer.won, demo, time))
    called = _ago(transfer.called, demo, time)
    touchpoint.record(done.account, direction="out", form="call", at=called, by=manager, summary=words.CALLED)
    for number, title in enumerate(transfer.steps):
        at = _ago((transfer.called, 5)[number], demo, time)
        step.record(done.opened, title=title, by=demo.producers[0], at=at)


def _ago(hours: int, demo: Demo, time: WorkingTime) -> datetime:
    return time.subtract(demo.at, timedelta(hours=hours))
