"""Spend: what a source, or a campaign of it, has cost from one day to another (§5.7). A campaign costs a sum once: what
would count a day twice is refused."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.source import Source


class SpendQuerySet(models.QuerySet["Spend"]):
    def standing(self) -> "SpendQuerySet":
        return self.filter(withdrawn_at=None)

    def within(self, since: date, until: date) -> "SpendQuerySet":
        """Those of which at least a day lies between these two."""
        return self.filter(since__lte=until, until__gte=since)


class SpendFile(Row):
    """A file that was loaded; `digest` is of its bytes, so that it is not loaded twice."""

    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    by = Key(Person)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = Key(Person, null=True)

    class Meta:
        db_table = "spend_file"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "digest"], condition=Q(undone_at=None), name="a_file_of_spend_is_loaded_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Spend(Row):
    """`since` and `until` are both included; without a campaign it is the source's as a whole."""

    source = Key(Source)
    campaign = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    file = Key(SpendFile, null=True)
    by = Key(Person)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = Key(Person, null=True)

    objects: ClassVar[SpendQuerySet] = SpendQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "spend"
        ordering = ("-since", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="spend_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="spend_is_more_than_nothing"),
        )
        indexes = (
            models.Index(fields=["agency", "-since", "-id"], condition=Q(withdrawn_at=None), name="spend_by_day"),
            models.Index(
                "agency", "source", Lower("campaign"), "since", condition=Q(withdrawn_at=None), name="spend_of_campaign"
            ),
            models.Index(fields=["agency", "file"], name="spend_of_file"),
        )

    def __str__(self) -> str:
        return f"{self.source_id} {self.since}: {self.amount}"


class Entry(NamedTuple):
    """Spend as somebody has it in mind, before it is a row."""

    source: Source
    campaign: str
    since: date
    until: date
    amount: Decimal


class CountedTwice(Exception):
    """For some of these days this campaign has its sum already; `known` is that row."""

    def __init__(self, known: Spend) -> None:
        self.known = known
        super().__init__(_("For some of these days it is entered already: take that back first."))


class WithdrawnAlready(Exception):
    def __init__(self) -> None:
        super().__init__(_("It has been taken back already."))


@transaction.atomic
def enter(entry: Entry, *, agency: Agency, by: Person, at: datetime) -> Spend:
    """By hand, in the agency's currency. Raises CountedTwice."""
    lock(agency)
    if known := overlapping([entry])[0]:
        raise CountedTwice(known)
    return Spend.objects.create(**entry._asdict(), currency=agency.currency, by=by, at=at)


@transaction.atomic
def withdraw(spend: Spend, *, by: Person, at: datetime) -> None:
    """It was a mistake. Raises WithdrawnAlready."""
    if not Spend.objects.standing().filter(pk=spend.pk).update(withdrawn_at=at, withdrawn_by=by):
        raise WithdrawnAlready


@transaction.atomic
def reinstate(spend: Spend, *, agency: Agency) -> None:
    """It was none after all. Raises CountedTwice."""
    lock(agency)
    same = Entry(spend.source, spend.campaign, spend.since, spend.until, spend.amount)
    known = overlapping([same])[0]
    if known and known.pk != spend.pk:
        raise CountedTwice(known)
    Spend.objects.filter(pk=spend.pk).update(withdrawn_at=None, withdrawn_by=None)


def lock(agency: Agency) -> None:
    """Spend of an agency is entered by one at a time, so that two of the same moment do not count a day twice."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)


OVERLAPPING = """
select asked.place, s.id
from unnest(%s::uuid[], %s::text[], %s::date[], %s::date[]) with ordinality
     as asked (source_id, campaign, since, until, place)
cross join lateral (
    select id from spend
    where source_id = asked.source_id and lower(campaign) = lower(asked.campaign) and withdrawn_at is null
      and since <= asked.until and until >= asked.since
    limit 1
) s
"""


def overlapping(entries: Sequence[Entry]) -> list[Spend | None]:
    """For each of these what is entered already for some of its days; one statement for all."""
    columns: list[Any] = [
        [one.source.pk for one in entries],
        [one.campaign for one in entries],
        [one.since for one in entries],
        [one.until for one in entries],
    ]
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPPING, columns)
        found = dict(cursor.fetchall())
    known = Spend.objects.in_bulk(list(found.values()))
    return [known[found[place]] if place in found else None for place in range(1, len(entries) + 1)]
