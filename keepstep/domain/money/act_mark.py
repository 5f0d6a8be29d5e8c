"""What became of an act: sent, signed, withdrawn; dated rows that only grow (§5.8)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.money.act import Act, State


class Turn(models.TextChoices):
    SENT = "sent", pgettext_lazy("act", "sent")
    SIGNED = "signed", pgettext_lazy("act", "signed")
    UNSIGNED = "unsigned", pgettext_lazy("act", "not signed after all")
    WITHDRAWN = "withdrawn", pgettext_lazy("act", "withdrawn")
    FILED = "filed", pgettext_lazy("act", "the signed file is added")
    UNSENT = "unsent", pgettext_lazy("act", "taken back before it left")


LEAVES = {
    Turn.SENT: State.SENT,
    Turn.SIGNED: State.SIGNED,
    Turn.UNSIGNED: State.SENT,
    Turn.WITHDRAWN: State.WITHDRAWN,
    Turn.FILED: State.SIGNED,
    Turn.UNSENT: State.MADE,
}
FROM = {
    Turn.SENT: (State.MADE,),
    Turn.SIGNED: (State.MADE, State.SENT),
    Turn.UNSIGNED: (State.SIGNED,),
    Turn.WITHDRAWN: (State.MADE, State.SENT),
    Turn.FILED: (State.SIGNED,),
    Turn.UNSENT: (State.SENT,),
}


class ActMark(Row):
    """`leaves` is the state from then on; `day` is when it happened; the signed file, if any, lies under `digest`. One
    is the last of its act."""

    act = Key(Act, models.CASCADE, related_name="marks")
    turn = models.CharField(max_length=10, choices=Turn)
    leaves = models.CharField(max_length=10, choices=State)
    day = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    file_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    kind = models.CharField(max_length=100, blank=True, default="", db_default="")
    size = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    is_last = models.BooleanField(default=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "act_mark"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "act"], condition=Q(is_last=True), name="an_act_has_one_last_mark"
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["agency", "act", "-at", "-id"], name="act_mark_of"),)

    def __str__(self) -> str:
        return f"{self.turn} {self.act_id}"


class NotSo(Exception):
    """Somebody was quicker: from where it stands now, this turn is none."""

    def __init__(self, state: State) -> None:
        super().__init__(_("It stands otherwise by now: %(state)s.") % {"state": state.label})


@transaction.atomic
def mark(
    act: Act, turn: Turn, *, day: date, by: Person | None, at: datetime, note: str = "",
    file: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Sent, signed, not signed after all, or withdrawn: then its lines may be taken over by another. `file` is what is
    known of the signed one, which is kept already. Raises NotSo."""
    Act.objects.select_for_update().get(pk=act.pk)
    known = Act.objects.with_state().get(pk=act.pk)
    if known.state not in FROM[turn]:
        raise NotSo(known.state)
    ActMark.objects.filter(act=known, is_last=True).update(is_last=False)
    ActMark.objects.create(
        act=known, turn=turn, leaves=LEAVES[turn], day=day, note=note, by=by, at=at, **(file or {})
    )  # fmt: skip
