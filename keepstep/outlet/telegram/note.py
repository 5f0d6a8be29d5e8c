"""A notification in Telegram: what to do, about whom, why, and the way to it, in its person's language."""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from keepstep.domain.agency import parcel, telegram_note
from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.telegram_chat import PersonChat
from keepstep.domain.agency.telegram_note import TelegramNote
from keepstep.outlet.carriage import Clock
from keepstep.outlet.telegram import carriage
from keepstep.outlet.telegram.carriage import Load
from keepstep.outlet.telegram.freight import Piece
from keepstep.postgres import tenancy
from keepstep.round.telling import told

MOST_AT_ONCE = 200


def send(agency_id: UUID, note_id: UUID, *, clock: Clock) -> None:
    """Send it if nobody else does."""
    for _stage in stages(agency_id, note_id, clock=clock):
        pass


def stages(agency_id: UUID, note_id: UUID, *, clock: Clock) -> Iterator[str]:
    """The same, stopping after each stage, so that a test can die there."""
    return carriage.carry(agency_id, lambda at: _load(note_id, at=at), clock=clock)


def gather_all(*, at: datetime) -> None:
    """In each agency in which somebody of ours has a chat."""
    with tenancy.every_agency():
        agencies = set(PersonChat.objects.open().order_by().values_list("agency_id", flat=True))
    for agency_id in agencies:
        with tenancy.entered(agency_id):
            telegram_note.gather(at=at, zone=str(default_calendar().working_time().zone))


def sweep() -> int:
    """Tell whatever is to be told now; how many notes were looked at."""
    gather_all(at=timezone.now())
    with tenancy.every_agency():
        waiting = TelegramNote.objects.waiting(timezone.now()).order_by("next_try_at").values_list("agency_id", "pk")
        found = list(waiting[:MOST_AT_ONCE])
    for agency_id, key in found:
        send(agency_id, key, clock=timezone.now)
    return len(found)


def _load(note_id: UUID, *, at: datetime) -> Load | None:
    note = telegram_note.take(note_id, at=at)
    if note is None:
        return None
    person: Person = note.notification.person
    chat = PersonChat.objects.open().filter(person=person).first()
    if chat is None or chat.chat is None:
        parcel.refuse(note, at=at, fault="the chat is linked no longer")
        return None
    bot = carriage.bot_for(note, at=at, language=person.agency.language)
    if bot is None:
        return None
    return Load(
        parcel=note,
        bot=bot,
        chat=chat.chat,
        pieces=[Piece(html=page(note))],
        left=[0],
        who=person.name,
        language=person.agency.language,
        arrive=lambda _place, _message, now: parcel.deliver(note, at=now),
        block=lambda now: PersonChat.objects.filter(pk=chat.pk).update(blocked_at=now),
    )


def page(note: TelegramNote) -> str:
    """As its person reads it."""
    one = note.notification
    with translation.override(one.person.language or one.person.agency.language):
        said = told(one)
        address = settings.SITE_URL + reverse("notification", args=[one.pk])
        head = f"<b>{escape(said.about, quote=False)}</b>\n" if said.about else ""
        words = f'{head}<a href="{escape(address)}">{escape(said.title, quote=False)}</a>'
        return f"{words}\n{escape(said.why, quote=False)}" if said.why else words
