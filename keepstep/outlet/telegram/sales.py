"""A letter to a lead, or of a deal, on its way to the chat in which the lead has written to our bot (§5.7)."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from keepstep.domain.agency import parcel, part
from keepstep.domain.sales import letter_fate
from keepstep.domain.sales.letter_part import LetterPart
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.domain.talk.sending import Text
from keepstep.outlet import sales_words
from keepstep.outlet.carriage import Clock
from keepstep.outlet.letter import signature
from keepstep.outlet.telegram import carriage
from keepstep.outlet.telegram.carriage import Fate, Load
from keepstep.outlet.telegram.freight import Piece, page
from keepstep.round import run
from keepstep.telegram.parts import parts


def send(agency_id: UUID, letter_id: UUID, *, clock: Clock) -> None:
    """Send it if nobody else does; whatever Telegram says is kept with the letter."""
    for _stage in stages(agency_id, letter_id, clock=clock):
        pass


def stages(agency_id: UUID, letter_id: UUID, *, clock: Clock) -> Iterator[str]:
    """The same, stopping after each stage, so that a test can die there."""
    return carriage.carry(agency_id, lambda at: _load(letter_id, at=at), clock=clock)


def _load(letter_id: UUID, *, at: datetime) -> Load | None:
    """What there is to carry; None when it cannot be carried now, or never, which is kept with it."""
    taken = letter_fate.take(letter_id, at=at)
    if taken is None:
        return None
    language, fate = taken.agency.language, Fate(letter_fate.refuse, letter_fate.postpone)
    bot = carriage.bot_for(taken, at=at, language=language, fate=fate)
    if bot is None:
        return None
    made = _pieces(taken)
    left = part.plan(LetterPart, chat=int(taken.address), count=len(made), letter=taken)
    return Load(
        parcel=taken,
        bot=bot,
        chat=int(taken.address),
        pieces=made,
        left=left,
        who=taken.to,
        language=language,
        arrive=lambda place, message, now: _arrive(taken, place, message, is_last=place == left[-1], at=now),
        fate=fate,
    )


def _pieces(taken: SalesLetter) -> list[Piece]:
    """The same each time, so that whoever goes on goes on with the right one."""
    signed = signature(taken.by, taken.agency.name)
    text = Text(taken.language, taken.subject, sales_words.body(taken, signed=signed))
    return [Piece(html=words) for words in parts(page(text, signed=signed))]


def _arrive(letter: SalesLetter, place: int, message: int, *, is_last: bool, at: datetime) -> None:
    part.arrive(LetterPart, place=place, message=message, at=at, letter=letter)
    if not is_last:
        parcel.go_on(letter)
        return
    letter_fate.deliver(letter, at=at)
    run.look_again_after(letter, at=at)
