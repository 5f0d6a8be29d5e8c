"""Items: one thing to do, for one person, from one duty, about one subject."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.project import Project
from keepstep.domain.talk.message import Message
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import Update


class Outcome(models.TextChoices):
    DONE = "done", _("done")
    LAPSED = "lapsed", _("no longer needed")
    SKIPPED = "skipped", _("skipped")


class ItemQuerySet(models.QuerySet["Item"]):
    def open(self) -> "ItemQuerySet":
        return self.filter(closed_at=None)

    def of(self, person: Person) -> "ItemQuerySet":
        return self.filter(person=person)

    def with_names(self) -> "ItemQuerySet":
        """With what a list says of the client and the project, and no more: a list is long."""
        facts = [field.name for field in Item._meta.concrete_fields if field.name != "agency"]
        known = ("account__name", "account__heard_at", "account__calendar", "project__name")
        return self.select_related("account", "project").only(*facts, *known)


class Item(Row):
    """Found by a round. `since` is when its cause began; duty, subject, `since` and `rung` name it for ever,
    so that a second round finds the same item. `facts` fill the words of its reason."""

    duty = models.CharField(max_length=30)
    person = Key(Person)
    account = Key(Account, models.CASCADE)
    project = Key(Project, models.CASCADE, null=True)
    ball = Key(Ball, models.CASCADE, null=True)
    milestone = Key(Milestone, models.CASCADE, null=True)
    touchpoint = Key(Touchpoint, models.CASCADE, null=True)
    since = models.DateField()
    rung = models.PositiveSmallIntegerField(default=0, db_default=0)
    day = models.DateField()
    due = models.DateTimeField()
    facts = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True, default="", db_default="")
    reason = models.CharField(max_length=500, blank=True, default="", db_default="")

    objects: ClassVar[ItemQuerySet] = ItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "item"
        ordering = ("due", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "duty", "account", "project", "ball", "milestone", "touchpoint", "since", "rung"],
                nulls_distinct=False,
                name="a_cause_makes_one_item",
            ),
        )
        indexes = (
            models.Index(fields=["agency", "person", "due", "id"], condition=Q(closed_at=None), name="item_open_of"),
            models.Index(fields=["agency", "duty"], condition=Q(closed_at=None), name="item_open_by_duty"),
            models.Index(fields=["agency", "person", "-closed_at"], name="item_done_of"),
        )

    def __str__(self) -> str:
        return f"{self.duty} {self.account_id} {self.since}"


def skip(item: Item, *, reason: str, at: datetime) -> bool:
    """Leave the item undone with a reason, which is kept; False if it was closed before."""
    facts = {"closed_at": at, "outcome": Outcome.SKIPPED, "reason": reason}
    return Item.objects.open().filter(pk=item.pk).update(**facts) == 1


def of_day(day: date) -> ItemQuerySet:
    """What the round of that day found, with what belongs to the words of each item."""
    return Item.objects.filter(day=day).select_related("person", "account", "project")


def open_of(person: Person) -> ItemQuerySet:
    """What this person has to do. What is on its way is not asked for again."""
    written = Update.objects.filter(account=OuterRef("account"), day=OuterRef("since"))
    asked = Message.objects.under_way().filter(project=OuterRef("project"), rung__gte=OuterRef("rung"))
    on_its_way = Q(duty="daily_update") & Exists(written) | Q(duty="push_stall") & Exists(asked)
    return Item.objects.open().of(person).exclude(on_its_way).with_names()


def done_of(person: Person, *, since: datetime) -> ItemQuerySet:
    """What this person's items of the day have come to, the last first."""
    done = Item.objects.of(person).filter(closed_at__gte=since, outcome__in=(Outcome.DONE, Outcome.SKIPPED))
    return done.with_names().order_by("-closed_at")
