"""What became of a contract: signed with its file, terminated, withdrawn; dated rows that only grow (§5.8)."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales import evidence
from keepstep.domain.sales.contract import Contract, State
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.talk import document

SOURCE = "contract:"


class Turn(models.TextChoices):
    SIGNED = "signed", pgettext_lazy("contract", "signed")
    UNSIGNED = "unsigned", pgettext_lazy("contract", "not signed after all")
    ENDED = "ended", pgettext_lazy("contract", "terminated")
    WITHDRAWN = "withdrawn", pgettext_lazy("contract", "withdrawn")
    PUT_BACK = "put_back", pgettext_lazy("contract", "put back")
    FILED = "filed", pgettext_lazy("contract", "the signed file is added")


LEAVES = {
    Turn.SIGNED: State.SIGNED,
    Turn.UNSIGNED: State.WAITING,
    Turn.ENDED: State.ENDED,
    Turn.WITHDRAWN: State.WITHDRAWN,
    Turn.PUT_BACK: State.WAITING,
    Turn.FILED: State.SIGNED,
}
FROM = {
    Turn.SIGNED: State.WAITING,
    Turn.UNSIGNED: State.SIGNED,
    Turn.ENDED: State.SIGNED,
    Turn.WITHDRAWN: State.WAITING,
    Turn.PUT_BACK: State.WITHDRAWN,
    Turn.FILED: State.SIGNED,
}


class ContractMark(Row):
    """`leaves` is the state from then on; `day` is when it happened; its file, if any, lies under `digest`."""

    contract = Key(Contract, models.CASCADE, related_name="marks")
    turn = models.CharField(max_length=10, choices=Turn)
    leaves = models.CharField(max_length=10, choices=State)
    day = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "contract_mark"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["agency", "contract", "-at", "-id"], name="contract_mark_of"),)

    def __str__(self) -> str:
        return f"{self.turn} {self.contract_id}"


class NotSo(Exception):
    """Somebody was quicker: from where it stands now, this turn is none."""

    def __init__(self, state: State) -> None:
        super().__init__(_("It stands otherwise by now: %(state)s.") % {"state": state.label})


@transaction.atomic
def sign(
    contract: Contract, *, day: date, by: Person | None, at: datetime, file: tuple[str, bytes] | None = None,
    note: str = "",
) -> None:  # fmt: skip
    """Both have signed. A contract, though not its addendum, is the evidence of its gate. Raises NotSo, Refused."""
    known = _turn(contract, Turn.SIGNED, day=day, by=by, at=at, note=note, file=file)
    if known.to_id is None:
        words = _("Contract %(number)s") % {"number": known.number}
        evidence.record(
            known.deal, Gate.CONTRACTED, source=f"{SOURCE}{known.pk}", day=day, note=words, file=file, by=by, at=at
        )  # fmt: skip


@transaction.atomic
def file(contract: Contract, *, name: str, content: bytes, day: date, by: Person | None, at: datetime) -> None:
    """The scan came later than the signature. Raises NotSo, Refused."""
    _turn(contract, Turn.FILED, day=day, by=by, at=at, file=(name, content))


@transaction.atomic
def unsign(contract: Contract, *, day: date, by: Person | None, at: datetime) -> None:
    """It was a slip of the hand; what it opened is shut again. Raises NotSo."""
    known = _turn(contract, Turn.UNSIGNED, day=day, by=by, at=at)
    for one in Evidence.objects.standing().filter(deal=known.deal_id, source=f"{SOURCE}{known.pk}"):
        evidence.withdraw(one, by=by, at=at, note=str(Turn.UNSIGNED.label))


@transaction.atomic
def end(contract: Contract, *, day: date, note: str, by: Person | None, at: datetime) -> None:
    """It is in force until this day. That it was concluded remains true. Raises NotSo."""
    _turn(contract, Turn.ENDED, day=day, note=note, by=by, at=at)


@transaction.atomic
def withdraw(contract: Contract, *, day: date, by: Person | None, at: datetime) -> None:
    """Nobody signs it any more; its number stays its own. Raises NotSo."""
    _turn(contract, Turn.WITHDRAWN, day=day, by=by, at=at)


@transaction.atomic
def put_back(contract: Contract, *, day: date, by: Person | None, at: datetime) -> None:
    """Withdrawing it was a slip of the hand. Raises NotSo."""
    _turn(contract, Turn.PUT_BACK, day=day, by=by, at=at)


def _turn(
    contract: Contract, turn: Turn, *, day: date, by: Person | None, at: datetime, note: str = "",
    file: tuple[str, bytes] | None = None,
) -> Contract:  # fmt: skip
    Contract.objects.select_for_update().get(pk=contract.pk)
    known = Contract.objects.with_state().select_related("deal").get(pk=contract.pk)
    if known.state != FROM[turn]:
        raise NotSo(known.state)
    kept = document.kept(*file, agency_id=known.deal.agency_id) if file else {}
    ContractMark.objects.create(
        contract=known, turn=turn, leaves=LEAVES[turn], day=day, note=note, by=by, at=at, **kept
    )  # fmt: skip
    return known
