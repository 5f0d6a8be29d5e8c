"""Acts of acceptance: what of an invoice was done and taken over, numbered without gaps, the paper kept (§5.8)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.template import TemplateText
from keepstep.domain.clients.account import Account
from keepstep.domain.money.invoice import Invoice

if TYPE_CHECKING:
    from keepstep.domain.money.act_line import ActLine


class State(models.TextChoices):
    """Where an act stands: what its last mark left."""

    MADE = "made", pgettext_lazy("act", "made")
    SENT = "sent", pgettext_lazy("act", "awaits signing")
    SIGNED = "signed", pgettext_lazy("act", "signed")
    WITHDRAWN = "withdrawn", pgettext_lazy("act", "withdrawn")


class ActQuerySet(models.QuerySet["Act"]):
    def standing(self) -> "ActQuerySet":
        return self.exclude(Exists(_marks().filter(leaves=State.WITHDRAWN, is_last=True)))

    def shown(self) -> "ActQuerySet":
        """To the client: those that were sent to it, and stand."""
        return self.filter(Exists(_marks().filter(leaves__in=[State.SENT, State.SIGNED], is_last=True)))

    def with_state(self) -> "ActQuerySet":
        """Each with `left`, the state its last mark left, null while it has none."""
        return self.annotate(left=_left())

    def in_state(self, state: str) -> "ActQuerySet":
        found = self.annotate(left=_left())
        return found.filter(Q(left=None) | Q(left=state)) if state == State.MADE else found.filter(left=state)


def _marks() -> "models.QuerySet[Any]":
    from keepstep.domain.money.act_mark import ActMark  # a mark belongs to an act

    return ActMark.objects.filter(act=OuterRef("pk"))


def _left() -> Subquery:
    return Subquery(_marks().filter(is_last=True).values("leaves")[:1])


class Act(Row):
    """`ours` and `theirs` are the requisites that the invoice was issued with, `text` the template it was made with."""

    account = Key(Account)
    invoice = Key(Invoice, related_name="acts")
    entity = Key(LegalEntity)
    text = Key(TemplateText)
    language = models.CharField(max_length=2, choices=Language)
    currency = models.CharField(max_length=3)
    net = models.DecimalField(max_digits=16, decimal_places=2)
    tax = models.DecimalField(max_digits=16, decimal_places=2)
    total = models.DecimalField(max_digits=16, decimal_places=2)
    number = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    day = models.DateField()
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    by = Key(Person, null=True)
    at = models.DateTimeField()

    objects: ClassVar[ActQuerySet] = ActQuerySet.as_manager()  # type: ignore[assignment]
    printed_lines: "list[ActLine] | None" = None
    """Before they are written."""

    class Meta:
        db_table = "act"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "entity", "year", "serial"], name="a_number_of_an_act_is_given_once"
            ),
            models.CheckConstraint(condition=Q(total__gt=0), name="an_act_is_of_something"),
        )
        indexes = (
            models.Index(fields=["agency", "-at", "-id"], name="act_by_day"),
            models.Index(fields=["agency", "invoice"], name="act_of_invoice"),
            models.Index(fields=["agency", "account", "-at"], name="act_of_account"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> State:
        """Of a row that was read `with_state`."""
        return State(getattr(self, "left", None) or State.MADE)
