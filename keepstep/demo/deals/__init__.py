"""Deals of the demo: one of nearly every stage, some too long there, one without a next task, one lost."""

from datetime import datetime, timedelta

from keepstep.demo import own_fields
from keepstep.demo.agency import Demo
from keepstep.demo.deals import elsewhere, en, goals, letters, papers, ru
from keepstep.demo.deals.offer import Offer
from keepstep.demo.deals.offering import propose
from keepstep.demo.deals.proposed import PROPOSED
from keepstep.domain.agency import own_list
from keepstep.domain.sales import (
    brief,
    brief_answer,
    deal,
    deal_record,
    deal_task,
    evidence,
    gate,
    loss,
    pipeline,
    questionnaire,
)
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.pipeline import OPENED_BY, Gate, Stage
from keepstep.domain.sales.source import Source
from keepstep.formulas.working_time import WorkingTime
from keepstep.outlet.deal_wording import of_brief

OFFERS: dict[str, tuple[Offer, ...]] = {"en": en.OFFERS, "ru": ru.OFFERS}
ADDRESSES = {"en": en.ADDRESSES, "ru": ru.ADDRESSES}
PROVED = {"en": en.PROVED, "ru": ru.PROVED}
DAYS_TO_CLOSE = 12


def go(demo: Demo, *, time: WorkingTime) -> None:
    """All of them, each begun and moved at its hour before the demo's moment."""
    along = pipeline.offered(demo.agency)[0]
    stages = list(Stage.objects.filter(pipeline=along))
    for number, offer in enumerate(OFFERS[demo.agency.language]):
        at = time.subtract(demo.at, timedelta(hours=offer.begun))
        made = deal.begin(
            along, title=offer.title, company=offer.company, name=offer.name, phone=offer.phone,
            email=ADDRESSES[demo.agency.language][number], amount=offer.amount,
            currency=demo.agency.currency, person=demo.seller, by=demo.seller, at=at,
            source=own_list.offered(Source, demo.agency).order_by("id")[number % 3],
            closes_on=time.add_days(demo.day, DAYS_TO_CLOSE + 5 * number), own=own_fields.of_deal(number, demo),
        )  # fmt: skip
        if offer.note:
            deal_record.note(made, words=offer.note, by=demo.seller, at=at)
        if offer.answers:
            _ask(made, offer, demo, at=at)
        proposed = PROPOSED[demo.agency.language].get(number)
        if proposed:
            propose(made, proposed, demo, time=time)
        _go_on(made, offer, stages[offer.stage], demo, time)
    elsewhere.load(demo)
    goals.agree(demo, time=time)


def _ask(made: Deal, offer: Offer, demo: Demo, *, at: datetime) -> None:
    """A brief by link: answered where the request is clarified, else the client is still at it."""
    asked = brief.put(made, questionnaire.offered(demo.agency)[0], by=demo.seller, at=at)
    wanted = of_brief(greeted=letters.greeted(made), language=letters.language_of(made, demo))
    if not letters.send(made, wanted, demo, at=at, brief=asked):
        brief.make_link(asked, at=at)
    said = {question["key"]: words for question, words in zip(asked.questions, offer.answers, strict=False)}
    brief_answer.answer(asked, said, by=None, at=at)
    if offer.stage:
        brief_answer.hand_in(asked, by=None, at=at)


def _go_on(made: Deal, offer: Offer, stage: Stage, demo: Demo, time: WorkingTime) -> None:
    at = time.subtract(demo.at, timedelta(hours=offer.moved))
    # What a head lets pass has no contract yet; everything else came with its evidence.
    proved = [one for one in OPENED_BY if one <= stage.gate and not (offer.waived and one == Gate.CONTRACTED)]
    is_signed = bool(offer.requisites) and Gate.CONTRACTED in proved
    if offer.requisites:
        papers.draw_up(made, offer, demo, is_signed=is_signed, at=at, time=time)
    if is_signed:
        proved.remove(Gate.CONTRACTED)
    known = set(made.evidence.standing().values_list("gate", flat=True))
    for one in [behind for behind in proved if behind not in known]:
        words = PROVED[demo.agency.language][one - 1]
        evidence.record(made, one, day=time.local_day(at), note=words, by=demo.seller, at=at)
    by = demo.owner if offer.waived else demo.seller
    gate.pass_to(made, stage, by=by, at=at, reason=offer.waived)
    if offer.due is not None:
        due = time.add_days(demo.day, offer.due) if offer.due >= 0 else demo.day + timedelta(days=offer.due)
        deal_task.plan(made, title=offer.task, due=due, by=demo.seller, at=at)
    if offer.reason is not None:
        loss.lose(made, reason=own_list.offered(LossReason, demo.agency)[offer.reason], by=demo.seller, at=demo.at)
