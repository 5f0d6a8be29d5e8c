"""Proposals of the demo's deals: one of every state, one of them in two versions with a question between."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from keepstep.demo.agency import Demo
from keepstep.demo.deals import letters
from keepstep.domain.agency.service import Service
from keepstep.domain.money.priced_line import Wanted
from keepstep.domain.sales import decision, proposal_link, proposal_question, proposing
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.decision import Who
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.formulas.working_time import WorkingTime
from keepstep.outlet.deal_wording import of_proposal
from keepstep.outlet.pdf.proposal import draw

TELEPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
FROM = "203.0.113.24"
Good = tuple[int, int]


@dataclass(frozen=True)
class Version:
    """Of these goods by their place in the catalogue, with quantities; `ago` working hours ago it was published."""

    goods: tuple[Good, ...]
    ago: int
    off: int = 0


@dataclass(frozen=True)
class Proposed:
    """`days` are how long it is valid; hours are working hours before the demo's moment, none where nothing happened.

    `email` accepts it, for a `reason` it is declined, at `said`; a `question` is asked and answered between versions.
    """

    before: str
    after: str
    versions: tuple[Version, ...]
    days: int = 14
    is_draft: bool = False
    opened: tuple[int, ...] = ()
    question: str = ""
    answer: str = ""
    asked: int = 0
    said: int = 0
    email: str = ""
    reason: str = ""


def propose(made: Deal, of: Proposed, demo: Demo, *, time: WorkingTime) -> None:
    """Written, published, read and answered, each at its hour."""
    catalogue = list(Service.objects.select_related("rate").order_by("pk"))
    steps: list[tuple[int, Any]] = [(one.ago, one) for one in of.versions]
    steps += [(ago, "look") for ago in of.opened]
    steps += [(of.asked, "ask")] if of.question else []
    steps += [(of.said, "say")] if of.said else []
    version: ProposalVersion | None = None
    for ago, step in sorted(steps, key=lambda one: -one[0]):
        at = time.subtract(demo.at, timedelta(hours=ago))
        if isinstance(step, Version):
            version = _write(made, of, step, version, demo, catalogue=catalogue, at=at, time=time)
        elif version:
            _hear(made, of, step, version, demo, at=at)


def _write(
    made: Deal, of: Proposed, step: Version, former: ProposalVersion | None, demo: Demo, *, catalogue: list[Service],
    at: datetime, time: WorkingTime,
) -> ProposalVersion:  # fmt: skip
    terms = {
        "title": made.title, "language": demo.agency.language, "currency": demo.agency.currency, "vat": "in",
        "off": Decimal(step.off), "off_amount": Decimal(0), "before": of.before, "after": of.after,
        "valid_until": time.local_day(at) + timedelta(days=of.days),
    }  # fmt: skip
    lines = [_line(catalogue[place], n) for place, n in step.goods]
    if former is None:
        version = proposing.begin(made, lines=lines, by=demo.seller, at=at, **terms)
    else:
        version = proposing.go_on(former.proposal, by=demo.seller, at=at)
        proposing.amend(version, lines=lines, **terms)
    if of.is_draft:
        return version
    published = proposing.publish(version, draw=draw, by=demo.seller, at=at)
    said = of_proposal(published, greeted=letters.greeted(made), language=letters.language_of(made, demo))
    if not letters.send(made, said, demo, at=at, proposal=published.proposal) and former is None:
        proposal_link.make(published.proposal, by=demo.seller, at=at)
    return published


def _hear(made: Deal, of: Proposed, step: str, version: ProposalVersion, demo: Demo, *, at: datetime) -> None:
    who = Who(made.name, of.email, FROM, TELEPHONE)
    if step == "look":
        proposal_link.see(version, link=version.proposal.links.all()[0], at=at)
    elif step == "ask":
        asked, _is_news = proposal_question.ask(version, name=made.name, words=of.question, at=at)
        proposal_question.answer(asked, words=of.answer, by=demo.seller, at=at + timedelta(minutes=40))
    elif of.reason:
        decision.decline(version, reason=of.reason, who=who, at=at)
    else:
        decision.accept(version, who=who, at=at)


def _line(good: Service, n: int) -> Wanted:
    rate = good.rate.percent if good.rate else None
    return Wanted(good.name, good.unit, Decimal(n), good.price, rate=rate, service=good)
