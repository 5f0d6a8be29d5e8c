"""An event as Telegram tells it, read defensively: nothing of it is believed and nothing raises."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from keepstep.intake.mail.charset import clean

LONGEST = 4000


class Kind(StrEnum):
    MESSAGE = "message"
    EDIT = "edited_message"
    TAP = "callback_query"
    STANDING = "my_chat_member"
    OTHER = "other"


@dataclass(frozen=True)
class Sent:
    """A file that was sent along: its key at Telegram, and what is said of it."""

    key: str
    name: str
    size: int


@dataclass(frozen=True)
class Event:
    """`answers` is the number of the message it replies to, `tap` what a button says, `tap_key` its press.

    `is_blocked` is whether the bot may not write to the chat any more; None where the event does not say.
    """

    number: int
    kind: Kind
    chat: int | None = None
    is_private: bool = False
    message: int | None = None
    sender: str = ""
    language: str = ""
    at: datetime | None = None
    words: str = ""
    answers: int | None = None
    files: tuple[Sent, ...] = ()
    tap: str = ""
    tap_key: str = ""
    is_blocked: bool | None = None

    @property
    def command(self) -> str:
        """`/start`, `/stop`; empty for words."""
        first = self.words.split()[0] if self.words.startswith("/") and self.words.split() else ""
        return first.partition("@")[0].lower()

    @property
    def code(self) -> str:
        """What stands behind /start."""
        return "".join(self.words.split()[1:2])[:64]


def read(told: dict[str, Any]) -> Event:
    number = told["update_id"]
    kind = next((one for one in Kind if isinstance(told.get(one.value), dict)), Kind.OTHER)
    if kind is Kind.OTHER:
        return Event(number, kind)
    said = told[kind.value]
    message = _object(said, "message") if kind is Kind.TAP else said
    sender, chat = _object(said, "from"), _object(message, "chat")
    standing = _object(said, "new_chat_member").get("status")
    return Event(
        number=number,
        kind=kind,
        chat=_number(chat.get("id")),
        is_private=chat.get("type") == "private",
        message=_number(message.get("message_id")),
        sender=_sender(sender),
        language=str(sender.get("language_code") or "")[:2].lower(),
        at=_moment(message.get("edit_date") or message.get("date")),
        words=_words(message) if kind in {Kind.MESSAGE, Kind.EDIT} else "",
        answers=_number(_object(message, "reply_to_message").get("message_id")),
        files=tuple(_files(message)) if kind is Kind.MESSAGE else (),
        tap=str(said.get("data") or "")[:64] if kind is Kind.TAP else "",
        tap_key=str(said.get("id") or "") if kind is Kind.TAP else "",
        is_blocked=standing in {"kicked", "left"} if kind is Kind.STANDING else None,
    )


def _object(of: dict[str, Any], name: str) -> dict[str, Any]:
    found = of.get(name)
    return found if isinstance(found, dict) else {}


def _number(found: Any) -> int | None:
    return found if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 2**63 else None


def _moment(found: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(found, UTC) if isinstance(found, int) else None
    except (ValueError, OverflowError, OSError):
        return None


def _sender(sender: dict[str, Any]) -> str:
    """The name, with the address by which Telegram knows it."""
    name = " ".join(str(sender[part]) for part in ("first_name", "last_name") if sender.get(part))
    known = f"@{sender['username']}" if sender.get("username") else ""
    return clean(" · ".join(part for part in (name, known) if part))[:140]


def _words(message: dict[str, Any]) -> str:
    """What was written; of what is no text, what there is to read of it."""
    for text, entities in (("text", "entities"), ("caption", "caption_entities")):
        if isinstance(message.get(text), str):
            return clean(_with_links(message[text], message.get(entities))).strip()[:LONGEST]
    return clean(" · ".join(str(part) for part in _shown(message) if part)).strip()[:LONGEST]


def _shown(message: dict[str, Any]) -> list[Any]:
    """Stickers, people, places and polls in words."""
    sticker, person, venue = _object(message, "sticker"), _object(message, "contact"), _object(message, "venue")
    place, poll = _object(message, "location"), _object(message, "poll")
    return [
        sticker.get("emoji"),
        *(person.get(part) for part in ("first_name", "last_name", "phone_number")),
        *(venue.get(part) for part in ("title", "address")),
        f"{place['latitude']}, {place['longitude']}" if {"latitude", "longitude"} <= set(place) else "",
        poll.get("question"),
    ]


def _with_links(words: str, entities: Any) -> str:
    """The address behind a linked word stands after it. Telegram counts in units of UTF-16."""
    links = [one for one in entities if isinstance(one, dict)] if isinstance(entities, list) else []
    links = [one for one in links if one.get("type") == "text_link" and isinstance(one.get("url"), str)]
    raw = words.encode("utf-16-le", "surrogatepass")
    for one in sorted(links, key=lambda link: -(_number(link.get("offset")) or 0)):
        end = 2 * ((_number(one.get("offset")) or 0) + (_number(one.get("length")) or 0))
        raw = raw[:end] + f" ({one['url']})".encode("utf-16-le", "surrogatepass") + raw[end:]
    return raw.decode("utf-16-le", "replace")


NAMES = {
    "voice": "voice.ogg", "audio": "audio.mp3", "video": "video.mp4", "video_note": "video.mp4",
    "animation": "animation.mp4", "document": "file",
}  # fmt: skip


def _files(message: dict[str, Any]) -> list[Sent]:
    """Of a photo the largest; an animation is told twice, and taken once."""
    found = []
    photos = message.get("photo")
    if isinstance(photos, list) and (sizes := [one for one in photos if isinstance(one, dict) and one.get("file_id")]):
        largest = max(sizes, key=lambda one: _number(one.get("file_size")) or _number(one.get("width")) or 0)
        found.append(Sent(str(largest["file_id"]), "photo.jpg", _number(largest.get("file_size")) or 0))
    for kind, name in NAMES.items():
        one = _object(message, kind)
        if one.get("file_id") and not (kind == "document" and _object(message, "animation")):
            found.append(
                Sent(str(one["file_id"]), str(one.get("file_name") or name), _number(one.get("file_size")) or 0)
            )
    return found
