"""Digests: the notifications of a person in one letter, never ten (§5.3).

In the first hours of the person's working day all that was not seen yet goes together; later on that day one more
letter goes if something urgent came and was not seen for a quarter of an hour. What is left waits for the next morning.
"""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import parcel
from keepstep.domain.agency.parcel import Parcel, ParcelQuerySet
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key

MORNING = timedelta(hours=3)
UNSEEN_FOR = timedelta(minutes=15)
GATHER = """
with waiting as (
    select n.person_id, bool_or(n.is_urgent and n.at <= %(unseen_since)s) as is_urgent
    from notification n
    join person p on p.id = n.person_id and p.left_at is null and p.gets_digest
    where n.seen_at is null and n.digest_id is null
    group by n.person_id
),
made as (
    insert into digest (person_id, day, occasion, queued_at, next_try_at, fault)
    select person_id, %(day)s, %(occasion)s, %(at)s, %(at)s, '' from waiting where %(is_morning)s or is_urgent
    on conflict (agency_id, person_id, day, occasion) do nothing
    returning id, person_id
),
packed as (
    update notification n set digest_id = made.id from made
    where n.person_id = made.person_id and n.seen_at is null and n.digest_id is null
)
select id from made order by id
"""


class Occasion(models.TextChoices):
    MORNING = "morning", _("in the morning")
    URGENT = "urgent", _("something urgent")


class Digest(Parcel):
    person = Key(Person, models.CASCADE)
    day = models.DateField()
    occasion = models.CharField(max_length=7, choices=Occasion)

    objects: ClassVar[ParcelQuerySet["Digest"]] = ParcelQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "digest"
        ordering = ("queued_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "person", "day", "occasion"], name="a_person_gets_one_digest_an_occasion_of_the_day"
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


def gather(*, day: date, opens: datetime, at: datetime) -> list[UUID]:
    """Pack what waits, for everybody of the agency; `opens` is when the day's work begins. The digests that are new."""
    if at < opens:
        return []
    is_morning = at < opens + MORNING
    facts: dict[str, Any] = {
        "day": day, "at": at, "unseen_since": at - UNSEEN_FOR, "is_morning": is_morning,
        "occasion": Occasion.MORNING if is_morning else Occasion.URGENT,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(GATHER, facts)
        return [key for (key,) in cursor.fetchall()]


def take(digest_id: UUID, *, at: datetime) -> Digest | None:
    """Claim it for this worker; None when another has it or it is over."""
    if not parcel.take(Digest.objects.filter(pk=digest_id), at=at):
        return None
    return Digest.objects.select_related("person__login", "person__agency").get(pk=digest_id)
