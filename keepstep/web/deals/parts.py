"""What a deal's page reads: the deal with which of its parts there are, and then those that there are."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from keepstep.desk import Desk
from keepstep.domain.sales import handover_clock
from keepstep.domain.sales.brief import BriefQuerySet
from keepstep.domain.sales.contract import ContractQuerySet
from keepstep.domain.sales.deal import Deal, DealQuerySet
from keepstep.domain.sales.deal_record import DealRecord
from keepstep.domain.sales.deal_task import DealTaskQuerySet
from keepstep.domain.sales.evidence import EvidenceQuerySet
from keepstep.domain.sales.handover import HandoverQuerySet
from keepstep.domain.sales.proposal import ProposalQuerySet
from keepstep.domain.sales.sales_letter import SalesLetterQuerySet
from keepstep.domain.sales.waiver import WaiverQuerySet
from keepstep.postgres.composed import composed
from keepstep.web.deals.letters import newest

MOST_RECORDS = 200
MOST_TASKS = 50
MOST_BRIEFS = 20
MOST_CONTRACTS = 20
MOST_PROPOSALS = 20

R = TypeVar("R")


def some(part: Callable[..., list[R]], deal: Deal, *, desk: Desk, **values: Any) -> list[R]:
    """Of most deals there is little: what there is not is not asked for."""
    return part(desk=desk, deal=deal.pk, **values) if vars(deal)[f"has_{part.__name__}"] else []


@composed
def deals(desk: Desk, key: UUID) -> DealQuerySet:
    """The deal, if it is in this person's sight."""
    parts: dict[str, QuerySet[Any]] = {
        "tasks": desk.deal_tasks().open(),
        "evidence": desk.evidence().standing(),
        "waivers": desk.waivers().standing(),
        "records": desk.deal_records(),
        "contracts": desk.contracts().main(),
        "briefs": desk.briefs().filter(ended_at=None),
        "proposals": desk.proposals(),
        "handovers": desk.handovers(),
    }
    there = {f"has_{name}": Exists(rows.filter(deal=OuterRef("pk"))) for name, rows in parts.items()}
    there["has_letters"] = Exists(desk.sales_letters().standing().of(OuterRef("lead"), OuterRef("pk")))
    beside = ("stage__pipeline", "person", "account", "contact", "lead", "source", "reason")
    return desk.deals().filter(pk=key).select_related(*beside).annotate(**there).order_by()


@composed
def tasks(desk: Desk, deal: UUID) -> DealTaskQuerySet:
    return desk.deal_tasks().open().filter(deal=deal)[:MOST_TASKS]


@composed
def evidence(desk: Desk, deal: UUID) -> EvidenceQuerySet:
    return desk.evidence().standing().filter(deal=deal).select_related("by")


@composed
def waivers(desk: Desk, deal: UUID) -> WaiverQuerySet:
    return desk.waivers().standing().filter(deal=deal).select_related("by")


@composed
def records(desk: Desk, deal: UUID) -> QuerySet[DealRecord]:
    return desk.deal_records().filter(deal=deal).select_related("by")[:MOST_RECORDS]


@composed
def contracts(desk: Desk, deal: UUID) -> ContractQuerySet:
    return desk.contracts().main().filter(deal=deal).with_state()[:MOST_CONTRACTS]


@composed
def briefs(desk: Desk, deal: UUID) -> BriefQuerySet:
    return desk.briefs().filter(deal=deal, ended_at=None)[:MOST_BRIEFS]


@composed
def proposals(desk: Desk, deal: UUID, today: date) -> ProposalQuerySet:
    return desk.proposals().filter(deal=deal).with_standing(today)[:MOST_PROPOSALS]


@composed
def handovers(desk: Desk, deal: UUID) -> HandoverQuerySet:
    return handover_clock.with_moments(desk.handovers()).select_related("manager").filter(deal=deal)


@composed
def letters(desk: Desk, deal: UUID, lead: UUID, at: datetime) -> SalesLetterQuerySet:
    """Those to the lead that it was, too; of a deal that was none, any key that is no lead's."""
    return newest(desk.sales_letters().of(lead, deal), at=at)
