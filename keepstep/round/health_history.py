"""The history of health: a row a client and day, with its parts, written once by the round (§5.5)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import connection, models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from keepstep.domain.agency.health_weights import PARTS
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account, AccountQuerySet
from keepstep.formulas import health as formulas
from keepstep.formulas.health import Band, band
from keepstep.postgres import prepared
from keepstep.round import health
from keepstep.round.health import Health

FELL = "health_fell"
"""The kind of a notification that a client's health fell."""
LOOKED_BACK = timedelta(days=28)
"""The calendar days in which 20 working days lie."""


class HealthDayQuerySet(models.QuerySet["HealthDay"]):
    def of(self, day: date) -> "HealthDayQuerySet":
        return self.filter(day=day)

    def in_band(self, colour: str) -> "HealthDayQuerySet":
        least = {Band.GREEN: formulas.GREEN, Band.AMBER: formulas.AMBER, Band.RED: 0}[Band(colour)]
        below = {Band.GREEN: 101, Band.AMBER: formulas.GREEN, Band.RED: formulas.AMBER}[Band(colour)]
        return self.filter(score__gte=least, score__lt=below)


class HealthDay(Row):
    """`score` and its parts as they were on that day, from 0 to 100; a part that was not known is null."""

    account = Key(Account, models.CASCADE)
    day = models.DateField()
    score = models.PositiveSmallIntegerField()
    communication = models.PositiveSmallIntegerField(null=True)
    movement = models.PositiveSmallIntegerField(null=True)
    plan = models.PositiveSmallIntegerField(null=True)
    payment = models.PositiveSmallIntegerField(null=True)
    satisfaction = models.PositiveSmallIntegerField(null=True)
    engagement = models.PositiveSmallIntegerField(null=True)
    knowledge = models.PositiveSmallIntegerField(null=True)

    objects: ClassVar[HealthDayQuerySet] = HealthDayQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "health_day"
        ordering = ("-day",)
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "account", "day"], include=["score"], name="health_is_kept_once_a_day"
            ),
            models.CheckConstraint(condition=Q(score__lte=100), name="health_is_at_most_a_hundred"),
        )
        indexes = (models.Index(fields=["agency", "day", "score"], name="health_day_by_score"),)

    def __str__(self) -> str:
        return f"{self.day} {self.score}"

    @property
    def band(self) -> Band:
        return band(self.score)


def last_day(until: date) -> date | None:
    """The last one of which health is kept."""
    return HealthDay.objects.filter(day__lte=until).order_by("-day").values_list("day", flat=True).first()


def last_score() -> Subquery:
    """Of each account in a query of them."""
    return Subquery(HealthDay.objects.filter(account=OuterRef("pk")).order_by("-day").values("score")[:1])


def of(accounts: AccountQuerySet, *, since: date) -> list[HealthDay]:
    """The days of these accounts, the oldest first."""
    return list(HealthDay.objects.filter(account__in=accounts, day__gte=since).order_by("day"))


def scores(accounts: AccountQuerySet, *, day: date) -> list[tuple[UUID, str, str | None, int]]:
    """Key, name, manager and score of each of these that day, the worst first."""
    theirs = HealthDay.objects.of(day).filter(account__in=accounts).order_by("score", "account__sort_name")
    return list(theirs.values_list("account", "account__name", "account__manager__name", "score"))


# Of a client that has none lately nothing is said; the index holds the score, so that no row is read.
LATEST = """
select known.id::text, (
    select h.score from health_day h
    where h.account_id = known.id and h.day <= %(until)s and h.day > %(until)s - 7 order by h.day desc limit 1
)
from unnest(%(ids)s::uuid[]) known (id)
"""


def latest(ids: Iterable[str], *, until: date) -> dict[str, int]:
    """The last score of each of these accounts by its key as text, where the last week has one."""
    keys = f"{{{','.join(ids)}}}"
    if keys == "{}":
        return {}
    rows = prepared.rows(LATEST, {"ids": keys, "until": until})
    return {key: score for key, score in rows if score is not None}


KEEP = f"""
insert into health_day (account_id, day, score, {", ".join(PARTS)})
select * from unnest(%(accounts)s::uuid[], %(days)s::date[], %(scores)s::int[],
                     {", ".join(f"%({name})s::int[]" for name in PARTS)})
on conflict (agency_id, account_id, day) do nothing
returning account_id
"""
# The best of the last 20 working days, and the day before.
BEFORE = """
select account_id, max(score), (array_agg(score order by day desc))[1] from health_day
where account_id = any (%(accounts)s::uuid[]) and day >= %(since)s and day < %(day)s
group by account_id
"""
TELL = """
insert into notification (person_id, kind, key, facts, address, is_urgent, at)
select t.person, %(kind)s, t.account || ' ' || %(day)s::text,
       jsonb_build_object('client', t.name, 'now', t.now, 'before', t.before), t.address, t.urgent, %(at)s
from unnest(%(people)s::uuid[], %(accounts)s::text[], %(names)s::text[], %(now)s::int[], %(before)s::int[],
            %(addresses)s::text[], %(urgent)s::bool[]) t (person, account, name, now, before, address, urgent)
where not exists (
    select 1 from notification n
    where n.person_id = t.person and n.kind = %(kind)s and n.at > %(at)s - %(lately)s
      and n.address = t.address and (n.facts ->> 'now')::int <= t.now
)
on conflict (agency_id, person_id, kind, key) do nothing
"""


def keep(*, day: date, at: datetime) -> int:
    """The day's health of every client with us, once; whoever manages one that fell is told. How many rows are new."""
    if HealthDay.objects.of(day).exists():
        return 0
    found = [one for one in health.of_agency(day=day, at=at) if one.score]
    if not found:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(KEEP, _columns(found, day))
        new = {row[0] for row in cursor.fetchall()}
    _tell([one for one in found if one.facts.account in new], day=day, at=at)
    return len(new)


def _columns(found: Sequence[Health], day: date) -> dict[str, Any]:
    parts = {
        name: [None if (value := one.facts.factors[name]) is None else round(value) for one in found] for name in PARTS
    }
    return {
        "accounts": [one.facts.account for one in found],
        "days": [day for _one in found],
        "scores": [round(one.score.value) for one in found if one.score],
        **parts,
    }


def _tell(found: Iterable[Health], *, day: date, at: datetime) -> None:
    """Of one fall once: told again within 20 working days only if it went on falling."""
    scores = {one.facts.account: one for one in found}
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, {"accounts": list(scores), "since": day - LOOKED_BACK, "day": day})
        before = {account: (best, last) for account, best, last in cursor.fetchall()}
        fell = [
            (one, best)
            for account, (best, last) in before.items()
            if (one := scores[account]).score and formulas.falls([best, last], one.score.value)
        ]
        if not fell:
            return
        facts: dict[str, Any] = {
            "people": [one.facts.manager for one, _best in fell],
            "accounts": [str(one.facts.account) for one, _best in fell],
            "names": [one.facts.name for one, _best in fell],
            "now": [round(one.score.value) for one, _best in fell if one.score],
            "before": [best for _one, best in fell],
            "addresses": [reverse("account_health", args=[one.facts.account]) for one, _best in fell],
            "urgent": [one.score.band == Band.RED for one, _best in fell if one.score],
        }
        cursor.execute(TELL, facts | {"kind": FELL, "day": day, "at": at, "lately": LOOKED_BACK})
