"""Gates: a deal comes into a stage only through all gates before it, for pages, API, import and bulk acts (§5.8).

The database holds them too: it takes no deal in a stage whose gates have neither evidence nor a waiver.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import deal_record
from keepstep.domain.sales.deal import Deal, DealClosed, State
from keepstep.domain.sales.deal_record import WAYS, Kind
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.pipeline import OPENED_BY, Gate, Stage
from keepstep.domain.sales.waiver import Waiver


class GateShut(Exception):
    """Between where it stands and where it is to go, these gates have no evidence."""

    def __init__(self, missing: list[Gate]) -> None:
        self.missing = missing
        said = ", ".join(str(OPENED_BY[gate]) for gate in missing)
        super().__init__(format_lazy("{} {}", _("There is no evidence yet:"), said))


class NotTheirsToPass(Exception):
    """Only own management lets a deal pass without evidence."""

    def __init__(self) -> None:
        super().__init__(_("Only a head lets a deal pass without evidence."))


class StageClosed(Exception):
    """The stage is in the archive."""

    def __init__(self) -> None:
        super().__init__(_("This stage is in the archive: deals go there no more."))


class GoneOn(Exception):
    """It has gone on since."""

    def __init__(self) -> None:
        super().__init__(_("It has gone on since: here is how it stands now."))


@transaction.atomic
def pass_to(deal: Deal, stage: Stage, *, by: Person | None, at: datetime, reason: str = "") -> bool:
    """The deal goes to this stage, forwards or back; False if it stands there already. A `reason` is a head's, for
    passing without evidence, and is kept.

    Raises GateShut, NotTheirsToPass, StageClosed, DealClosed.
    """
    # The stage is held until we are through, so that it is not closed under the deal.
    target = Stage.objects.select_for_update(of=("self",), no_key=True).select_related("pipeline").get(pk=stage.pk)
    locked = deals.lock(deal)
    if locked.state == State.LOST:
        raise DealClosed
    if locked.stage_id == target.pk:
        return False
    if target.closed_at or target.pipeline.closed_at:
        raise StageClosed
    waived = missing(locked, target)
    if waived:
        _check_waiver(waived, by=by, reason=reason)
        Waiver.objects.bulk_create(
            Waiver(deal=locked, gate=gate, reason=reason.strip(), by=by, at=at) for gate in waived
        )
    _put(locked, target, Kind.MOVED, by=by, at=at, words=reason.strip() if waived else "", waived=waived)
    _renew(deal, locked)
    return True


def _check_waiver(waived: list[Gate], *, by: Person | None, reason: str) -> None:
    if not reason.strip():
        raise GateShut(waived)
    if by is None or not by.manages_the_agency:
        raise NotTheirsToPass


def missing(deal: Deal, stage: Stage) -> list[Gate]:
    """The gates up to this stage that neither evidence nor a waiver has opened."""
    return missing_of([deal], stage)[deal.pk]


def missing_of(several: Iterable[Deal], stage: Stage) -> dict[Any, list[Gate]]:
    """The same for several deals, by their keys."""
    keys = [one.pk for one in several]
    evidence = Evidence.objects.standing().filter(deal__in=keys).order_by().values_list("deal", "gate")
    waivers = Waiver.objects.standing().filter(deal__in=keys).order_by().values_list("deal", "gate")
    opened = set(evidence.union(waivers))
    gates = [gate for gate in OPENED_BY if gate <= stage.gate]
    return {key: [gate for gate in gates if (key, gate) not in opened] for key in keys}


@transaction.atomic
def take_back(deal: Deal, *, by: Person, at: datetime) -> None:
    """The last move was a slip of the hand: it stands where it stood, what was waived for it is waived no more.

    Raises GoneOn, GateShut.
    """
    locked = deals.lock(deal)
    move = deal_record.last(locked, *WAYS, Kind.LOST, Kind.REOPENED)
    if move is None or move.kind != Kind.MOVED or move.was is None or locked.state == State.LOST:
        raise GoneOn
    given = move.facts.get("waived", [])
    shut = [gate for gate in missing(locked, move.was) if gate not in given]
    if shut:
        raise GateShut(shut)
    _put(locked, move.was, Kind.RETURNED, by=by, at=at)
    Waiver.objects.standing().filter(deal=locked, gate__in=given, at=move.at).update(withdrawn_at=at)
    _renew(deal, locked)


def last_before(stages: Sequence[Stage], shut: int) -> Stage:
    """Of these stages in their order, the furthest in which a deal may stand while this gate is shut."""
    return [one for one in stages if one.gate < shut][-1]


def fall_back(deal: Deal, *, without: Evidence, by: Person | None, at: datetime) -> None:
    """If the (locked) deal stands on this evidence alone, it goes to the last stage it may stand in without it."""
    other = Evidence.objects.standing().filter(deal=deal, gate=without.gate).exclude(pk=without.pk).exists()
    if other or deal.stage.gate < without.gate or Waiver.objects.standing().filter(deal=deal, gate=without.gate):
        return
    stages = list(Stage.objects.filter(pipeline=deal.stage.pipeline_id, closed_at=None))
    stage = last_before(stages, without.gate)
    _put(deal, stage, Kind.RETURNED, by=by, at=at)


def _put(
    deal: Deal, stage: Stage, kind: Kind, *, by: Person | None, at: datetime, words: str = "", waived: Any = ()
) -> None:
    left = deal.stage
    facts: dict[str, Any] = {"stage": stage, "since": at}
    if deal.state != State.LOST:
        is_done = stage.gate == Gate.HANDED_OVER
        facts |= {"state": State.DONE if is_done else State.OPEN, "closed_at": at if is_done else None}
    deals.put(deal, facts)
    deal_record.write(
        deal, kind, by=by, at=at, words=words, stage=stage, left=left, to=stage.name, source=left.name,
        waived=[int(gate) for gate in waived],
    )  # fmt: skip


def _renew(deal: Deal, locked: Deal) -> None:
    """Whoever holds the deal sees it as it stands now."""
    for name in ("stage", "since", "state", "closed_at"):
        setattr(deal, name, getattr(locked, name))
