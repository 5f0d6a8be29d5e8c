"""Balls: what is awaited of whom. Passing one closes it and opens the next; together they are the ledger (§5.3)."""

from datetime import date, datetime
from typing import ClassVar, Required, TypedDict, Unpack
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients import backdating
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.hand import Hand
from keepstep.domain.delivery.project import Project


class Side(models.TextChoices):
    US = "us", _("us")
    CLIENT = "client", _("the client")
    THIRD = "third", _("a third party")


class BallQuerySet(models.QuerySet["Ball"]):
    def in_the_air(self) -> "BallQuerySet":
        return self.filter(passed_at=None)

    def with_client(self) -> "BallQuerySet":
        return self.filter(side=Side.CLIENT)

    def not_passed_before(self, at: datetime) -> "BallQuerySet":
        return self.filter(Q(passed_at=None) | Q(passed_at__gt=at))

    def with_hands(self) -> "BallQuerySet":
        """With whoever holds each, in the same statement."""
        from keepstep.domain.delivery.holder import Holder  # a holder is of a ball, not the reverse

        hand = JSONObject(
            id="pk", name=Coalesce("person__name", "contact__name"), contact="contact", is_required="is_required",
            answered_at="answered_at", said_at="said_at", is_excused="is_excused",
        )  # fmt: skip
        together = Holder.objects.filter(ball=OuterRef("pk")).order_by("pk")
        return self.select_related("person", "contact").annotate(together=ArraySubquery(together.values(hand=hand)))

    def with_moves(self) -> "BallQuerySet":
        """With the dates each was promised by before, and when they moved."""
        from keepstep.domain.delivery.due_move import DueMove  # as above

        moves = DueMove.objects.filter(ball=OuterRef("pk")).order_by("at", "pk")
        dues, turns = ArraySubquery(moves.values("from_due")), ArraySubquery(moves.values("at"))
        return self.annotate(former_dues=dues, moved_at=turns)

    def overdue(self, day: date) -> "BallQuerySet":
        return self.in_the_air().filter(due__lt=day)


class Ball(Row):
    """One awaited thing of one side. `passed_at` is null while it is in the air.

    `due` is the date in force; each former one stays as a DueMove. Several who hold it together are its Holders.
    `said_at` and `passed_said_at` are when its coming and going were entered, where that was later than they happened.
    `returns_to` is the ball that was forwarded as this one: when it has come, whoever held that one gets it back.
    """

    project = Key(Project, models.CASCADE, related_name="balls")
    side = models.CharField(max_length=6, choices=Side)
    person = Key(Person, null=True, blank=True)
    contact = Key(Contact, null=True, blank=True)
    third_party = models.CharField(_("third party"), max_length=200, blank=True)
    awaited = models.CharField(_("what is awaited"), max_length=300)
    since = models.DateTimeField()
    said_at = models.DateTimeField(null=True)
    due = models.DateField(_("due"), null=True, blank=True)
    is_approval = models.BooleanField(_("it is to be approved"), default=False, db_default=False)
    opened_by = Key(Person, null=True)
    former = Key("self", null=True)
    returns_to = Key("self", null=True)
    passed_at = models.DateTimeField(null=True)
    passed_said_at = models.DateTimeField(null=True)
    passed_by = Key(Person, null=True)

    objects: ClassVar[BallQuerySet] = BallQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "ball"
        ordering = ("since", "id")
        indexes = (
            models.Index(fields=["agency", "project", "since"], name="ball_ledger"),
            models.Index(fields=["agency", "project"], condition=Q(passed_at=None), name="ball_in_the_air"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(passed_at=None) | Q(passed_at__gte=models.F("since")), name="a_ball_is_passed_after_it_came"
            ),
            models.CheckConstraint(
                condition=Q(side=Side.US, contact=None) | Q(side=Side.CLIENT, person=None) | Q(side=Side.THIRD),
                name="a_ball_is_held_by_somebody_of_its_side",
            ),
        )

    def __str__(self) -> str:
        return self.awaited

    @property
    def holder(self) -> str:
        """Who holds it, by name where one is known: of several those who have not answered yet."""
        return ", ".join(self.names) or str(self.third_party or Side(self.side).label)

    @property
    def wanted(self) -> "Wanted":
        """All that a ball like it is thrown with."""
        return {
            "side": self.side, "awaited": self.awaited, "person": self.person, "contact": self.contact,
            "third_party": self.third_party, "due": self.due, "is_approval": self.is_approval,
        }  # fmt: skip

    @property
    def names(self) -> list[str]:
        required = [hand for hand in self.hands if hand.is_required]
        if required:
            return [hand.name for hand in required if hand.answered_at is None] or [hand.name for hand in required]
        return [str(self.person or self.contact)] if self.person_id or self.contact_id else []

    @property
    def hands(self) -> list[Hand]:
        """Those who hold it together, none where one holds it alone."""
        if self._state.adding:
            return []
        if "together" not in self.__dict__:
            self.__dict__["together"] = Ball.objects.with_hands().get(pk=self.pk).__dict__["together"]
        return [Hand.of(**facts) for facts in self.__dict__["together"]]

    @property
    def asked(self) -> UUID | None:
        """The contact who holds it: of several the first who has not answered."""
        waiting = [hand.contact for hand in self.hands if hand.is_required and hand.answered_at is None]
        return next(iter(waiting), self.contact_id)

    @property
    def n_answered(self) -> int:
        return sum(hand.is_required and hand.answered_at is not None for hand in self.hands)

    @property
    def n_required(self) -> int:
        return sum(hand.is_required for hand in self.hands)


class Asked(TypedDict, total=False):
    """Of whom: of a side, and of somebody there by name if anybody; by when."""

    side: Required[str]
    person: Person | None
    contact: Contact | None
    third_party: str
    due: date | None


class Wanted(Asked, total=False):
    """What is awaited, of whom, by when, and whether it is to be approved: all there is to a throw of a ball."""

    awaited: Required[str]
    is_approval: bool


def throw(
    project: Project,
    *,
    by: Person | None,
    at: datetime,
    said_at: datetime | None = None,
    former: Ball | None = None,
    returns_to: Ball | None = None,
    **wanted: Unpack[Wanted],
) -> Ball:
    """One more awaited thing of the project; a project may have several balls in the air.

    `said_at` is given when it is entered later than it happened. Raises StillToCome or TooLongAgo.
    """
    backdating.check(project.account, at=at, said_at=said_at)
    side = wanted["side"]
    return Ball.objects.create(
        project=project,
        side=side,
        person=wanted.get("person") if side == Side.US else None,
        contact=wanted.get("contact") if side == Side.CLIENT else None,
        third_party=wanted.get("third_party", "") if side == Side.THIRD else "",
        awaited=wanted["awaited"],
        since=at,
        said_at=said_at,
        due=wanted.get("due"),
        is_approval=wanted.get("is_approval", False) and side == Side.CLIENT,
        opened_by=by,
        former=former,
        returns_to=returns_to,
    )
