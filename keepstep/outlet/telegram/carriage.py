"""Carrying a sending to Telegram at most once: claim, probe, commit the hand-over, say it, part by part (§5.2).

Between two parts the sending is claimed and not handed over, so that another worker goes on where this one died; while
one is under way it is handed over, and nothing repeats it by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from keepstep.domain.agency import parcel, telegram_bot
from keepstep.domain.agency.sealed import CannotOpen
from keepstep.domain.agency.store import NotKept
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.clients import contact_chat
from keepstep.domain.talk import sending as sendings
from keepstep.domain.talk import telegram_part
from keepstep.domain.talk.sending import Sending
from keepstep.outlet.carriage import Clock
from keepstep.outlet.telegram.freight import Piece, pieces
from keepstep.postgres import tenancy
from keepstep.round import run
from keepstep.telegram import bot_api
from keepstep.telegram.bot_api import BotApi


@dataclass(frozen=True)
class Load:
    """A sending that is ours to carry: by which bot, to which chat, and what of it has not arrived."""

    sending: Sending
    bot: TelegramBot
    token: str
    chat: int
    pieces: list[Piece]
    left: list[int]


def send(agency_id: UUID, sending_id: UUID, *, clock: Clock) -> None:
    """Send it if nobody else does; whatever Telegram says is kept with the sending."""
    for _stage in stages(agency_id, sending_id, clock=clock):
        pass


def stages(agency_id: UUID, sending_id: UUID, *, clock: Clock) -> Iterator[str]:
    """The same, stopping after each stage, so that a test can die there. Each is committed before the next."""
    with tenancy.entered(agency_id):
        taken = sendings.take(sending_id, at=clock())
        load = _load(taken, at=clock()) if taken else None
    if load is None:
        return
    yield "taken"
    try:
        with bot_api.opened(load.token) as api:
            _probe(api, load.chat)
            yield "announced"
            for place in load.left:
                with tenancy.entered(agency_id):
                    is_ours = parcel.hand_over(load.sending, at=clock())
                if not is_ours:
                    return
                yield "handed"
                message = _say(api, load.chat, load.pieces[place])
                yield "accepted"
                with tenancy.entered(agency_id):
                    _arrived(load, place, message, at=clock())
                yield "noted"
    except bot_api.Fault as fault:
        with tenancy.entered(agency_id):
            _put_up_with(load, fault, at=clock())


def _load(taken: Sending, *, at: datetime) -> Load | None:
    """What there is to carry; None when it cannot be carried now, or never, which is kept with it."""
    bot, chat = telegram_bot.of_agency(), contact_chat.of(taken.contact)
    with translation.override(taken.said.agency.language):
        if bot is None or chat is None or str(chat.chat) != taken.address:
            words = _("%(name)s is not linked to our bot in Telegram: send a new link, or write another way.")
            parcel.refuse(taken, at=at, fault=words % {"name": taken.contact.name})
            return None
        if bot.rests_until and bot.rests_until > at:
            parcel.rest(taken, until=bot.rests_until, fault=_("Telegram wants us to wait."))
            return None
        try:
            made, token = pieces(taken), bot.token.reveal()
        except NotKept as fault:
            words = _("A file of this letter is missing in the files folder (%s).")
            parcel.refuse(taken, at=at, fault=words % fault)
            return None
        except CannotOpen:
            words = _("The token of our bot was sealed with another secret of this installation: enter it again.")
            telegram_bot.stumble(bot, fault=words, at=at)
            parcel.postpone(taken, at=at, fault=words)
            return None
    left = telegram_part.plan(taken, chat=int(taken.address), count=len(made))
    return Load(taken, bot, token, int(taken.address), made, left)


def _probe(api: BotApi, chat: int) -> None:
    """Whether there is a way to the chat; an answer that fails to come is no harm here."""
    try:
        api.act(chat)
    except bot_api.Unclear as fault:
        raise bot_api.OutOfReach(str(fault)) from None


def _say(api: BotApi, chat: int, piece: Piece) -> int:
    """One part; in another shape, once, if Telegram cannot read it as it is. Refused, it was surely not sent."""
    more = dict(piece.more)
    try:
        if piece.html:
            return api.say(chat, piece.html, parse_mode="HTML", **more)
        return api.give(chat, piece.name, piece.content, piece.kind, is_picture=piece.is_picture, **more)
    except bot_api.Refused as fault:
        if piece.html and fault.is_markup:
            return api.say(chat, piece.plain, **more)
        if piece.is_picture:
            return api.give(chat, piece.name, piece.content, piece.kind, is_picture=False, **more)
        raise


def _arrived(load: Load, place: int, message: int, *, at: datetime) -> None:
    if place != load.left[-1]:
        telegram_part.arrive(load.sending, place=place, message=message, at=at)
        return
    telegram_part.finish(load.sending, place=place, message=message, at=at)
    sendings.deliver(load.sending, at=at)
    run.look_again(load.sending.said.account_id, at=at)


def _put_up_with(load: Load, fault: bot_api.Fault, *, at: datetime) -> None:
    """What the fault means for this sending, and for the bot and the chat."""
    sending, contact = load.sending, load.sending.contact
    with translation.override(sending.said.agency.language):
        match fault:
            case bot_api.TooFast():
                until = at + timedelta(seconds=fault.seconds)
                telegram_bot.rest(load.bot, until=until)
                parcel.rest(sending, until=until, fault=_("Telegram wants us to wait."))
            case bot_api.NoWay():
                contact_chat.block(load.chat, at=at)
                words = _("%(name)s does not let our bot write any more (%(why)s).")
                parcel.refuse(sending, at=at, fault=words % {"name": contact.name, "why": fault})
            case bot_api.TokenRefused():
                words = _("Telegram does not accept our bot's token any more (%(why)s).") % {"why": fault}
                telegram_bot.stumble(load.bot, fault=words, at=at)
                parcel.postpone(sending, at=at, fault=words)
            case bot_api.OutOfReach():
                parcel.postpone(sending, at=at, fault=str(fault))
            case bot_api.Unclear():
                parcel.doubt(sending, fault=str(fault))
            case _:
                parcel.refuse(sending, at=at, fault=str(fault))
