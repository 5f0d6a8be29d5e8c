"""Balls: what is awaited of whom. Passing one closes it and opens the next; together they are the ledger (§5.3)."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.contact import Contact
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

    def overdue(self, day: date) -> "BallQuerySet":
        return self.in_the_air().filter(due__lt=day)


class Ball(Row):
    """One awaited thing. `passed_at` is null while it is in the air; nothing else ever changes."""

    project = Key(Project, models.CASCADE, related_name="balls")
    side = models.CharField(max_length=6, choices=Side)
    person = Key(Person, null=True, blank=True)
    contact = Key(Contact, null=True, blank=True)
    third_party = models.CharField(_("third party"), max_length=200, blank=True)
    awaited = models.CharField(_("what is awaited"), max_length=300)
    since = models.DateTimeField()
    due = models.DateField(_("due"), null=True, blank=True)
    is_approval = models.BooleanField(_("it is to be approved"), default=False, db_default=False)
    opened_by = Key(Person, null=True)
    former = Key("self", null=True)
    passed_at = models.DateTimeField(null=True)
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
        """Who holds it, by name where one is known."""
        return str(self.person or self.contact or self.third_party or Side(self.side).label)


class AlreadyPassed(Exception):
    """Somebody passed this ball before."""

    def __init__(self, ball: Ball) -> None:
        super().__init__(_("“%(awaited)s” has been passed already.") % {"awaited": ball.awaited})
        self.ball = ball


def throw(
    project: Project,
    *,
    side: str,
    awaited: str,
    by: Person | None,
    at: datetime,
    person: Person | None = None,
    contact: Contact | None = None,
    third_party: str = "",
    due: date | None = None,
    is_approval: bool = False,
    former: Ball | None = None,
) -> Ball:
    """One more awaited thing of the project; a project may have several balls in the air."""
    return Ball.objects.create(
        project=project,
        side=side,
        person=person if side == Side.US else None,
        contact=contact if side == Side.CLIENT else None,
        third_party=third_party if side == Side.THIRD else "",
        awaited=awaited,
        since=at,
        due=due,
        is_approval=is_approval and side == Side.CLIENT,
        opened_by=by,
        former=former,
    )


def land(ball: Ball, *, by: Person | None, at: datetime) -> None:
    """What was awaited has come and nothing new is awaited. Raises AlreadyPassed."""
    if Ball.objects.filter(pk=ball.pk, passed_at=None).update(passed_at=at, passed_by=by) != 1:
        raise AlreadyPassed(ball)
    ball.passed_at, ball.passed_by = at, by


def catch_again(ball: Ball, *, at: datetime) -> None:
    """It was a slip of the hand: what is awaited has not come. Raises TooLate, also when it was passed on since."""
    from keepstep.domain.delivery import step  # a step may answer a ball, not the reverse

    fresh = Ball.objects.filter(pk=ball.pk, passed_at__gt=at - step.UNDO_LIFE)
    if (
        fresh.exclude(pk__in=Ball.objects.filter(former=ball).values("former")).update(passed_at=None, passed_by=None)
        != 1
    ):
        raise step.TooLate
    ball.passed_at = ball.passed_by = None


def pass_to(
    ball: Ball,
    *,
    side: str,
    awaited: str,
    by: Person | None,
    at: datetime,
    person: Person | None = None,
    contact: Contact | None = None,
    third_party: str = "",
    due: date | None = None,
    is_approval: bool = False,
) -> Ball:
    """Close this ball and open the next one. Raises AlreadyPassed."""
    land(ball, by=by, at=at)
    return throw(
        ball.project,
        side=side,
        awaited=awaited,
        by=by,
        at=at,
        person=person,
        contact=contact,
        third_party=third_party,
        due=due,
        is_approval=is_approval,
        former=ball,
    )


def drop_all(project: Project, *, at: datetime) -> None:
    """Nothing of this project is awaited any more."""
    Ball.objects.filter(project=project, passed_at=None).update(passed_at=at)
