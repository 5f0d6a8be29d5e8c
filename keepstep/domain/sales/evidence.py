"""Evidence: on what a gate opens, with who and when; what was withdrawn stays, and opens nothing any more (§5.8)."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import deal_record
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_record import Kind
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.talk import document

HAND = "hand"
NEEDS_PAPER = (Gate.CONTRACTED,)
"""Gates that nobody opens by a word alone: a day and the signed paper are asked for."""
NO_PAPER = _("Attach the signed contract: without it this gate stays shut.")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def standing(self) -> "EvidenceQuerySet":
        return self.filter(withdrawn_at=None)


class Evidence(Row):
    """`day` is when it happened, where that is not when it was entered; `source` what recorded it: "hand", or a
    word and a key ("payment:…"). Its file, if any, lies in the store under `digest`."""

    deal = Key(Deal, models.CASCADE, related_name="evidence")
    gate = models.PositiveSmallIntegerField(choices=Gate)
    source = models.CharField(max_length=60, default=HAND)
    day = models.DateField(null=True)
    note = models.CharField(max_length=2000, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = Key(Person, null=True)

    objects: ClassVar[EvidenceQuerySet] = EvidenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "evidence"
        ordering = ("gate", "at", "id")
        constraints: ClassVar = (
            models.CheckConstraint(condition=Q(gate__gte=1, gate__lte=5), name="evidence_opens_a_gate"),
            models.UniqueConstraint(
                fields=["agency", "deal", "gate", "source"],
                condition=~Q(source="hand") & Q(withdrawn_at=None),
                name="a_thing_is_evidence_once",
            ),
        )
        indexes = (models.Index(fields=["agency", "deal", "gate"], condition=Q(withdrawn_at=None), name="evidence_of"),)

    def __str__(self) -> str:
        return f"{self.gate} {self.deal_id}"

    @property
    def is_said(self) -> bool:
        """Somebody has said so, by hand or in a file: it is taken back in the same way. Anything else goes with what
        recorded it."""
        return self.source == HAND or self.source.startswith("import:")


class NotByHand(Exception):
    """That an account manager has taken the client over, nobody else can say."""

    def __init__(self) -> None:
        super().__init__(_("The account manager opens this gate, by accepting the handover."))


class Unproved(Exception):
    """A contract is signed on a day, and its paper is here; `field` is what is missing: "day" or "file"."""

    def __init__(self, field: str, words: Promise) -> None:
        self.field = field
        super().__init__(words)


@transaction.atomic
def record(
    deal: Deal,
    gate: int,
    *,
    at: datetime,
    by: Person | None,
    source: str = HAND,
    note: str = "",
    day: date | None = None,
    file: tuple[str, bytes] | None = None,
) -> Evidence:
    """The gate opens. The same thing (not "hand") is evidence once. Raises Refused for a file we do not take, NotByHand
    for the last gate, Unproved for a contract without its day or its paper."""
    if source == HAND:
        _check_said(gate, day=day, file=file)
    locked = deals.lock(deal)
    known = Evidence.objects.standing().filter(deal=locked, gate=gate, source=source).first()
    if known and source != HAND:
        return known
    kept = document.kept(*file, agency_id=locked.agency_id) if file else {}
    made = Evidence.objects.create(
        deal=locked, gate=gate, source=source, note=note, day=day, by=by, at=at, **kept
    )  # fmt: skip
    deal_record.write(locked, Kind.PROVED, by=by, at=at, words=note, gate=int(gate), source=source)
    return made


def _check_said(gate: int, *, day: date | None, file: tuple[str, bytes] | None) -> None:
    """A contract signed here has its paper, and what a file of another system says is that system's word: both are
    shown as what they are. Whoever says it by hand, or by the API, says it for the first time."""
    if gate == Gate.HANDED_OVER:
        raise NotByHand
    if gate in NEEDS_PAPER and day is None:
        raise Unproved("day", _("Say when it was signed."))
    if gate in NEEDS_PAPER and file is None:
        raise Unproved("file", NO_PAPER)


def taken_back(deal: Deal, gate: int) -> Evidence | None:
    """The last that opened this gate and was withdrawn, where nothing else has opened it since."""
    of_it = Evidence.objects.filter(deal=deal, gate=gate)
    return None if of_it.standing().exists() else of_it.order_by("-withdrawn_at", "-id").first()


@transaction.atomic
def withdraw(evidence: Evidence, *, by: Person | None, at: datetime, note: str = "") -> bool:
    """It was none; False if it was withdrawn before. A deal that stood on it goes back to the last stage it may
    stand in."""
    from keepstep.domain.sales import gate  # gates ask for evidence, which knows them in this verb only

    locked = deals.lock(evidence.deal)
    if not Evidence.objects.standing().filter(pk=evidence.pk).exists():
        return False
    gate.fall_back(locked, without=evidence, by=by, at=at)
    Evidence.objects.filter(pk=evidence.pk).update(withdrawn_at=at, withdrawn_by=by)
    deal_record.write(
        locked, Kind.DISPROVED, by=by, at=at, words=note, gate=evidence.gate, source=evidence.source
    )  # fmt: skip
    return True
