"""Enclosures: files and pictures that go with a letter of ours, judged as those that come in; chosen while it is
written, and with one letter once it is sent."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from PIL import Image, UnidentifiedImageError

from keepstep.domain.agency import store
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.talk.document import Refused
from keepstep.domain.talk.file_kind import judge

MOST = 10
BIGGEST = 15 * 1024 * 1024
"""Bytes of all files of a letter: on its way it grows by a third, and most mailboxes take 25 MB."""
SHOWN = ("image/png", "image/jpeg", "image/gif")
"""Pictures that every mail program shows in the text."""
MOST_PIXELS = 40_000_000
AT_HAND = timedelta(days=7)
UNKNOWN = "application/octet-stream"


class EnclosureQuerySet(models.QuerySet["Enclosure"]):
    def waiting(self) -> "EnclosureQuerySet":
        """Those that have gone with no letter yet."""
        return self.filter(update=None, letter=None)


class Enclosure(Row):
    """It goes with an `update` or with a `letter`, which is a message; until then it may lie with an `unsent` one.
    `digest` is where its bytes lie (`agency.store`); a picture `is_shown` in the text, or attached."""

    account = Key(Account, models.CASCADE)
    update = Key("keepstep.Update", models.CASCADE, null=True, related_name="enclosures")
    letter = Key("keepstep.Message", models.CASCADE, null=True, related_name="enclosures")
    unsent = Key("keepstep.Unsent", models.SET_NULL, null=True, related_name="enclosures")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    is_shown = models.BooleanField(default=False, db_default=False)
    by = Key(Person, null=True)
    added_at = models.DateTimeField()

    objects: ClassVar[EnclosureQuerySet] = EnclosureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "enclosure"
        ordering = ("added_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(update=None, letter=None) | Q(unsent=None) & (Q(update=None) | Q(letter=None)),
                name="an_enclosure_goes_with_one_letter",
            ),
            models.CheckConstraint(
                condition=Q(is_shown=False) | Q(kind__in=SHOWN), name="only_a_picture_is_shown_in_a_letter"
            ),
        )
        indexes = (
            models.Index(fields=["agency", "update"], condition=Q(update__isnull=False), name="enclosure_of_update"),
            models.Index(fields=["agency", "letter"], condition=Q(letter__isnull=False), name="enclosure_of_message"),
            models.Index(fields=["agency", "unsent"], condition=Q(unsent__isnull=False), name="enclosure_of_unsent"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.kind in SHOWN


class TooMany(Exception):
    """A letter is no archive."""

    def __init__(self) -> None:
        super().__init__(
            ngettext_lazy("At most %(n)s file in a letter.", "At most %(n)s files in a letter.", MOST) % {"n": MOST}
        )


class TooBig(Exception):
    """Their mail server would refuse it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” was not added: all files of a letter together are at most 15 MB.") % {"name": name}
        )


class NotAtHand(Exception):
    """It has gone with another letter meanwhile, or was forgotten."""

    def __init__(self) -> None:
        super().__init__(_("A file is no longer at hand: add it again."))


def add(
    account: Account, *, name: str, content: bytes, beside: Sequence[Enclosure], by: Person | None, at: datetime
) -> Enclosure:
    """A file for a letter that has these already. Raises Refused, TooMany, TooBig."""
    found = judge(name, content)
    if found.refusal:
        raise Refused(found.name, found.refusal)
    if len(beside) >= MOST:
        raise TooMany
    if len(content) + sum(one.size for one in beside) > BIGGEST:
        raise TooBig(found.name)
    kind = found.kind if found.kind not in SHOWN or _can_be_drawn(content) else UNKNOWN
    return Enclosure.objects.create(
        account=account,
        name=found.name,
        kind=kind,
        size=len(content),
        digest=store.keep(content, agency_id=account.agency_id),
        is_shown=kind in SHOWN,
        by=by,
        added_at=at,
    )


def _can_be_drawn(content: bytes) -> bool:
    """A picture that is broken, or would fill its reader's memory, is attached as a file like any other."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF")) as given:
            given.verify()
            return given.width * given.height <= MOST_PIXELS
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False


def put(enclosed: Sequence[Enclosure], **letter: Any) -> None:
    """They lie with this `update`, `letter` or `unsent` from now on, shown or attached. Raises NotAtHand."""
    waiting = Enclosure.objects.waiting().filter(pk__in=[one.pk for one in enclosed])
    shown = [one.pk for one in enclosed if one.is_shown]
    is_shown = Case(When(pk__in=shown, then=Value(True)), default=Value(False))
    if enclosed and waiting.update(**({"unsent": None} | letter), is_shown=is_shown) != len(enclosed):
        raise NotAtHand


def forget(*, at: datetime) -> int:
    """Those that were chosen a week ago for a letter that was neither sent nor kept. Answers how many."""
    return Enclosure.objects.waiting().filter(unsent=None, added_at__lt=at - AT_HAND).delete()[0]


def release(enclosed: Sequence[Enclosure]) -> None:
    """Their letter was taken back: they may go with another."""
    Enclosure.objects.filter(pk__in=[one.pk for one in enclosed]).update(update=None, letter=None)
