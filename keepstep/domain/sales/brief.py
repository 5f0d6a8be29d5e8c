"""Briefs: a questionnaire put to a client, by link or by telephone; an answered one opens the first gate (§5.8)."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.questionnaire import Questionnaire
from keepstep.postgres import tenancy

LINK_LIFE = timedelta(days=30)


class BriefQuerySet(models.QuerySet["Brief"]):
    def open_to_clients(self, at: datetime) -> "BriefQuerySet":
        """Those whose link opens."""
        return self.filter(ended_at=None, expires_at__gt=at).exclude(token_hash="")

    def waiting(self) -> "BriefQuerySet":
        return self.filter(answered_at=None, ended_at=None)


class Brief(Row):
    """`questions` are as they were asked, so that a questionnaire may change. Whoever has the link fills it in until it
    expires; only a hash of it is kept. `answered_by` is whoever of us filled it in, null when the client did."""

    deal = Key(Deal, models.CASCADE, related_name="briefs")
    questionnaire = Key(Questionnaire)
    title = models.CharField(max_length=100)
    intro = models.CharField(max_length=1000, blank=True)
    language = models.CharField(max_length=2)
    questions = models.JSONField()
    by = Key(Person, null=True)
    at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = Key(Person, null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[BriefQuerySet] = BriefQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "brief"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="a_link_opens_one_brief"
            ),
            models.CheckConstraint(
                condition=Q(token_hash="", expires_at=None) | ~Q(token_hash="") & Q(expires_at__isnull=False),
                name="a_link_of_a_brief_expires",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["agency", "deal", "-at"], name="brief_of_deal"),)

    def __str__(self) -> str:
        return self.title

    def opens_by(self, token: str) -> bool:
        """Whether this is the secret of its link."""
        return self.token_hash == _hash(token)


class NothingAsked(Exception):
    """The questionnaire has no questions."""

    def __init__(self) -> None:
        super().__init__(_("This questionnaire asks nothing yet: add questions in the settings."))


def put(deal: Deal, questionnaire: Questionnaire, *, by: Person | None, at: datetime) -> Brief:
    """These questions are put to whoever the deal is with. Raises NothingAsked."""
    questions = [one.asked() for one in questionnaire.questions.filter(closed_at=None)]
    if not questions:
        raise NothingAsked
    return Brief.objects.create(
        deal=deal, questionnaire=questionnaire, title=questionnaire.name, intro=questionnaire.intro,
        language=questionnaire.language, questions=questions, by=by, at=at,
    )  # fmt: skip


def make_link(brief: Brief, *, at: datetime, token: str = "") -> str:
    """The secret part of a new link, or of the one that is given; a former one opens nothing any more."""
    token = token or secrets.token_urlsafe(24)
    Brief.objects.filter(pk=brief.pk).update(token_hash=_hash(token), expires_at=at + LINK_LIFE)
    return token


def end_link(brief: Brief, *, token: str) -> None:
    """This link opens nothing any more, if it is still the brief's."""
    Brief.objects.filter(pk=brief.pk, token_hash=_hash(token)).update(token_hash="", expires_at=None)


def find(token: str, *, at: datetime) -> Brief | None:
    """The brief behind a link, before any agency is known; None if it is unknown, ended or expired."""
    with tenancy.every_agency():
        return Brief.objects.open_to_clients(at).filter(token_hash=_hash(token)).first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def end(brief: Brief, *, at: datetime) -> bool:
    """It is asked no more, and its link opens nothing; False for one that is answered."""
    return Brief.objects.waiting().filter(pk=brief.pk).update(ended_at=at) == 1


def ask_again(brief: Brief) -> None:
    """It was ended by a slip of the hand."""
    Brief.objects.filter(pk=brief.pk).update(ended_at=None)
