"""Leads: somebody has shown interest. One waits unsorted until somebody takes it, attaches it to a client, or
rejects it (§5.7)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower, NullIf, Replace
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.sales import own_field
from keepstep.domain.sales.own_field import LeadField, Values
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.source import Source
from keepstep.domain.sales.touch import Touch


class State(models.TextChoices):
    UNSORTED = "unsorted", pgettext_lazy("lead", "unsorted")
    TAKEN = "taken", pgettext_lazy("lead", "in work")
    ATTACHED = "attached", pgettext_lazy("lead", "attached to a client")
    REJECTED = "rejected", pgettext_lazy("lead", "rejected")
    MERGED = "merged", pgettext_lazy("lead", "merged into another")
    DEAL = "deal", pgettext_lazy("lead", "became a deal")


class Channel(models.TextChoices):
    HAND = "hand", _("entered by hand")
    FORM = "form", _("web form")
    IMPORT = "import", _("from a file")
    API = "api", "API"
    EMAIL = "email", _("letter")
    TELEGRAM = "telegram", "Telegram"


NAMELESS = _("Somebody without a name")
WAITING = (State.UNSORTED, State.TAKEN, State.ATTACHED, State.DEAL)
"""In these somebody still expects word from us."""


class LeadQuerySet(models.QuerySet["Lead"]):
    def unsorted(self) -> "LeadQuerySet":
        return self.filter(state=State.UNSORTED)

    def of(self, person: Person) -> "LeadQuerySet":
        return self.filter(person=person)

    def bearing(self, kind: str, value: str) -> "LeadQuerySet":
        """Those by whose signs somebody is recognised."""
        return self.filter(signs__kind=kind, signs__value=value)

    def unanswered(self) -> "LeadQuerySet":
        return self.filter(responded_at=None, state__in=WAITING)


class Lead(Row):
    """`person` is the salesperson it was given to or taken by; `responded_at` when somebody first heard from us;
    `qualified_at` when the last required criterion was met; `own` is what fields of the agency's own say (`own_field`).

    What happened to it, with who and when, are its records; `state` is what the last of them left.
    """

    name = models.CharField(max_length=200, blank=True)
    company = models.CharField(max_length=200, blank=True)
    sort_name = models.GeneratedField(
        expression=Replace(Lower(Concat(F("name"), Value(" "), F("company"))), Value("ё"), Value("е")),
        output_field=models.CharField(max_length=401),
        db_persist=True,
    )
    emails = ArrayField(models.EmailField(), default=list)
    phones = ArrayField(models.CharField(max_length=20), default=list)
    tax_number = models.CharField(max_length=20, blank=True)
    site = models.URLField(blank=True)
    message = models.TextField(blank=True, max_length=10_000)
    own = models.JSONField(default=dict, db_default={})
    source = Key(Source)
    channel = models.CharField(max_length=8, choices=Channel)
    first_touch = models.JSONField(default=dict)
    last_touch = models.JSONField(default=dict)
    consent = models.TextField(blank=True)
    consented_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.UNSORTED)
    person = Key(Person, null=True)
    responded_at = models.DateTimeField(null=True)
    qualified_at = models.DateTimeField(null=True)
    qualified_by = Key(Person, null=True)
    reason = Key(RejectReason, null=True)
    account = Key(Account, models.SET_NULL, null=True)
    merged_into = Key("self", null=True)

    objects: ClassVar[LeadQuerySet] = LeadQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "lead"
        ordering = ("-came_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state=State.REJECTED, reason__isnull=False) | ~Q(state=State.REJECTED) & Q(reason=None),
                name="a_rejected_lead_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | ~Q(state=State.MERGED) & Q(merged_into=None),
                name="a_merged_lead_says_into_which",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ATTACHED) | Q(account__isnull=False),
                name="an_attached_lead_says_to_whom",
            ),
            models.CheckConstraint(
                condition=Q(qualified_at=None, qualified_by=None)
                | Q(qualified_at__isnull=False, qualified_by__isnull=False),
                name="somebody_has_qualified_a_qualified_lead",
            ),
        )
        indexes = (
            models.Index(fields=["agency", "-came_at", "-id"], name="lead_by_arrival"),
            models.Index(fields=["agency", "state", "-came_at", "-id"], name="lead_in_state"),
            models.Index(fields=["agency", "source", "-came_at", "-id"], name="lead_of_source"),
            models.Index(fields=["agency", "person", "-came_at", "-id"], name="lead_of_person"),
            models.Index(fields=["agency", "merged_into"], name="lead_merged_into"),
            models.Index(
                fields=["agency", "came_at"],
                condition=Q(responded_at=None, state__in=["unsorted", "taken", "attached", "deal"]),
                name="lead_unanswered",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What to call it: people leave a name, a company, or only a way to reach them."""
        ways = [*self.phones, *self.emails]
        return self.name or self.company or (ways[0] if ways else str(NAMELESS))


def called(prefix: str) -> list[Any]:
    """The same for a query that reads no whole leads: the first of these that is not null."""
    said = [NullIf(f"{prefix}{name}", Value("")) for name in ("name", "company")]
    return [*said, F(f"{prefix}phones__0"), F(f"{prefix}emails__0"), Value("")]


FACTS = ("name", "company", "emails", "phones", "tax_number", "site", "message")
"""What is known of the person; the rest is how it came and what became of it."""


@transaction.atomic
def arrive(
    *,
    source: Source,
    channel: str,
    at: datetime,
    by: Person | None = None,
    person: Person | None = None,
    first_touch: Touch | None = None,
    last_touch: Touch | None = None,
    consent: str = "",
    own: Values | None = None,
    **facts: Any,
) -> Lead:
    """Somebody has shown interest: it waits unsorted. `facts` are those of FACTS, `own` what is said in fields of the
    agency's own; `consent` the words agreed to."""
    from keepstep.domain.sales import assignment, lead_record, sign  # all three belong to a lead

    made = Lead.objects.create(
        source=source,
        channel=channel,
        came_at=at,
        person=person,
        first_touch=first_touch or {},
        last_touch=last_touch or first_touch or {},
        consent=consent,
        consented_at=at if consent else None,
        own=own_field.put({}, own or {}),
        **facts,
    )
    sign.mark(made)
    lead_record.write(made, lead_record.Kind.CAME, by=by, at=at, channel=str(channel))
    if person is None:
        assignment.assign(made, at=at, by=by)
    return made


@transaction.atomic
def amend(lead: Lead, *, by: Person, at: datetime, own: Values | None = None, **facts: Any) -> None:
    """What we know of the person was wrong or has changed; what it was is kept. `facts` are those of FACTS, `own` what
    is said in fields of the agency's own."""
    from keepstep.domain.sales import lead_record, sign  # both belong to a lead

    changed = {name: value for name, value in facts.items() if getattr(lead, name) != value}
    told = _said(lead, own or {})
    if not changed and not told:
        return
    was = {name: getattr(lead, name) for name in changed}
    put(lead, changed | ({"own": own_field.put(lead.own, own or {})} if told else {}))
    sign.mark(lead)
    more: dict[str, Any] = {"own": told} if told else {}
    lead_record.write(lead, lead_record.Kind.AMENDED, by=by, at=at, was=was, now=changed, **more)


def _said(lead: Lead, own: Values) -> list[dict[str, Any]]:
    """What changes in its own fields, as they stand now: somebody else may have said something of another one."""
    if not own:
        return []
    lead.own = Lead.objects.select_for_update().order_by().values_list("own", flat=True).get(pk=lead.pk)
    return own_field.changes(LeadField, lead.own, own)


def put(lead: Lead, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(lead, name, value)
    lead.save(update_fields=list(facts))


def united(*ways: Iterable[str]) -> list[str]:
    """Addresses of several lists, each once, in order."""
    return list(dict.fromkeys(way for each in ways for way in each))
