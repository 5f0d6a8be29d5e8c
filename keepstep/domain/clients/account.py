"""Accounts: client companies, from the handover on, and the dated states they pass through."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.calendar import WorkCalendar, office_hours
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.churn_reason import ChurnReason
from keepstep.formulas.working_time import WorkingTime


class State(models.TextChoices):
    ONBOARDING = "onboarding", _("onboarding")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    CHURNED = "churned", _("churned")


class Tone(models.TextChoices):
    """How the client is spoken to in updates."""

    WARM = "warm", _("warm: by the first name")
    FORMAL = "formal", _("formal: by the full name")
    BRIEF = "brief", _("brief: to the point, without a greeting")


class HeardOrNever(Func):
    """When the client last heard from us; never is longest ago, so that an order by it has no nulls."""

    template = "(coalesce(%(expressions)s, '-infinity'::timestamptz))"
    output_field = models.DateTimeField()


class WebDomain(Func):
    """The host of an address on the web, without `www.`."""

    template = "(regexp_replace(lower(%(expressions)s), '^https?://(www\\.)?([^/:?#]*).*$', '\\2'))"
    output_field = models.CharField()


class TaxKey(Func):
    """A tax number without whatever people put between its digits."""

    template = "(regexp_replace(upper(%(expressions)s), '[^0-9A-Z]', '', 'g'))"
    output_field = models.CharField()


class AccountQuerySet(models.QuerySet["Account"]):
    def of(self, person: Person) -> "AccountQuerySet":
        return self.filter(manager=person)

    def with_us(self) -> "AccountQuerySet":
        return self.filter(left_at=None)

    def gone(self) -> "AccountQuerySet":
        return self.filter(left_at__isnull=False)

    def in_state(self, *states: State) -> "AccountQuerySet":
        return self.filter(states__until=None, states__state__in=states)

    def with_state(self) -> "AccountQuerySet":
        """Each account with the name of its present state."""
        present = AccountState.objects.filter(account=OuterRef("pk"), until=None)
        return self.annotate(state=Subquery(present.values("state")[:1]))


class Account(Row):
    """`heard_at`, kept by `talk.touchpoint`, is when the client last got word from us.
    `left_at`, kept by `become`, is when the client churned; null while it is with us. `web_domain`, `tax_key` are what
    somebody is recognised by: columns, since row-level security lets no index of an expression be used."""

    name = models.CharField(max_length=200)
    sort_name = models.GeneratedField(
        expression=Replace(Lower(F("name")), Value("ё"), Value("е")),
        output_field=models.CharField(max_length=200),
        db_persist=True,
    )
    manager = Key(Person, null=True, blank=True)
    calendar = Key(WorkCalendar, null=True, blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    tone = models.CharField(max_length=6, choices=Tone, default=Tone.WARM, db_default=Tone.WARM)
    cadence = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    business = models.CharField(max_length=200, blank=True)
    site = models.URLField(blank=True)
    tax_number = models.CharField(max_length=20, blank=True, default="", db_default="")
    about = models.TextField(blank=True, max_length=4000)
    heard_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    web_domain = models.GeneratedField(
        expression=WebDomain("site"), output_field=models.CharField(max_length=200), db_persist=True
    )
    tax_key = models.GeneratedField(
        expression=TaxKey("tax_number"), output_field=models.CharField(max_length=20), db_persist=True
    )

    objects: ClassVar[AccountQuerySet] = AccountQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "account"
        ordering = ("sort_name", "id")
        indexes = (
            models.Index(fields=["agency", "sort_name", "id"], name="account_by_name"),
            models.Index(fields=["agency", "manager", "sort_name", "id"], name="account_by_manager"),
            models.Index(
                F("agency"), HeardOrNever("heard_at"), F("id"), condition=Q(left_at=None), name="account_by_silence"
            ),
            models.Index(
                F("agency"),
                F("manager"),
                HeardOrNever("heard_at"),
                F("id"),
                condition=Q(left_at=None),
                name="account_of_manager_by_silence",
            ),
            models.Index(
                fields=["agency", "sort_name", "id"], condition=Q(left_at__isnull=False), name="account_gone_by_name"
            ),
            models.Index(fields=["agency", "web_domain"], name="account_of_web_domain"),
            models.Index(fields=["agency", "tax_key"], name="account_of_tax_number"),
        )

    def __str__(self) -> str:
        return self.name

    def working_time(self) -> WorkingTime:
        """The client's own calendar, else the agency's."""
        return self.calendar.working_time() if self.calendar else office_hours()

    def local_day(self, at: datetime) -> date:
        """The calendar day of that moment for this client."""
        return self.working_time().local_day(at)


class AccountState(Row):
    """The account was in this state from `since` until `until`; the present state has no end. `because` says which of
    the agency's reasons a client left for, `reason` what there is to say of it."""

    account = Key(Account, models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=State)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = Key(Person, null=True)
    reason = models.CharField(max_length=500, blank=True)
    because = Key(ChurnReason, null=True)

    class Meta:
        db_table = "account_state"
        ordering = ("-since",)
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(because=None) | Q(state=State.CHURNED), name="only_who_left_has_a_reason_for_leaving"
            ),
            models.UniqueConstraint(
                fields=["agency", "account"], condition=Q(until=None), name="an_account_is_in_one_state"
            ),
        )
        indexes = (
            models.Index(fields=["agency", "account", "since"], name="account_state_history"),
            models.Index(fields=["agency", "state", "account"], condition=Q(until=None), name="account_in_state"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.state}"


class AlreadyInState(Exception):
    """The account is in that state already."""

    def __init__(self, state: str) -> None:
        super().__init__(_("The client is already in this state."))
        self.state = state


def welcome(
    *, name: str, at: datetime, by: Person | None, manager: Person | None, language: str = "en", **facts: Any
) -> Account:
    """A new account, onboarding from this moment on. `facts` are further fields of Account."""
    account = Account.objects.create(name=name, manager=manager, language=language, **facts)
    AccountState.objects.create(account=account, state=State.ONBOARDING, since=at, by=by)
    return account


def become(
    account: Account, state: State, *, by: Person | None, at: datetime, reason: str = "",
    because: ChurnReason | None = None,
) -> AccountState:  # fmt: skip
    """Close the present state and open the next. Raises AlreadyInState."""
    present = AccountState.objects.select_for_update().get(account=account, until=None)
    if present.state == state:
        raise AlreadyInState(state)
    present.until = at
    present.save(update_fields=["until"])
    account.left_at = at if state == State.CHURNED else None
    account.save(update_fields=["left_at"])
    return AccountState.objects.create(account=account, state=state, since=at, by=by, reason=reason, because=because)


def amend(account: Account, **facts: Any) -> None:
    """What we know of the client was wrong or has changed. `facts` are fields of Account."""
    for name, value in facts.items():
        setattr(account, name, value)
    account.save(update_fields=list(facts))
