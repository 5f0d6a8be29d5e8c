"""Answers of a brief: kept as they come; once all that is needed is said, they open the deal's first gate (§5.8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import notification
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales import evidence
from keepstep.domain.sales.brief import Brief
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.pipeline import Gate

SOURCE = "brief:"
ANSWERED = "brief"
"""The kind under which a salesperson is told that a client has answered."""


class BriefAnswer(Row):
    """What was said to one question; said anew, it is one more row. `by` is null for the client's own words."""

    brief = Key(Brief, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=40)
    words = models.TextField(max_length=5000, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "brief_answer"
        ordering = ("at", "id")
        indexes = (models.Index(fields=["agency", "brief", "at", "id"], name="brief_answer_of"),)

    def __str__(self) -> str:
        return self.words[:60]


class AnsweredAlready(Exception):
    """It was handed in; to change it, it has to be opened again."""

    def __init__(self) -> None:
        super().__init__(_("This brief is answered already."))


class StillOpen(Exception):
    """Questions that must be answered are not; `missing` are their keys."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(_("Some questions that we need are not answered yet."))


def said_in(brief: Brief) -> dict[str, str]:
    """By the question's key, what was answered last."""
    return dict(BriefAnswer.objects.filter(brief=brief).order_by("at", "id").values_list("question", "words"))


@transaction.atomic
def answer(brief: Brief, said: Mapping[str, str], *, by: Person | None, at: datetime) -> None:
    """What is new of it is kept; questions it does not ask are passed over. Raises AnsweredAlready."""
    locked = _open(brief)
    asked, known = {one["key"] for one in locked.questions}, said_in(locked)
    BriefAnswer.objects.bulk_create(
        BriefAnswer(brief=locked, question=key, words=words, by=by, at=at)
        for key, words in said.items()
        if key in asked and words != known.get(key, "")
    )


@transaction.atomic
def hand_in(brief: Brief, *, by: Person | None, at: datetime) -> Evidence:
    """All is said: it is the evidence of the gate, and the salesperson is told. Raises AnsweredAlready, StillOpen."""
    locked, said = _open(brief), said_in(brief)
    missing = [one["key"] for one in locked.questions if one["is_required"] and not said.get(one["key"])]
    if missing:
        raise StillOpen(missing)
    Brief.objects.filter(pk=locked.pk).update(answered_at=at, answered_by=by)
    made = evidence.record(locked.deal, Gate.CLARIFIED, source=f"{SOURCE}{locked.pk}", note=locked.title, by=by, at=at)
    if by is None:
        _tell(locked, at)
    brief.refresh_from_db()
    return made


def _tell(brief: Brief, at: datetime) -> None:
    facts: dict[str, Any] = {
        "client": brief.deal.whose or brief.deal.title,
        "deal": brief.deal.title,
        "title": brief.title,
    }
    address = reverse("brief", args=[brief.pk])
    notification.tell(
        brief.deal.person, kind=ANSWERED, key=f"{brief.pk} {at:%Y%m%d%H%M%S}", facts=facts, address=address, at=at
    )  # fmt: skip


@transaction.atomic
def reopen(brief: Brief, *, by: Person | None, at: datetime) -> bool:
    """Something is missing in it after all; False if it was open. What it opened is shut again."""
    if Brief.objects.filter(pk=brief.pk, answered_at__isnull=False).update(answered_at=None, answered_by=None) == 0:
        return False
    for known in Evidence.objects.standing().filter(deal=brief.deal_id, source=f"{SOURCE}{brief.pk}"):
        evidence.withdraw(known, by=by, at=at, note=str(_("The brief is open again.")))
    brief.refresh_from_db()
    return True


def _open(brief: Brief) -> Brief:
    locked = Brief.objects.select_for_update(of=("self",)).select_related("deal__person", "deal__account").get(
        pk=brief.pk
    )  # fmt: skip
    if locked.answered_at or locked.ended_at:
        raise AnsweredAlready
    return locked
