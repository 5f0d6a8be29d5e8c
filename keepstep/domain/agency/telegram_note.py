"""Notes: what one of us is told in Telegram, a notification each, once, and not in quiet hours (§7)."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import connection, models

from keepstep.domain.agency import parcel
from keepstep.domain.agency.digest import QUIET
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.parcel import Parcel, ParcelQuerySet
from keepstep.domain.agency.row import Key

FRESH = timedelta(days=1)
"""What is older, and was not told for whatever reason, is left to the list and the letter."""
# Whoever links a chat is told from then on, and not of what came before.
GATHER = f"""
insert into telegram_note (notification_id, queued_at, next_try_at, fault)
select n.id, %(at)s, %(at)s, ''
from notification n
join person p on p.id = n.person_id and p.left_at is null
join person_chat c on c.person_id = p.id and c.linked_at <= n.at and c.ended_at is null and c.blocked_at is null
left join preference w on w.person_id = n.person_id and w.kind = n.kind
where n.seen_at is null and n.at > %(since)s and coalesce(w.in_telegram, true) and not {QUIET}
order by n.at, n.id
on conflict (agency_id, notification_id) do nothing
returning id
"""


class TelegramNote(Parcel):
    notification = Key(Notification, models.CASCADE)

    objects: ClassVar[ParcelQuerySet["TelegramNote"]] = ParcelQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "telegram_note"
        constraints = (
            models.UniqueConstraint(fields=["agency", "notification"], name="a_thing_is_told_in_telegram_once"),
        )
        indexes = (
            models.Index(
                fields=["agency", "next_try_at"],
                condition=models.Q(delivered_at=None, failed_at=None),
                name="telegram_note_waiting",
            ),
        )

    def __str__(self) -> str:
        return str(self.notification_id)


def gather(*, at: datetime, zone: str = "UTC") -> list[UUID]:
    """Write down what is to be told now, to everybody of the agency; `zone` is its own. The notes that are new."""
    with connection.cursor() as cursor:
        cursor.execute(GATHER, {"at": at, "since": at - FRESH, "zone": zone})
        return [key for (key,) in cursor.fetchall()]


def take(note_id: UUID, *, at: datetime) -> TelegramNote | None:
    """Claim it for this worker; None when another has it or it is over."""
    if not parcel.take(TelegramNote.objects.filter(pk=note_id), at=at):
        return None
    return TelegramNote.objects.select_related("notification__person__agency").get(pk=note_id)
