"""Touchpoints: any contact with the client, inbound or outbound."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Max, Min, ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients import backdating
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.project import Project
from keepstep.domain.talk import due_day, question


class Direction(models.TextChoices):
    OUT = "out", _("from us")
    IN = "in", _("from the client")


class Form(models.TextChoices):
    """How we touched; a conversation keeps the day in either direction."""

    UPDATE = "update", _("daily update")
    EMAIL = "email", _("e-mail")
    CALL = "call", _("call")
    MEETING = "meeting", _("meeting")
    MESSAGE = "message", _("message")
    PORTAL = "portal", _("in the portal")


CONVERSATIONS = (Form.CALL, Form.MEETING)


class TouchpointQuerySet(models.QuerySet["Touchpoint"]):
    def unanswered(self) -> "TouchpointQuerySet":
        return self.filter(direction=Direction.IN, settled_at=None)


class Touchpoint(Row):
    """`settled_at` is when an inbound one was answered, or somebody said that it needs no answer.

    `ball` is the one it opened at us. `said_at` is when it was entered, where that was later than it happened.
    """

    account = Key(Account, models.CASCADE, related_name="touchpoints")
    contact = Key(Contact, null=True, blank=True)
    project = Key(Project, null=True, blank=True)
    direction = models.CharField(max_length=3, choices=Direction)
    form = models.CharField(max_length=8, choices=Form)
    at = models.DateTimeField()
    said_at = models.DateTimeField(null=True)
    day = models.DateField()
    by = Key(Person, null=True)
    summary = models.TextField(_("in a line"), max_length=4000, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = Key(Person, null=True)
    needs_no_answer = models.BooleanField(default=False, db_default=False)
    ball = Key(Ball, models.SET_NULL, null=True, related_name="questions")

    objects: ClassVar[TouchpointQuerySet] = TouchpointQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "touchpoint"
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=["agency", "account", "-at"], name="touchpoint_timeline"),
            models.Index(
                fields=["agency", "account"],
                condition=Q(direction=Direction.IN, settled_at=None),
                name="touchpoint_unanswered",
            ),
            models.Index(fields=["agency", "ball"], condition=Q(ball__isnull=False), name="touchpoint_of_ball"),
        )

    def __str__(self) -> str:
        return self.summary or str(Form(self.form).label)

    @property
    def keeps_the_day(self) -> bool:
        """§5.2: an outbound word, or a conversation whoever began it."""
        return self.direction == Direction.OUT or self.form in CONVERSATIONS


def record(
    account: Account,
    *,
    direction: str,
    form: str,
    at: datetime,
    said_at: datetime | None = None,
    by: Person | None = None,
    contact: Contact | None = None,
    project: Project | None = None,
    summary: str = "",
    has_moved_a_ball: bool = False,
    day: date | None = None,
) -> Touchpoint:
    """A contact took place. Ours answers what the client had asked; theirs opens a ball at us until it is answered,
    unless it `has_moved_a_ball` of its own. It belongs to the day it happened on, or the earlier `day` it puts right.

    Raises StillToCome or TooLongAgo.
    """
    backdating.check(account, at=at, said_at=said_at)
    touch = Touchpoint.objects.create(
        account=account,
        contact=contact,
        project=project,
        direction=direction,
        form=form,
        at=at,
        said_at=said_at,
        day=day or account.local_day(at),
        by=by,
        summary=summary,
        settled_at=at if direction == Direction.OUT or form in CONVERSATIONS else None,
    )
    if touch.keeps_the_day:
        _keep(touch)
    if touch.keeps_the_day and form != Form.UPDATE:
        _answer(touch)
    if touch.settled_at is None:
        _wait(touch, has_moved_a_ball=has_moved_a_ball)
    return touch


def settle(touch: Touchpoint, *, by: Person | None, at: datetime, needs_no_answer: bool = False) -> bool:
    """It was answered, or somebody says that it needs no answer; False if it was settled before."""
    settled = {"settled_at": at, "settled_by": by, "needs_no_answer": needs_no_answer}
    if Touchpoint.objects.filter(pk=touch.pk, settled_at=None).update(**settled) != 1:
        return False
    question.close([touch.ball_id] if touch.ball_id else [], by=by, at=at)
    return True


def _keep(touch: Touchpoint) -> None:
    due_day.keep(touch.account_id, day=touch.day, at=touch.at)
    later = Q(heard_at=None) | Q(heard_at__lt=touch.at)
    Account.objects.filter(later, pk=touch.account_id).update(heard_at=touch.at)


def _wait(touch: Touchpoint, *, has_moved_a_ball: bool) -> None:
    """Direction counts (§5.3): what the client has written is ours to answer, unless the answer was logged first."""
    if not has_moved_a_ball:
        touch.ball = question.open_at_us(
            touch.account, project=touch.project, contact=touch.contact, words=touch.summary, at=touch.at,
            said_at=touch.said_at,
        )  # fmt: skip
        touch.save(update_fields=["ball"])
    answers = Touchpoint.objects.filter(account=touch.account_id, at__gt=touch.at).exclude(form=Form.UPDATE)
    answers = answers.filter(Q(direction=Direction.OUT) | Q(form__in=CONVERSATIONS))
    if touch.contact_id:
        answers = answers.filter(Q(contact=touch.contact_id) | Q(contact=None))
    first = answers.order_by("at", "id").first()
    if first is not None:
        _answer(first)
        touch.refresh_from_db(fields=["settled_at", "settled_by"])


def _answer(touch: Touchpoint) -> None:
    """A daily update is no answer to a question; a letter, a call or a meeting is.

    Words may be logged in any order: what a later one has settled was answered by this one already.
    """
    asked = Touchpoint.objects.filter(account=touch.account_id, direction=Direction.IN, at__lte=touch.at)
    asked = asked.exclude(form__in=CONVERSATIONS).filter(Q(settled_at=None) | Q(settled_at__gt=touch.at))
    if touch.contact_id:
        asked = asked.filter(Q(contact=touch.contact_id) | Q(contact=None))
    asked = asked.filter(needs_no_answer=False)
    question.close(list(asked.exclude(ball=None).values_list("ball", flat=True)), by=touch.by, at=touch.at)
    asked.update(settled_at=touch.at, settled_by=touch.by)


def take_back(touch: Touchpoint) -> None:
    """It turned out that it reached nobody: the day it kept is open again, and so is what it had answered."""
    account_id, day, at = touch.account_id, touch.day, touch.at
    Touchpoint.objects.filter(pk=touch.pk).delete()
    if touch.direction == Direction.OUT and touch.form != Form.UPDATE:
        answered = Touchpoint.objects.filter(account=account_id, direction=Direction.IN, settled_at=at)
        answered = answered.exclude(form__in=CONVERSATIONS)
        question.reopen(list(answered.exclude(ball=None).values_list("ball", flat=True)), at=at)
        answered.update(settled_at=None, settled_by=None)
    kept = Touchpoint.objects.filter(Q(direction=Direction.OUT) | Q(form__in=CONVERSATIONS), account=account_id)
    due_day.reopen(account_id, day=day, unless=kept.filter(day=day).aggregate(first=Min("at"))["first"])
    Account.objects.filter(pk=account_id).update(heard_at=kept.aggregate(last=Max("at"))["last"])


def forget(touch: Touchpoint) -> bool:
    """It was not this client's word after all; False when something has been built on it since."""
    held = Touchpoint.objects.select_for_update().filter(pk=touch.pk, settled_at=None).first()
    try:
        with transaction.atomic():
            return held is not None and bool(held.delete()[0]) and question.forget(held.ball)
    except ProtectedError:
        return False
