"""Digests: the notifications of a person in one letter, never ten (§5.3).

In the first hours of the person's working day all that was not seen yet goes together; later on that day one more
letter goes if something urgent came and was not seen for a quarter of an hour. What is left waits for the next morning.
"""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import connection, models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import parcel
from keepstep.domain.agency.parcel import Parcel, ParcelQuerySet
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key

MORNING = timedelta(hours=3)
LATE = timedelta(hours=1)
"""How long a letter may wait for its mail server until somebody is told."""
UNSEEN_FOR = timedelta(minutes=15)
# By the person's own clock; quiet hours may pass midnight.
HERE = "(%(at)s at time zone coalesce(nullif(p.zone, ''), %(zone)s))::time"
QUIET = f"""
(p.quiet_from is not null and not (p.urgent_wakes and n.is_urgent) and
    case when p.quiet_from < p.quiet_to then {HERE} >= p.quiet_from and {HERE} < p.quiet_to
         else {HERE} >= p.quiet_from or {HERE} < p.quiet_to end)
"""
WOKE = f"coalesce({HERE} >= p.quiet_to and {HERE} < p.quiet_to + %(morning)s, false)"
# Locked, so that of two who gather at a time one packs a thing; what is in a letter is in no other.
READY = f"""
ready as materialized (
    select n.id, n.person_id, n.is_urgent and n.at <= %(unseen_since)s as is_pressing, {WOKE} as has_woken
    from notification n
    join person p on p.id = n.person_id and p.left_at is null and p.gets_digest
    left join preference w on w.person_id = n.person_id and w.kind = n.kind
    where n.seen_at is null and n.digest_id is null and not {QUIET} and {{wanted}}
    for update of n skip locked
)
"""
GATHER = f"""
with {READY.format(wanted="coalesce(w.mail, 'morning') = 'morning'")},
waiting as (
    select person_id, %(is_morning)s or bool_or(has_woken) as is_morning, bool_or(is_pressing) as is_urgent
    from ready group by person_id
),
made as (
    insert into digest (person_id, day, occasion, queued_at, next_try_at, fault)
    select person_id, %(day)s, case when is_morning then 'morning' else 'urgent' end, %(at)s, %(at)s, ''
    from waiting where is_morning or is_urgent
    on conflict (agency_id, person_id, day, occasion) where occasion <> 'once' do nothing
    returning id, person_id
),
packed as (
    update notification n set digest_id = made.id
    from made, ready where n.id = ready.id and made.person_id = ready.person_id
)
select id from made order by id
"""
GATHER_AT_ONCE = f"""
with {READY.format(wanted="w.mail = 'once'")},
made as (
    insert into digest (person_id, day, occasion, queued_at, next_try_at, fault)
    select distinct person_id, %(day)s::date, 'once', %(at)s::timestamptz, %(at)s::timestamptz, '' from ready
    returning id, person_id
),
packed as (
    update notification n set digest_id = made.id
    from made, ready where n.id = ready.id and made.person_id = ready.person_id
)
select id from made order by id
"""


class Occasion(models.TextChoices):
    MORNING = "morning", _("in the morning")
    URGENT = "urgent", _("something urgent")
    ONCE = "once", _("at once")


class DigestQuerySet(ParcelQuerySet["Digest"]):
    def troubled(self, at: datetime) -> "DigestQuerySet":
        """The last letter to each who is here and wants letters, where it was refused, is uncertain, or waits for long:
        once a later one comes through nothing is wrong any more."""
        last = Digest.objects.filter(person=OuterRef("person")).order_by("-queued_at", "-id").values("pk")[:1]
        lasts = self.filter(pk=Subquery(last), delivered_at=None, person__left_at=None, person__gets_digest=True)
        uncertain = Q(handed_at__lt=at - parcel.CLAIM_LIFE) | Q(handed_at__isnull=False) & ~Q(fault="")
        return lasts.filter(Q(failed_at__isnull=False) | uncertain | Q(queued_at__lt=at - LATE))


class Digest(Parcel):
    person = Key(Person, models.CASCADE)
    day = models.DateField()
    occasion = models.CharField(max_length=7, choices=Occasion)

    objects: ClassVar[DigestQuerySet] = DigestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "digest"
        ordering = ("queued_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "person", "day", "occasion"],
                condition=~models.Q(occasion="once"),
                name="a_person_gets_one_digest_an_occasion_of_the_day",
            ),
        )
        indexes = (
            models.Index(
                fields=["agency", "next_try_at"],
                condition=models.Q(delivered_at=None, failed_at=None),
                name="digest_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.occasion}"


def gather(*, day: date, opens: datetime, at: datetime, zone: str = "UTC") -> list[UUID]:
    """Pack what waits, for everybody of the agency; `opens` is when the day's work begins, `zone` the agency's.
    The digests that are new."""
    if at < opens:
        return []
    return _gather(GATHER, day=day, at=at, zone=zone, is_morning=at < opens + MORNING)


def gather_at_once(*, day: date, at: datetime, zone: str = "UTC") -> list[UUID]:
    """Pack what its person wants at once, on whatever day. The digests that are new."""
    return _gather(GATHER_AT_ONCE, day=day, at=at, zone=zone)


def _gather(statement: str, *, at: datetime, **facts: Any) -> list[UUID]:
    known: dict[str, Any] = {"at": at, "unseen_since": at - UNSEEN_FOR, "morning": MORNING, **facts}
    with connection.cursor() as cursor:
        cursor.execute(statement, known)
        return [key for (key,) in cursor.fetchall()]


def take(digest_id: UUID, *, at: datetime) -> Digest | None:
    """Claim it for this worker; None when another has it or it is over."""
    if not parcel.take(Digest.objects.filter(pk=digest_id), at=at):
        return None
    return Digest.objects.select_related("person__login", "person__agency").get(pk=digest_id)


def unpack_refused(person: Person) -> None:
    """They are reached elsewhere now: what was refused and not seen since goes with the next letter."""
    Digest.objects.filter(person=person, failed_at__isnull=False, delivered_at=None).delete()
