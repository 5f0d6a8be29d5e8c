"""What a client decides about a version of a proposal: accepted or declined, pinned to its paper, with who and how
(§5.8). Acceptance opens the gate "price and composition agreed"."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from keepstep.domain.agency import store
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import deal_record, evidence, proposal, proposal_news, proposal_version
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal import State as DealState
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.proposal_news import ACCEPTED, DECLINED
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.domain.sales.proposing import worth

SOURCE = "proposal:"


class Kind(models.TextChoices):
    ACCEPTED = "accepted"
    DECLINED = "declined"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> "DecisionQuerySet":
        return self.filter(withdrawn_at=None)


@dataclass(frozen=True)
class Who:
    """Who decides, and what their browser says of itself."""

    name: str
    email: str = ""
    ip: str | None = None
    agent: str = ""


class Decision(Row):
    """`digest` is the SHA-256 of the paper that was shown; `of` the proposal, so that it is accepted once."""

    of = Key(Proposal, models.CASCADE, related_name="decisions")
    version = Key(ProposalVersion, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=8, choices=Kind)
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    ip = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=400, blank=True)
    reason = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = Key(Person, null=True)
    withdrawn_for = models.CharField(max_length=2000, blank=True)

    objects: ClassVar[DecisionQuerySet] = DecisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "proposal_decision"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "of"], condition=Q(kind="accepted", withdrawn_at=None),
                name="a_proposal_is_accepted_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="accepted") & ~Q(name="") & ~Q(email="") | Q(kind="declined") & ~Q(reason=""),
                name="a_decision_says_who_or_why",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_for="") | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_for=""),
                name="a_withdrawal_says_why",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["agency", "version", "kind"], name="decision_of_version"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.version_id}"

    @property
    def source(self) -> str:
        return f"{SOURCE}{self.pk}"


class Replaced(Exception):
    """A newer version counts."""

    def __init__(self) -> None:
        super().__init__(_("There is a newer version of this proposal: please read it first."))


class Expired(Exception):
    """Its last day has passed."""

    def __init__(self) -> None:
        super().__init__(_("This proposal was valid until a day that has passed. Please ask us for a new one."))


class NoLongerOpen(Exception):
    """The deal is lost, or the draft was never published."""

    def __init__(self) -> None:
        super().__init__(_("This proposal can no longer be answered here. Please write to us."))


class NotTheirs(Exception):
    """Only own management takes back what a client has said."""

    def __init__(self) -> None:
        super().__init__(_("Only a head takes an acceptance back."))


@transaction.atomic
def accept(version: ProposalVersion, *, who: Who, at: datetime) -> tuple[Decision, bool]:
    """The client says yes to this version; whether it is news: saying so twice is once.

    Raises Replaced, Expired, NoLongerOpen.
    """
    locked = proposal.lock(version.proposal)
    known = Decision.objects.standing().filter(of=locked, kind=Kind.ACCEPTED).first()
    if known:
        return known, False
    deal = _check(locked, version, at=at)
    made = _write(locked, version, Kind.ACCEPTED, who=who, at=at)
    with translation.override(deal.agency.language):
        said = {"title": version.title, "number": version.number, "name": made.name, "email": made.email}
        note = _("%(title)s, version %(number)s: %(name)s, %(email)s") % said
    evidence.record(
        deal, Gate.AGREED, source=made.source, day=office_hours().local_day(at), note=note, by=None, at=at,
        file=_paper(version),
    )  # fmt: skip
    worth(deal, version, by=None, at=at)
    proposal_news.tell(deal, version, kind=ACCEPTED, key=made.pk, who=made.name, words="", at=at)
    return made, True


@transaction.atomic
def decline(version: ProposalVersion, *, reason: str, who: Who, at: datetime) -> Decision:
    """The client says no to this version, and why. Raises Replaced, Expired, NoLongerOpen, AlreadyAccepted."""
    locked = proposal.lock(version.proposal)
    proposal.refuse_if_accepted(locked)
    deal = _check(locked, version, at=at)
    known = Decision.objects.standing().filter(version=version, kind=Kind.DECLINED, reason=reason).first()
    if known:
        return known
    made = _write(locked, version, Kind.DECLINED, who=who, at=at, reason=reason)
    deal_record.write(
        deal, deal_record.Kind.DECLINED, by=None, at=at, words=reason, title=version.title, number=version.number,
        name=made.name,
    )  # fmt: skip
    proposal_news.tell(deal, version, kind=DECLINED, key=made.pk, who=made.name, words=reason, at=at)
    return made


@transaction.atomic
def withdraw(decision: Decision, *, reason: str, by: Person, at: datetime) -> bool:
    """The acceptance counts no more: a deal that stood on it falls back; False if it was taken back before.

    Raises NotTheirs.
    """
    if not by.manages_the_agency:
        raise NotTheirs
    proposal.lock(decision.of)
    standing = Decision.objects.standing().filter(pk=decision.pk, kind=Kind.ACCEPTED)
    if standing.update(withdrawn_at=at, withdrawn_by=by, withdrawn_for=reason) != 1:
        return False
    proof = Evidence.objects.standing().filter(gate=Gate.AGREED, source=decision.source).first()
    if proof:
        evidence.withdraw(proof, by=by, at=at, note=reason)
    return True


def of(version: ProposalVersion) -> Decision | None:
    """What the client said to it last."""
    return Decision.objects.standing().filter(version=version).first()


def _check(of: Proposal, version: ProposalVersion, *, at: datetime) -> Deal:
    deal = deals.lock(of.deal)
    newest = proposal_version.newest_of(of)
    if newest is None or deal.state == DealState.LOST:
        raise NoLongerOpen
    if newest.pk != version.pk:
        raise Replaced
    if not newest.is_valid_on(office_hours().local_day(at)):
        raise Expired
    return deal


def _write(
    of: Proposal, version: ProposalVersion, kind: Kind, *, who: Who, at: datetime, reason: str = ""
) -> Decision:  # fmt: skip
    return Decision.objects.create(
        of=of, version=version, kind=kind, digest=version.digest, name=who.name, email=who.email, ip=who.ip,
        agent=who.agent[:400], reason=reason, at=at,
    )  # fmt: skip


def _paper(version: ProposalVersion) -> tuple[str, bytes] | None:
    """What was shown, beside the evidence; if the folder was lost, its hash says what it was."""
    try:
        return f"{version.title}.pdf", store.read(version.digest, agency_id=version.agency_id)
    except store.NotKept:
        return None
