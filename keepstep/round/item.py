"""Items: one thing to do, for one person, from one duty, about one subject."""

from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, TextField, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.taking import Taking
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.lead import Lead, called
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.domain.talk.message import Message
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import Update
from keepstep.duties.catalogue import KEYS, SUBJECTS
from keepstep.postgres.composed import composed

MOST_OPEN, MOST_DONE = 200, 50
SUBJECT = Coalesce("account__name", "deal__title", *called("lead__"), output_field=TextField())


class Outcome(models.TextChoices):
    DONE = "done", _("done")
    LAPSED = "lapsed", _("no longer needed")
    SKIPPED = "skipped", _("skipped")


class ItemQuerySet(models.QuerySet["Item"]):
    def open(self) -> "ItemQuerySet":
        return self.filter(closed_at=None)

    def of(self, person: Person | UUID) -> "ItemQuerySet":
        return self.filter(person=person)

    def listed(self) -> "models.QuerySet[Item, tuple[Any, ...]]":
        """As `Listed` has them."""
        columns = [Cast(name, TextField()) if name in AS_TEXT else name for name in COLUMNS]
        in_vain = Case(When(duty="daily_update", then=Exists(_written())), default=False)
        return self.values_list(*columns, Case(When(duty__in=CASES, then=_taker())), in_vain)


def _about_nothing_but(subject: str) -> Q:
    return Q(**{f"{one}__isnull": one != subject for one in SUBJECTS})


class Item(Row):
    """Found by a round. `since` is when its cause began; duty, subject, `since` and `rung` name it for ever,
    so that a second round finds the same item. `facts` fill the words of its reason."""

    duty = models.CharField(max_length=30)
    person = Key(Person)
    account = Key(Account, models.CASCADE, null=True)
    lead = Key(Lead, models.CASCADE, null=True)
    deal = Key(Deal, models.CASCADE, null=True)
    project = Key(Project, models.CASCADE, null=True)
    ball = Key(Ball, models.CASCADE, null=True)
    milestone = Key(Milestone, models.CASCADE, null=True)
    touchpoint = Key(Touchpoint, models.CASCADE, null=True)
    invoice = Key(Invoice, models.CASCADE, null=True)
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
                fields=["agency", "duty", *(key.removesuffix("_id") for key in KEYS), "since", "rung"],
                nulls_distinct=False,
                name="a_cause_makes_one_item",
            ),
            models.CheckConstraint(
                condition=reduce(or_, (_about_nothing_but(subject) for subject in SUBJECTS)),
                name="an_item_is_about_one_subject",
            ),
        )
        indexes = (
            models.Index(fields=["agency", "person", "due", "id"], condition=Q(closed_at=None), name="item_open_of"),
            models.Index(fields=["agency", "duty"], condition=Q(closed_at=None), name="item_open_by_duty"),
            models.Index(fields=["agency", "person", "-closed_at"], name="item_done_of"),
        )

    def __str__(self) -> str:
        return f"{self.duty} {self.subject} {self.since}"

    @property
    def subject(self) -> str:
        """The name of whom it is about."""
        name: str = self.lead.title if self.lead else self.deal.title if self.deal else self.account.name
        return name


COLUMNS = (
    "id", "duty", "account_id", "lead_id", "deal_id", SUBJECT, "account__heard_at", "project_id", "project__name",
    "milestone_id", "touchpoint_id", "rung", "due", "closed_at", "outcome", "reason", "facts",
)  # fmt: skip
CASES = ("push_stall", "call_client")
"""Duties about a stall, which somebody may have taken."""
AS_TEXT = {"id", "account_id", "lead_id", "deal_id", "project_id", "milestone_id", "touchpoint_id", "facts"}


class Listed(NamedTuple):
    """An item as a list reads it, with the names of its subject and the project; a list is long, so it is no model.
    Keys are texts, as addresses are. `told` are the facts as they stand in the database: what tells the same is put
    into words once. `taker` looks after the stall it is about; `in_vain` was an update that is written and has reached
    nobody."""

    id: str
    duty: str
    account_id: str | None
    lead_id: str | None
    deal_id: str | None
    subject: str
    heard_at: datetime | None
    project_id: str | None
    project: str | None
    milestone_id: str | None
    touchpoint_id: str | None
    rung: int
    due: datetime
    closed_at: datetime | None
    outcome: str
    reason: str
    told: str
    taker: str | None
    in_vain: bool


def _taker() -> Subquery:
    of_case = Taking.objects.filter(project=OuterRef("project"), since=OuterRef("since"))
    return Subquery(of_case.order_by().values("person__name")[:1])


def _written() -> QuerySet[Update]:
    """The update of the day on which an item asks for one."""
    return Update.objects.of_the_day().filter(account=OuterRef("account"), day=OuterRef("since"))


def skip(item: Item, *, reason: str, at: datetime) -> bool:
    """Leave the item undone with a reason, which is kept; False if it was closed before."""
    facts = {"closed_at": at, "outcome": Outcome.SKIPPED, "reason": reason}
    return Item.objects.open().filter(pk=item.pk).update(**facts) == 1


def skipped(account: Account, *, day: date) -> Item | None:
    """That somebody left out the update of that day."""
    left = Item.objects.filter(duty="daily_update", account=account, since=day, outcome=Outcome.SKIPPED)
    return left.select_related("person").first()


def of_day(day: date) -> ItemQuerySet:
    """What the round of that day found, with what belongs to the words of each item."""
    return Item.objects.filter(day=day).select_related("person", "account", "lead", "deal", "project")


def today(person: Person, *, since: datetime) -> tuple[list[Listed], list[Listed]]:
    """The first of what this person has to do, by the hour it is due, in no order; and what their items have come to
    since then, the last first."""
    found = [Listed._make(row) for row in _today(person=person.pk, since=since)]
    closed = sorted((one.closed_at, one.id, one) for one in found if one.closed_at)
    return [one for one in found if not one.closed_at], [one for *_, one in reversed(closed)]


@composed
def _today(person: UUID, since: datetime) -> "models.QuerySet[Item, tuple[Any, ...]]":
    closed = Item.objects.of(person).filter(closed_at__gte=since, outcome__in=(Outcome.DONE, Outcome.SKIPPED))
    done = closed.order_by("-closed_at").listed()[:MOST_DONE]
    return open_of(person).listed()[:MOST_OPEN].union(done, all=True)


def open_of(person: Person | UUID) -> ItemQuerySet:
    """What this person has to do. What is on its way is not asked for again, until it turns out not to have arrived."""
    sent = Sending.objects.under_way().filter(
        update__account=OuterRef("account"), update__day=OuterRef("since"), update__corrects=None
    )
    asked = Message.objects.under_way().filter(project=OuterRef("project"), rung__gte=OuterRef("rung"))
    answered = Message.objects.under_way().filter(answers=OuterRef("touchpoint"))
    responded = SalesLetter.objects.under_way().filter(lead=OuterRef("lead"))
    on_its_way = (
        Q(duty="daily_update") & Exists(sent)
        | Q(duty="push_stall") & Exists(asked)
        | Q(duty="answer_client") & Exists(answered)
        | Q(duty="first_response") & Exists(responded)
    )
    return Item.objects.open().of(person).exclude(on_its_way)
