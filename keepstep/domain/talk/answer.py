"""Answers: what a client says to an update, or to us at large; an inbound touchpoint that knows what it answers."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk import attachment, document, engagement, touchpoint
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from keepstep.domain.talk.update import NothingToSay, Update


class Answer(Row):
    """This word of the client is about this update."""

    update = Key(Update, models.CASCADE, related_name="answers")
    touchpoint = Key(Touchpoint, models.CASCADE)

    class Meta:
        db_table = "answer"
        verbose_name = _("answer")
        constraints = (
            models.UniqueConstraint(fields=["agency", "touchpoint"], name="a_word_answers_one_update"),
            models.UniqueConstraint(fields=["agency", "update", "touchpoint"], name="an_update_has_an_answer_once"),
        )

    def __str__(self) -> str:
        return f"{self.update_id} {self.touchpoint_id}"


@transaction.atomic
def give(
    contact: Contact,
    *,
    words: str,
    at: datetime,
    update: Update | None = None,
    files: Iterable[tuple[str, bytes]] = (),
) -> Touchpoint:
    """The contact says something in the portal, to this update if one is given. Raises NothingToSay, Refused."""
    if not words.strip():
        raise NothingToSay
    files = list(files)
    for name, content in files:
        document.check(name, content)
    said = touchpoint.record(
        contact.account, direction=Direction.IN, form=Form.PORTAL, at=at, contact=contact, summary=words.strip()[:4000]
    )
    attachment.attach(said, files)
    if update is not None:
        link(said, update=update, at=at)
    return said


def link(said: Touchpoint, *, update: Update, at: datetime) -> None:
    """This word is about this update, which whoever said it has read."""
    Answer.objects.create(update=update, touchpoint=said)
    if said.contact:
        engagement.read(update, contact=said.contact, at=at)
