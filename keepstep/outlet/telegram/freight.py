"""What a sending is in Telegram: its text in parts that fit, then each file; the buttons stand under the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from keepstep.domain.agency import store
from keepstep.domain.talk import telegram_event
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.mark import BEST, Said
from keepstep.domain.talk.message import Kind
from keepstep.domain.talk.sending import Sending, Text
from keepstep.outlet import foot
from keepstep.outlet.letter import signature
from keepstep.outlet.telegram import markup
from keepstep.telegram import press
from keepstep.telegram.parts import bare, parts
from keepstep.telegram.press import Press

PICTURES = ("image/png", "image/jpeg")
BIGGEST_PICTURE = 10 * 1024 * 1024


@dataclass(frozen=True)
class Piece:
    """One message: a text with tags, or a file. `more` are Telegram's own words for buttons and what it replies to."""

    html: str = ""
    name: str = ""
    kind: str = ""
    content: bytes = b""
    is_picture: bool = False
    more: tuple[tuple[str, Any], ...] = ()

    @property
    def plain(self) -> str:
        """The same words without tags, if Telegram cannot read them."""
        return bare(self.html)


def pieces(sending: Sending) -> list[Piece]:
    """The same each time, so that whoever goes on goes on with the right one. Raises NotKept."""
    said = sending.said
    text = said.in_language(sending.contact.language)
    signed, below = signature(said.by, said.agency.name), _below(sending, text.language)
    if sending.letter_id and said.kind == Kind.ANSWER:
        text = text._replace(subject="")
    texts = parts(page(text, signed=signed, below=below))
    first, last = _replied_to(sending), _buttons(sending, text.language)
    made = [
        Piece(html=words, more=(*(first if n == 0 else ()), *(last if n == len(texts) - 1 else ())))
        for n, words in enumerate(texts)
    ]
    return [*made, *_files(list(said.enclosures.all()), said.agency_id)]


def page(text: Text, *, signed: str, below: str = "") -> str:
    """A text as its reader sees it: what it is about, the words, who writes; what is signed is not signed twice."""
    body = text.body.rstrip().removesuffix(signed)
    about = f"<b>{escape(text.subject, quote=False)}</b>" if text.subject else ""
    return "\n\n".join(part for part in (about, markup.html(body), escape(signed, quote=False), below) if part)


def _below(sending: Sending, language: str) -> str:
    """The way to the portal, under an update."""
    if not sending.update_id:
        return ""
    at = sending.taken_at or sending.queued_at
    portal = foot.of(sending, language=language, at=at).portal
    with translation.override(language):
        words = escape(_("All updates, projects and what waits for you"), quote=False)
        return f'<a href="{escape(portal)}">{words}</a>' if portal else ""


def _replied_to(sending: Sending) -> tuple[tuple[str, Any], ...]:
    """An answer stands under what it answers."""
    asked = sending.said.answers if sending.letter_id else None
    theirs = telegram_event.answered_by(asked) if asked else None
    if theirs is None or theirs.message is None or str(theirs.chat) != sending.address:
        return ()
    return (("reply_parameters", {"message_id": theirs.message, "allow_sending_without_reply": True}),)


def _buttons(sending: Sending, language: str) -> tuple[tuple[str, Any], ...]:
    """Under an update: what one thinks of it, in one tap."""
    if not sending.update_id:
        return ()
    with translation.override(language):
        words = [(str(one.label), one.value) for one in Said]
    points = [(str(n), str(n)) for n in range(1, BEST + 1)]
    keyboard = [
        [{"text": text, "callback_data": press.told(Press(sending.pk, said))} for text, said in row]
        for row in (words, points)
    ]
    return (("reply_markup", {"inline_keyboard": keyboard}),)


def _files(enclosed: Sequence[Enclosure], agency_id: Any) -> list[Piece]:
    return [
        Piece(
            name=one.name,
            kind=one.kind,
            content=store.read(one.digest, agency_id=agency_id),
            is_picture=one.is_shown and one.kind in PICTURES and one.size <= BIGGEST_PICTURE,
        )
        for one in enclosed
    ]
