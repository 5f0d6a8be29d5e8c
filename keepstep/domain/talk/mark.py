"""Marks: what a contact thinks of an update — useful or not, call me, one to five, a word (§5.2)."""

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk import engagement, touchpoint
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from keepstep.domain.talk.update import Update

BEST, LOW = 5, 2


class Said(models.TextChoices):
    USEFUL = "useful", pgettext_lazy("update", "Useful")
    NOT_USEFUL = "not_useful", pgettext_lazy("update", "Not useful")
    CALL_ME = "call_me", gettext_lazy("Call me")


class MarkQuerySet(models.QuerySet["Mark"]):
    def standing(self) -> "MarkQuerySet":
        """Those that count: a contact may change their mind, and the former mark stays as history."""
        return self.filter(replaced_at=None)


class Mark(Row):
    """`touchpoint` is the word to be answered that it came to: a wish for a call, or displeasure."""

    update = Key(Update, models.CASCADE, related_name="marks")
    contact = Key(Contact, models.CASCADE, related_name="marks")
    said = models.CharField(max_length=10, choices=Said, blank=True)
    points = models.PositiveSmallIntegerField(null=True)
    word = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    touchpoint = Key(Touchpoint, models.SET_NULL, null=True)

    objects: ClassVar[MarkQuerySet] = MarkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "mark"
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "update", "contact"],
                condition=Q(replaced_at=None),
                name="a_contact_has_one_mark_on_an_update",
            ),
            models.CheckConstraint(condition=Q(points=None) | Q(points__range=(1, BEST)), name="a_mark_is_one_to_five"),
            models.CheckConstraint(
                condition=~Q(said="") | Q(points__isnull=False) | ~Q(word=""), name="a_mark_says_something"
            ),
        )

    def __str__(self) -> str:
        return self.in_words

    @property
    def is_low(self) -> bool:
        return self.said == Said.NOT_USEFUL or (self.points is not None and self.points <= LOW)

    @property
    def wants_an_answer(self) -> bool:
        """§6: whoever asks for a call, or is displeased, is answered."""
        return self.said == Said.CALL_ME or self.is_low

    @property
    def in_words(self) -> str:
        points = _("%(n)s of 5") % {"n": self.points} if self.points else ""
        told = " · ".join(str(part) for part in (Said(self.said).label if self.said else "", points) if part)
        return ": ".join(part for part in (told, self.word) if part)


class NothingMarked(Exception):
    """Neither a tap nor a mark nor a word."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one of them, or write a word."))


@transaction.atomic
def give(
    update: Update,
    *,
    contact: Contact,
    at: datetime,
    said: str = "",
    points: int | None = None,
    word: str = "",
    form: str = Form.PORTAL,
) -> Mark:
    """The contact's mark on this update, instead of the former one; `form` is where they gave it.

    Raises NothingMarked.
    """
    if not (said or points or word.strip()):
        raise NothingMarked
    Update.objects.select_for_update().get(pk=update.pk)
    mark = Mark(update=update, contact=contact, said=said, points=points, word=word.strip(), at=at)
    former = Mark.objects.standing().filter(update=update, contact=contact).first()
    if former and (former.said, former.points, former.word) == (mark.said, mark.points, mark.word):
        return former
    if former:
        Mark.objects.filter(pk=former.pk).update(replaced_at=at)
    if mark.wants_an_answer:
        mark.touchpoint = _word(mark, former, form=form)
    mark.save(force_insert=True)
    engagement.read(update, contact=contact, at=at)
    return mark


def tap(
    update: Update, *, contact: Contact, at: datetime, said: str = "", points: int | None = None, form: str
) -> Mark:
    """One tap, which leaves the rest of what they marked before."""
    former = Mark.objects.standing().filter(update=update, contact=contact).first()
    if former:
        said, points = said or former.said, points or former.points
    return give(update, contact=contact, at=at, said=said, points=points, word=former.word if former else "", form=form)


def _word(mark: Mark, former: Mark | None, *, form: str) -> Touchpoint:
    """What our people read of it, in their language; while the former word waits, it takes the new meaning."""
    account = mark.update.account
    with translation.override(mark.update.agency.language):
        summary = _("On “%(subject)s” — %(mark)s") % {"subject": mark.update.subject, "mark": mark.in_words}
    waiting = Touchpoint.objects.unanswered().filter(pk__in=[former.touchpoint_id] if former else []).first()
    if waiting:
        waiting.summary = summary
        waiting.save(update_fields=["summary"])
        return waiting
    return touchpoint.record(
        account, direction=Direction.IN, form=form, at=mark.at, contact=mark.contact, summary=summary
    )
