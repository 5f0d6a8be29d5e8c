"""Carrying a parcel to Telegram at most once: claim, probe, commit the hand-over, say it, part by part (§5.2).

Between two parts it is claimed and not handed over, so that another worker goes on where this one died; while one is
under way it is handed over, and nothing repeats it by itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from keepstep.domain.agency import parcel, telegram_bot
from keepstep.domain.agency.parcel import Parcel
from keepstep.domain.agency.sealed import CannotOpen
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.outlet.carriage import Clock
from keepstep.outlet.telegram.freight import Piece
from keepstep.postgres import tenancy
from keepstep.telegram import bot_api
from keepstep.telegram.bot_api import BotApi


class Fate(NamedTuple):
    """What a fault means for what was carried: never, or later."""

    refuse: Callable[..., object]
    postpone: Callable[..., object]


USUAL = Fate(parcel.refuse, parcel.postpone)


def _nobody(_at: datetime) -> None:
    """A chat that is linked to nobody: that there is no way to it stands with what did not arrive."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """A parcel that is ours to carry: by which bot, to which chat of whom, and the places of what has not arrived.

    `arrive` keeps that a part did (place, its message, when); `block` that there is no way to the chat any more;
    `fate` what a fault means for it. `language` is that of the people who read what went wrong.
    """

    parcel: Parcel
    bot: TelegramBot
    chat: int
    pieces: list[Piece]
    left: list[int]
    who: str
    language: str
    arrive: Callable[[int, int, datetime], object]
    block: Callable[[datetime], object] = _nobody
    fate: Fate = USUAL


def carry(agency_id: UUID, loaded: Callable[[datetime], Load | None], *, clock: Clock) -> Iterator[str]:
    """Carry what is claimed and loaded, stopping after each stage, so that a test can die there. Each is committed
    before the next; whatever Telegram says is kept with the parcel."""
    with tenancy.entered(agency_id):
        load = loaded(clock())
    if load is None:
        return
    yield "taken"
    try:
        with bot_api.opened(load.bot.token.reveal()) as api:
            _probe(api, load.chat)
            yield "announced"
            for place in load.left:
                with tenancy.entered(agency_id):
                    is_ours = parcel.hand_over(load.parcel, at=clock())
                if not is_ours:
                    return
                yield "handed"
                message = _say(api, load.chat, load.pieces[place])
                yield "accepted"
                with tenancy.entered(agency_id):
                    load.arrive(place, message, clock())
                yield "noted"
    except bot_api.Fault as fault:
        with tenancy.entered(agency_id), translation.override(load.language):
            _put_up_with(load, fault, at=clock())


def bot_for(claimed: Parcel, *, at: datetime, language: str, fate: Fate = USUAL) -> TelegramBot | None:
    """The bot that may speak now; None when it cannot, which is kept with the parcel: it waits, or is refused."""
    bot = telegram_bot.of_agency()
    with translation.override(language):
        if bot is None:
            fate.refuse(claimed, at=at, fault=_("There is no bot any more: enter a token in the settings."))
            return None
        if bot.rests_until and bot.rests_until > at:
            parcel.rest(claimed, until=bot.rests_until, fault=_("Telegram wants us to wait."))
            return None
        try:
            bot.token.reveal()
        except CannotOpen:
            words = _("The token of our bot was sealed with another secret of this installation: enter it again.")
            telegram_bot.stumble(bot, fault=words, at=at)
            fate.postpone(claimed, at=at, fault=words)
            return None
    return bot


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


def _put_up_with(load: Load, fault: bot_api.Fault, *, at: datetime) -> None:
    """What the fault means for this parcel, and for the bot and the chat."""
    match fault:
        case bot_api.TooFast():
            until = at + timedelta(seconds=fault.seconds)
            telegram_bot.rest(load.bot, until=until)
            parcel.rest(load.parcel, until=until, fault=_("Telegram wants us to wait."))
        case bot_api.NoWay():
            load.block(at)
            words = _("%(name)s does not let our bot write any more (%(why)s).")
            load.fate.refuse(load.parcel, at=at, fault=words % {"name": load.who, "why": fault})
        case bot_api.TokenRefused():
            words = _("Telegram does not accept our bot's token any more (%(why)s).") % {"why": fault}
            telegram_bot.stumble(load.bot, fault=words, at=at)
            load.fate.postpone(load.parcel, at=at, fault=words)
        case bot_api.OutOfReach():
            load.fate.postpone(load.parcel, at=at, fault=str(fault))
        case bot_api.Unclear():
            parcel.doubt(load.parcel, fault=str(fault))
        case _:
            load.fate.refuse(load.parcel, at=at, fault=str(fault))
