"""Whose turn it is at a handover: it is assigned, handed over, returned with questions, handed over again (§5.8).

Nothing of it goes past the gates before it: neither by a page, nor by a bulk act, nor by another system.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise as Words
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import notification
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import gate, handover_record
from keepstep.domain.sales import handover as handovers
from keepstep.domain.sales.deal import Deal, DealClosed
from keepstep.domain.sales.deal import State as DealState
from keepstep.domain.sales.gate import GateShut
from keepstep.domain.sales.handover import Handover, State
from keepstep.domain.sales.handover_record import HandoverRecord, Kind
from keepstep.domain.sales.pipeline import Gate, Stage

UNMANAGED, ASSIGNED, OFFERED = "handover_unmanaged", "handover_assigned", "handover_offered"
RETURNED, ACCEPTED = "handover_returned", "handover_accepted"
"""What people are told: nobody manages it yet, it is theirs, it waits for them, it came back, it was accepted."""


class NotTheirsToAssign(Exception):
    def __init__(self) -> None:
        super().__init__(_("Only a head says who manages the client."))


class NotTheirsToAccept(Exception):
    def __init__(self) -> None:
        super().__init__(_("Only the account manager it was assigned to accepts it or asks back."))


class NotOffered(Exception):
    """It is still being prepared, was returned, or is over."""

    def __init__(self) -> None:
        super().__init__(_("It does not wait to be accepted: here is how it stands now."))


class Incomplete(Exception):
    """Without these nobody could take over."""

    def __init__(self, missing: list[Words]) -> None:
        self.missing = missing
        super().__init__(format_lazy("{} {}", _("Still missing:"), ", ".join(str(one) for one in missing)))


@transaction.atomic
def assign(handover: Handover, *, manager: Person, by: Person, at: datetime) -> bool:
    """This account manager is to take the client over; False if it was so already.

    Raises NotTheirsToAssign, AlreadyAccepted, GateShut, DealClosed.
    """
    deal = deals.lock(handover.deal)
    locked = handovers.lock(handover)
    if not by.manages_the_agency:
        raise NotTheirsToAssign
    check_gates(deal)
    if locked.manager_id == manager.pk:
        return False
    locked.manager = manager
    locked.save(update_fields=["manager"])
    handover.manager = manager
    made = handover_record.write(locked, Kind.ASSIGNED, by=by, at=at, person=manager)
    _tell(manager, ASSIGNED if locked.state != State.OFFERED else OFFERED, made)
    return True


@transaction.atomic
def offer(handover: Handover, *, by: Person, at: datetime, words: str = "") -> None:
    """All is gathered: the account manager may look. After it was returned, `words` answer the questions.

    Raises AlreadyAccepted, GateShut, DealClosed, Incomplete; NotOffered if it waits to be accepted already.
    """
    deal = deals.lock(handover.deal)
    locked = handovers.lock(handover)
    if locked.state == State.OFFERED:
        raise NotOffered
    check_gates(deal)
    if missing := missing_of(locked):
        raise Incomplete(missing)
    made = _turn(handover, locked, State.OFFERED, Kind.OFFERED, by=by, at=at, words=words)
    if locked.manager:
        _tell(locked.manager, OFFERED, made)
        return
    for head in Person.objects.present().with_role(Role.HEAD, Role.OWNER):
        _tell(head, UNMANAGED, made)


@transaction.atomic
def give_back(handover: Handover, *, questions: str, by: Person, at: datetime) -> None:
    """Not like this: the salesperson is asked. Raises AlreadyAccepted, NotTheirsToAccept, NotOffered."""
    locked = handovers.lock(handover)
    _check_theirs(locked, by=by)
    made = _turn(handover, locked, State.RETURNED, Kind.RETURNED, by=by, at=at, words=questions.strip())
    _tell(locked.deal.person, RETURNED, made)


def _turn(
    handover: Handover, locked: Handover, state: State, kind: Kind, *, by: Person, at: datetime, words: str
) -> HandoverRecord:
    locked.state = handover.state = state
    locked.save(update_fields=["state"])
    return handover_record.write(locked, kind, by=by, at=at, words=words)


def check_acceptable(handover: Handover, deal: Deal, *, by: Person) -> None:
    """Raises NotTheirsToAccept, NotOffered, GateShut, DealClosed."""
    _check_theirs(handover, by=by)
    check_gates(deal)


def _check_theirs(handover: Handover, *, by: Person) -> None:
    if handover.manager_id is None or handover.manager_id != by.pk:
        raise NotTheirsToAccept
    if handover.state != State.OFFERED:
        raise NotOffered


def check_gates(deal: Deal) -> None:
    """Up to the payment all gates have opened. Raises GateShut, DealClosed."""
    if deal.state == DealState.LOST:
        raise DealClosed
    if shut := gate.missing(deal, Stage(gate=Gate.PAID)):
        raise GateShut(shut)


def missing_of(handover: Handover) -> list[Words]:
    """What nobody could begin without."""
    needs = (
        (handover.brief.strip(), _("what the client wants")),
        (handover.client.strip(), _("the name of the client")),
        (
            handover.people.standing().filter(~Q(email="") | Q(contact__email__gt="")).exists(),
            _("somebody with an e-mail address"),
        ),
        (handover.project.strip(), _("the first project")),
    )
    return [words for known, words in needs if not known]


def tell_seller(handover: Handover, *, by: Person, at: datetime) -> None:
    """Whoever sold it learns that it has arrived."""
    made = handover_record.write(handover, Kind.ACCEPTED, by=by, at=at)
    _tell(handover.deal.person, ACCEPTED, made)


def _tell(person: Person, kind: str, made: HandoverRecord) -> None:
    if person == made.by:
        return
    one = made.handover
    facts = {"client": str(one), "who": made.by.name if made.by else "", "words": made.words[:200]}
    address = reverse("handover", args=[one.pk])
    notification.tell(person, kind=kind, key=str(made.pk), facts=facts, address=address, at=made.at)
