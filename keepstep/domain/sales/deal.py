"""Deals: what somebody may buy, from the request to the handover, or until it is lost (§5.8)."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import MD5, Concat, Lower, Replace
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.sales import lead_record, own_field, pipeline
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead import State as LeadState
from keepstep.domain.sales.lead import put as put_lead
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.own_field import DealField, Values
from keepstep.domain.sales.pipeline import Pipeline, Stage
from keepstep.domain.sales.sorting import SortedAlready
from keepstep.domain.sales.source import Source


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("deal", "open")
    LOST = "lost", pgettext_lazy("deal", "lost")
    DONE = "done", pgettext_lazy("deal", "handed over")


class DealQuerySet(models.QuerySet["Deal"]):
    def open(self) -> "DealQuerySet":
        return self.filter(state=State.OPEN)

    def lost(self) -> "DealQuerySet":
        return self.filter(state=State.LOST)

    def of(self, person: Person) -> "DealQuerySet":
        return self.filter(person=person)

    def without_next_task(self) -> "DealQuerySet":
        """Open ones of which nothing says when they go on."""
        return self.open().filter(~Exists(_open_tasks()))

    def with_next_task(self) -> "DealQuerySet":
        """Each with `task` and `due`: what is next, and by when."""
        first = _open_tasks().order_by("due", "id")[:1]
        return self.annotate(task=Subquery(first.values("title")), due=Subquery(first.values("due")))

    def with_overdue_task(self, day: date) -> "DealQuerySet":
        """Open ones whose next task was due before this day."""
        return self.open().filter(Exists(_open_tasks().filter(due__lt=day)))


def _open_tasks() -> "models.QuerySet[Any]":
    from keepstep.domain.sales.deal_task import DealTask  # a task belongs to a deal

    return DealTask.objects.open().filter(deal=OuterRef("pk"))


class Deal(Row):
    """Who asks is a client of ours (`account`, `contact`), or stands in words in the fields from `company` on.

    `amount` is null while nobody knows it. `own` is what fields of the agency's own say (`own_field`). `stage` and
    `state` are what the last of the deal's records left, `since` is the record's moment.
    """

    title = models.CharField(_("title"), max_length=200)
    account = Key(Account, null=True, blank=True)
    contact = Key(Contact, models.SET_NULL, null=True, blank=True)
    lead = Key(Lead, null=True)
    company = models.CharField(_("company"), max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    sort_name = models.GeneratedField(
        expression=Replace(
            Lower(Concat(F("title"), Value(" "), F("company"), Value(" "), F("name"))), Value("ё"), Value("е")
        ),
        output_field=models.CharField(max_length=602),
        db_persist=True,
    )
    person = Key(Person)
    source = Key(Source, null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    closes_on = models.DateField(_("expected close"), null=True, blank=True)
    own = models.JSONField(default=dict, db_default={}, blank=True)
    stage = Key(Stage)
    since = models.DateTimeField()
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=4, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)
    reason = Key(LossReason, null=True)

    objects: ClassVar[DealQuerySet] = DealQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "deal"
        ordering = ("-opened_at", "-id")
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(state=State.LOST, reason__isnull=False) | ~Q(state=State.LOST) & Q(reason=None),
                name="a_lost_deal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, closed_at=None) | ~Q(state=State.OPEN) & Q(closed_at__isnull=False),
                name="a_deal_is_open_until_it_is_closed",
            ),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="a_deal_costs_nothing_at_least"),
            models.UniqueConstraint(fields=["agency", "lead"], name="a_lead_becomes_one_deal"),
        )
        indexes = (
            models.Index(fields=["agency", "stage", "-since", "-id"], condition=Q(state="open"), name="deal_board"),
            models.Index(
                fields=["agency", "person", "stage", "-since", "-id"], condition=Q(state="open"), name="deal_board_of"
            ),
            models.Index(fields=["agency", "-opened_at", "-id"], name="deal_by_arrival"),
            models.Index(fields=["agency", "state", "-opened_at", "-id"], name="deal_in_state"),
            models.Index(fields=["agency", "person", "-opened_at", "-id"], name="deal_of_person"),
            models.Index(fields=["agency", "stage", "-opened_at", "-id"], name="deal_in_stage"),
            models.Index(fields=["agency", "account", "-opened_at"], name="deal_of_account"),
            models.Index(fields=["agency", "state", "-closed_at"], name="deal_closed"),
            models.Index(F("agency"), MD5("sort_name"), name="deal_alike"),
            models.Index(fields=["agency", "since", "id"], condition=Q(state="open"), name="deal_longest"),
            models.Index(fields=["agency", "closes_on", "id"], condition=Q(state="open"), name="deal_closes"),
            models.Index(
                fields=["agency", "stage", "currency"],
                include=["amount"],
                condition=Q(state="open"),
                name="deal_totals",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def whose(self) -> str:
        """Whom it is with, in a word."""
        return self.account.name if self.account else self.company or self.name or self.phone or self.email


class DealClosed(Exception):
    """It was lost or handed over meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("This deal is closed: open it again first."))


FACTS = (
    "title", "account", "contact", "company", "name", "phone", "email", "amount", "currency", "closes_on", "source",
)  # fmt: skip
"""What is known of a deal; the rest is how it goes."""


@transaction.atomic
def begin(
    along: Pipeline, *, title: str, person: Person, by: Person | None, at: datetime, currency: str,
    own: Values | None = None, **facts: Any,
) -> Deal:  # fmt: skip
    """A deal begins in the first stage of this pipeline. `facts` are those of FACTS, `own` what is said in fields of
    the agency's own."""
    from keepstep.domain.sales import deal_record  # a record belongs to a deal

    stage = pipeline.first_stage(along)
    made = Deal.objects.create(
        title=title, person=person, stage=stage, since=at, opened_at=at, currency=currency,
        own=own_field.put({}, own or {}), **facts,
    )  # fmt: skip
    deal_record.write(made, deal_record.Kind.BEGUN, by=by, at=at, stage=stage, stage_name=stage.name)
    return made


@transaction.atomic
def make_of(lead: Lead, *, along: Pipeline, by: Person, at: datetime, **facts: Any) -> Deal:
    """The lead waits in no queue any more: it is a deal. Raises SortedAlready."""
    locked = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    if locked.state not in (LeadState.UNSORTED, LeadState.TAKEN, LeadState.ATTACHED):
        raise SortedAlready
    made = begin(along, lead=locked, by=by, at=at, **{**known_of(locked), **facts})
    was = {"state": locked.state, "person": str(locked.person_id or "")}
    put_lead(locked, {"state": LeadState.DEAL, "person": made.person})
    lead_record.write(locked, lead_record.Kind.DEAL, by=by, at=at, was=was, deal=str(made.pk), title=made.title)
    return made


def known_of(lead: Lead) -> dict[str, Any]:
    """What a deal takes over from its lead."""
    return {
        "account": lead.account,
        "company": lead.company,
        "name": lead.name,
        "phone": lead.phones[0] if lead.phones else "",
        "email": lead.emails[0] if lead.emails else "",
        "source": lead.source,
        "own": own_field.of_deal(lead.own),
    }


@transaction.atomic
def amend(deal: Deal, *, by: Person | None, at: datetime, own: Values | None = None, **facts: Any) -> None:
    """What it was is kept. `facts` are those of FACTS, `own` as of `begin`."""
    from keepstep.domain.sales import deal_record  # a record belongs to a deal

    locked = lock(deal)
    changed = {name: value for name, value in facts.items() if getattr(locked, name) != value}
    told = own_field.changes(DealField, locked.own, own or {})
    if not changed and not told:
        return
    was = {name: _told(getattr(locked, name)) for name in changed}
    if told:
        changed["own"] = own_field.put(locked.own, own or {})
    put(locked, changed)
    now = {name: _told(changed[name]) for name in was}
    more: dict[str, Any] = {"own": told} if told else {}
    deal_record.write(locked, deal_record.Kind.AMENDED, by=by, at=at, was=was, now=now, **more)


def _told(value: Any) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def give(deal: Deal, *, person: Person, by: Person | None, at: datetime) -> bool:
    """From now on it is theirs; False if it was already."""
    from keepstep.domain.sales import deal_record  # a record belongs to a deal

    locked = lock(deal)
    if locked.person_id == person.pk:
        return False
    was = locked.person
    put(locked, {"person": person})
    deal_record.write(
        locked, deal_record.Kind.GIVEN, by=by, at=at, person=str(person.pk), was=str(was.pk), name=person.name
    )  # fmt: skip
    return True


def lock(deal: Deal) -> Deal:
    """As it stands now, and nobody else changes it meanwhile."""
    return Deal.objects.select_for_update(of=("self",)).select_related("stage").get(pk=deal.pk)


def put(deal: Deal, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(deal, name, value)
    deal.save(update_fields=list(facts))
