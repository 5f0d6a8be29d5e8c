"""Attachments: files a client's word came with. What was refused is named with its reason, and kept nowhere."""

from collections.abc import Iterable

from django.db import models

from keepstep.domain.agency import store
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.talk.file_kind import Refusal, judge, safe_name
from keepstep.domain.talk.touchpoint import Touchpoint

MOST = 20


class Attachment(Row):
    """`digest` is where its bytes lie (`agency.store`); `kind` was found by looking at them."""

    touchpoint = Key(Touchpoint, models.CASCADE, related_name="attachments")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    refusal = models.CharField(max_length=8, choices=Refusal, blank=True)

    class Meta:
        db_table = "attachment"
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=["agency", "touchpoint", "place"], name="a_word_has_a_file_once"),
            models.CheckConstraint(
                condition=models.Q(digest="") ^ models.Q(refusal=""), name="a_file_is_kept_or_refused"
            ),
        )

    def __str__(self) -> str:
        return self.name


def attach(touch: Touchpoint, files: Iterable[tuple[str, bytes]], *, refusal: str = "") -> list[Attachment]:
    """Keep these files (name, content) with the client's word; each is judged by itself, or all are refused."""
    first = touch.attachments.count()
    made = [_judged(touch, place, name, content, refusal) for place, (name, content) in enumerate(files, first)]
    return Attachment.objects.bulk_create(made)


def miss(touch: Touchpoint, files: Iterable[tuple[str, int, str]]) -> None:
    """Files (name, size, refusal) that were sent and could not be taken are named all the same."""
    first = touch.attachments.count()
    Attachment.objects.bulk_create(
        Attachment(touchpoint=touch, place=place, name=safe_name(name), size=size, refusal=refusal)
        for place, (name, size, refusal) in enumerate(files, first)
    )


def _judged(touch: Touchpoint, place: int, name: str, content: bytes, refusal: str) -> Attachment:
    found = judge(name, content)
    refusal = refusal or found.refusal or (Refusal.TOO_MANY if place >= MOST else "")
    return Attachment(
        touchpoint=touch,
        place=place,
        name=found.name,
        kind=found.kind,
        size=len(content),
        digest="" if refusal else store.keep(content, agency_id=touch.agency_id),
        refusal=refusal,
    )
