"""Hand-ins: what a client gives, approves or declines in the portal; the ball passes to us, and it is a word (§5.3)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery import holder, passing
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.passing import AlreadyPassed
from keepstep.domain.talk import attachment, document, touchpoint
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint


class Way(models.TextChoices):
    GIVEN = "given", gettext_lazy("handed in")
    APPROVED = "approved", gettext_lazy("approved")
    DECLINED = "declined", gettext_lazy("declined")


class HandIn(Row):
    """`ball` is what was awaited, `touchpoint` the word it made."""

    ball = Key(Ball, models.CASCADE, related_name="hand_ins")
    contact = Key(Contact)
    way = models.CharField(max_length=8, choices=Way)
    words = models.TextField(max_length=4000, blank=True)
    at = models.DateTimeField()
    touchpoint = Key(Touchpoint, models.CASCADE)

    class Meta:
        db_table = "hand_in"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "ball", "contact"], name="a_ball_is_handed_in_once"),
            models.CheckConstraint(condition=~Q(way=Way.DECLINED) | ~Q(words=""), name="who_declines_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.way} {self.ball_id}"


class NothingGiven(Exception):
    """Neither words nor a file, or a refusal without its reason."""

    def __init__(self, way: str) -> None:
        declined = _("Say in a few words what should be different.")
        super().__init__(declined if way == Way.DECLINED else _("Write something, or choose a file."))


@transaction.atomic
def give(
    ball: Ball,
    *,
    contact: Contact,
    way: str,
    at: datetime,
    words: str = "",
    files: Iterable[tuple[str, bytes]] = (),
) -> HandIn:
    """The client has done its part: the ball is ours now, or of several with the last; one that was forwarded comes
    back. `files` are names with what is in them.

    Raises NothingGiven, AlreadyPassed, and Refused for a file we do not take: then nothing was handed in.
    """
    words, files = words.strip(), list(files)
    if way != Way.APPROVED and not words and not (files and way == Way.GIVEN):
        raise NothingGiven(way)
    for name, content in files:
        document.check(name, content)
    # What our people read is in their language, whatever the client's is.
    with translation.override(ball.agency.language):
        awaited, summary = _in_our_words(ball, way)
    is_last = _is_last(ball, contact, at)
    if is_last and ball.returns_to_id:
        passing.land(ball, by=None, at=at)
    elif is_last:
        passing.pass_to(ball, side=Side.US, awaited=awaited[:300], by=None, at=at, person=_taker(ball))
    said = touchpoint.record(
        ball.project.account,
        direction=Direction.IN,
        form=Form.PORTAL,
        at=at,
        contact=contact,
        project=ball.project,
        summary=f"{summary}: {words}" if words else summary,
        has_moved_a_ball=is_last,
    )
    attachment.attach(said, files)
    return HandIn.objects.create(ball=ball, contact=contact, way=way, words=words, at=at, touchpoint=said)


def _is_last(ball: Ball, contact: Contact, at: datetime) -> bool:
    """Of several who were asked each answers once; whoever was not asked speaks for none of them."""
    own = ball.holders.filter(contact=contact).first()
    if own is not None and own.answered_at is not None:
        raise AlreadyPassed(ball)
    if own is not None:
        holder.hear(own, by=None, at=at)
    return not ball.holders.filter(is_required=True, answered_at=None).exists()


def _in_our_words(ball: Ball, way: str) -> tuple[str, str]:
    """What now is to be done by us, and what happened."""
    named = {"awaited": ball.awaited}
    if way == Way.APPROVED:
        return _("Go on, it is approved: %(awaited)s") % named, _("Approved “%(awaited)s”") % named
    if way == Way.DECLINED:
        return _("Change it, it was declined: %(awaited)s") % named, _("Declined “%(awaited)s”") % named
    return _("Look at what has come: %(awaited)s") % named, _("Handed in “%(awaited)s”") % named


def _taker(ball: Ball) -> Person | None:
    """Whoever asked for it, while they are here; else who produces the project, or manages the client."""
    people = (ball.opened_by, ball.project.producer, ball.project.account.manager)
    return next((one for one in people if one and one.left_at is None), None)
