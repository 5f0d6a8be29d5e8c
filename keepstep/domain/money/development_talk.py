"""Development talks: a client was talked to about what it buys, with which facts, and what came of it (§6)."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account


class Outcome(models.TextChoices):
    AGREED = "agreed", _("they want it")
    THINKING = "thinking", _("they are thinking it over")
    LATER = "later", _("not now, again later")
    NO = "no", _("no")
    OTHER = "other", _("something else came out")


class DevelopmentTalkQuerySet(models.QuerySet["DevelopmentTalk"]):
    def standing(self) -> "DevelopmentTalkQuerySet":
        return self.filter(undone_at=None)


class DevelopmentTalk(Row):
    """`facts` are those that had been prepared for it; `service` is what was offered."""

    account = Key(Account, models.CASCADE)
    held_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    words = models.CharField(max_length=1000)
    service = Key(Service, null=True, blank=True)
    facts = models.JSONField(default=dict)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[DevelopmentTalkQuerySet] = DevelopmentTalkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "development_talk"
        ordering = ("-held_on", "-id")
        constraints: ClassVar = (
            models.CheckConstraint(condition=~Q(words=""), name="a_development_talk_has_something_to_tell"),
        )
        indexes = (
            models.Index(
                fields=["agency", "account", "-held_on"], condition=Q(undone_at=None), name="development_talk_of"
            ),
        )

    def __str__(self) -> str:
        return f"{self.held_on}: {self.outcome}"


def record(
    account: Account, *, held_on: date, outcome: str, words: str, by: Person | None, at: datetime,
    service: Service | None = None, facts: dict[str, Any] | None = None,
) -> DevelopmentTalk:  # fmt: skip
    return DevelopmentTalk.objects.create(
        account=account, held_on=held_on, outcome=outcome, words=words, service=service, facts=facts or {}, by=by, at=at
    )


def take_back(talk: DevelopmentTalk, *, at: datetime) -> None:
    """To record it was a slip of the hand."""
    DevelopmentTalk.objects.standing().filter(pk=talk.pk).update(undone_at=at)
