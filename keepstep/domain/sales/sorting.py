"""Sorting: what becomes of a lead that waits — taken, attached to a client, rejected — and back again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.sales.lead import Lead, State, put
from keepstep.domain.sales.lead_record import Kind, LeadRecord, last, write
from keepstep.domain.sales.reject_reason import RejectReason

MOVES = (Kind.TAKEN, Kind.ATTACHED, Kind.REJECTED)


class SortedAlready(Exception):
    """Somebody else was quicker, or the lead has gone on since."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has sorted it already: here is how it stands now."))


def take(lead: Lead, *, by: Person, at: datetime) -> None:
    """From now on it is theirs. Raises SortedAlready."""
    _move(lead, Kind.TAKEN, by=by, at=at, state=State.TAKEN, person=by)


def attach(lead: Lead, *, account: Account, by: Person, at: datetime) -> None:
    """It is somebody of a client we know; whoever sorts it answers unless it was given to a colleague.

    Raises SortedAlready.
    """
    _move(
        lead, Kind.ATTACHED, by=by, at=at, said={"client": account.name},
        state=State.ATTACHED, account=account, person=lead.person or by,
    )  # fmt: skip


def reject(lead: Lead, *, reason: RejectReason, by: Person, at: datetime, words: str = "") -> None:
    """Nothing will come of it, and why. Raises SortedAlready."""
    _move(
        lead, Kind.REJECTED, by=by, at=at, words=words, said={"reason": reason.name},
        state=State.REJECTED, reason=reason,
    )  # fmt: skip


@transaction.atomic
def restore(lead: Lead, *, by: Person, at: datetime) -> None:
    """The last sorting is taken back: the lead is as it was before. Raises SortedAlready."""
    locked = _locked(lead)
    move = last(locked, *MOVES, Kind.RETURNED)
    if move is None or move.kind == Kind.RETURNED or locked.state != move.kind:
        raise SortedAlready
    put(locked, _former(move))
    write(locked, Kind.RETURNED, by=by, at=at)


@transaction.atomic
def _move(
    lead: Lead,
    kind: Kind,
    *,
    by: Person,
    at: datetime,
    words: str = "",
    said: dict[str, str] | None = None,
    **becomes: Any,
) -> None:
    """From unsorted or in work to its new state; what it was stays in the record, so that it can be taken back."""
    locked = _locked(lead)
    if locked.state not in (State.UNSORTED, State.TAKEN) or locked.state == becomes["state"]:
        raise SortedAlready
    was = {"state": locked.state, "person": str(locked.person_id or "")}
    put(locked, becomes)
    write(locked, kind, by=by, at=at, words=words, was=was, **(said or {}))


def _locked(lead: Lead) -> Lead:
    return Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)


def _former(move: LeadRecord) -> dict[str, Any]:
    was = move.facts["was"]
    return {"state": was["state"], "person_id": was["person"] or None, "account": None, "reason": None}
