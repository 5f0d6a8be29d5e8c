"""An update or a message on its way to a contact's chat (§5.2)."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from keepstep.domain.agency import parcel
from keepstep.domain.agency.store import NotKept
from keepstep.domain.clients import contact_chat
from keepstep.domain.talk import sending as sendings
from keepstep.domain.talk import telegram_part
from keepstep.domain.talk.sending import Sending
from keepstep.outlet.carriage import Clock
from keepstep.outlet.telegram import carriage
from keepstep.outlet.telegram.carriage import Load
from keepstep.outlet.telegram.freight import pieces
from keepstep.round import run


def send(agency_id: UUID, sending_id: UUID, *, clock: Clock) -> None:
    """Send it if nobody else does; whatever Telegram says is kept with the sending."""
    for _stage in stages(agency_id, sending_id, clock=clock):
        pass


def stages(agency_id: UUID, sending_id: UUID, *, clock: Clock) -> Iterator[str]:
    """The same, stopping after each stage, so that a test can die there."""
    return carriage.carry(agency_id, lambda at: _load(sending_id, at=at), clock=clock)


def _load(sending_id: UUID, *, at: datetime) -> Load | None:
    """What there is to carry; None when it cannot be carried now, or never, which is kept with it."""
    taken = sendings.take(sending_id, at=at)
    if taken is None:
        return None
    language, chat = taken.said.agency.language, contact_chat.of(taken.contact)
    if chat is None or str(chat.chat) != taken.address:
        with translation.override(language):
            words = _("%(name)s is not linked to our bot in Telegram: send a new link, or write another way.")
            parcel.refuse(taken, at=at, fault=words % {"name": taken.contact.name})
        return None
    bot = carriage.bot_for(taken, at=at, language=language)
    if bot is None:
        return None
    try:
        made = pieces(taken)
    except NotKept as fault:
        with translation.override(language):
            words = _("A file of this letter is missing in the files folder (%s).")
            parcel.refuse(taken, at=at, fault=words % fault)
        return None
    number = int(taken.address)
    left = telegram_part.plan(taken, chat=number, count=len(made))
    return Load(
        parcel=taken,
        bot=bot,
        chat=number,
        pieces=made,
        left=left,
        who=taken.contact.name,
        language=language,
        arrive=lambda place, message, now: _arrive(taken, place, message, is_last=place == left[-1], at=now),
        block=lambda now: contact_chat.block(number, at=now),
    )


def _arrive(sending: Sending, place: int, message: int, *, is_last: bool, at: datetime) -> None:
    telegram_part.arrive(sending, place=place, message=message, at=at)
    if not is_last:
        parcel.go_on(sending)
        return
    sendings.deliver(sending, at=at)
    run.look_again(sending.said.account_id, at=at)
