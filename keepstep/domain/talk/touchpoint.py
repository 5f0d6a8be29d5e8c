"""Touchpoints: any contact with the client, inbound or outbound."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Max, Min, ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
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
    TELEGRAM = "telegram", "Telegram"


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


def settle(
    touch: Touchpoint,
    *,
    by: Person | None,
    at: datetime,
    said_at: datetime | None = None,
    needs_no_answer: bool = False,
) -> bool:
    """It was answered, or somebody says that it needs no answer; False if it was settled by then."""
    unsettled = Touchpoint.objects.filter(Q(settled_at=None) | Q(settled_at__gt=at), pk=touch.pk)
    if unsettled.update(settled_at=at, settled_by=by, needs_no_answer=needs_no_answer) != 1:
        return False
    question.close([touch.ball_id] if touch.ball_id else [], by=by, at=at, said_at=said_at)
    return True


def wait_again(touch: Touchpoint, *, at: datetime) -> None:
    """That it needs no answer was a slip of the hand: one is awaited still. Raises TooLate."""
    held = Touchpoint.objects.select_for_update(of=("self",)).get(pk=touch.pk)
    if not held.needs_no_answer or not held.settled_at or held.settled_at <= at - UNDO_LIFE:
        raise TooLate
    _unsettle(Touchpoint.objects.filter(pk=held.pk), at=held.settled_at)


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
    _look_for_answer(touch)
    touch.refresh_from_db(fields=["settled_at", "settled_by"])


def _look_for_answer(touch: Touchpoint) -> None:
    """The first word that answers it may be known already."""
    answers = Touchpoint.objects.filter(account=touch.account_id, at__gte=touch.at).exclude(form=Form.UPDATE)
    answers = answers.filter(Q(direction=Direction.OUT) | Q(form__in=CONVERSATIONS))
    if touch.contact_id:
        answers = answers.filter(Q(contact=touch.contact_id) | Q(contact=None))
    first = answers.order_by("at", "id").first()
    if first is not None:
        _answer(first)


def _answer(touch: Touchpoint) -> None:
    """A daily update is no answer to a question; a letter, a call or a meeting is.

    Words may be logged in any order: what a later one has settled was answered by this one already.
    """
    asked = Touchpoint.objects.filter(account=touch.account_id, direction=Direction.IN, at__lte=touch.at)
    asked = asked.exclude(form__in=CONVERSATIONS).filter(Q(settled_at=None) | Q(settled_at__gt=touch.at))
    if touch.contact_id:
        asked = asked.filter(Q(contact=touch.contact_id) | Q(contact=None))
    question.close(_balls(asked), by=touch.by, at=touch.at, said_at=touch.said_at)
    asked.update(settled_at=touch.at, settled_by=touch.by, needs_no_answer=False)


def _unsettle(asked: TouchpointQuerySet, *, at: datetime, known_at: datetime | None = None) -> None:
    """What had settled them at that moment did not; another word may have since."""
    found = list(asked)
    question.reopen(_balls(asked), at=at, known_at=known_at)
    Touchpoint.objects.filter(pk__in=[one.pk for one in found]).update(
        settled_at=None, settled_by=None, needs_no_answer=False
    )
    for one in found:
        _look_for_answer(one)


def _balls(asked: TouchpointQuerySet) -> list[UUID]:
    return list(asked.exclude(ball=None).order_by().values_list("ball", flat=True))


def take_back(touch: Touchpoint, *, known_at: datetime) -> None:
    """It turned out then that it reached nobody: the day it kept is open again, and so is what it had answered."""
    account_id, day, at = touch.account_id, touch.day, touch.at
    Touchpoint.objects.filter(pk=touch.pk).delete()
    if touch.direction == Direction.OUT and touch.form != Form.UPDATE:
        answered = Touchpoint.objects.filter(account=account_id, direction=Direction.IN, settled_at=at)
        _unsettle(answered.exclude(form__in=CONVERSATIONS).exclude(needs_no_answer=True), at=at, known_at=known_at)
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
