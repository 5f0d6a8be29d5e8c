"""The line to the Bot API: one call and its answer, or one of a few faults that say what may be done about it.

The token is part of every address, so nothing here ever puts an address into words. Redirects are not followed.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx2
from django.conf import settings

ANSWER_IN, REACHED_IN = 20.0, 10.0
LONGEST_ANSWER = 4 * 1024 * 1024
BIGGEST_FILE = 20 * 1024 * 1024
"""Bytes of a file that a bot may fetch."""
HEARD = ("message", "edited_message", "callback_query", "my_chat_member")
"""Kinds of events that we ask for."""


class Fault(Exception):
    """Whatever went wrong on the line."""


class OutOfReach(Fault):
    """Nothing was done: Telegram could not be reached, or says that it cannot work now."""


class Unclear(Fault):
    """The call was on its way and no answer came: nobody knows whether it was done."""


class TooFast(Fault):
    """Nothing was done: we are to rest for so many seconds."""

    def __init__(self, words: str, seconds: int) -> None:
        super().__init__(words)
        self.seconds = seconds


class TokenRefused(Fault):
    """The bot's token is wrong, or was withdrawn."""


class Elsewhere(Fault):
    """Another program, or a webhook, takes what this bot is told."""


class NoWay(Fault):
    """There is no way to this chat any more: the bot was blocked, or the account is gone."""


class Refused(Fault):
    """Telegram will never take it as it is."""

    @property
    def is_markup(self) -> bool:
        return "can't parse entities" in str(self)


GONE = ("chat not found", "user is deactivated", "bot can't initiate conversation", "PEER_ID_INVALID")


class BotApi:
    """Calls in the name of one bot."""

    def __init__(self, client: httpx2.Client, token: str) -> None:
        self._client, self._token = client, token

    def me(self) -> dict[str, Any]:
        """Who the bot is: `id`, `username`, `first_name`."""
        return self._object(self.call("getMe"))

    def act(self, chat: int, action: str = "typing") -> None:
        """Show that something is coming; changes nothing, so it tells whether there is a way to the chat."""
        self.call("sendChatAction", {"chat_id": chat, "action": action})

    def say(self, chat: int, words: str, **more: Any) -> int:
        """Send a text; answers the message's number."""
        told = {"chat_id": chat, "text": words, "link_preview_options": {"is_disabled": True}, **more}
        return self._number(self.call("sendMessage", told))

    def give(self, chat: int, name: str, content: bytes, kind: str, *, is_picture: bool, **more: Any) -> int:
        """Send a file, as a picture or as a document; answers the message's number."""
        way, field = ("sendPhoto", "photo") if is_picture else ("sendDocument", "document")
        return self._number(self.call(way, {"chat_id": chat, **more}, files={field: (name, content, kind)}))

    def events(self, *, after: int, patience: int) -> list[dict[str, Any]]:
        """What the bot was told since event number `after` (0: whatever waits), waiting so many seconds for it."""
        told = {"timeout": patience, "allowed_updates": list(HEARD), **({"offset": after + 1} if after else {})}
        found = self.call("getUpdates", told, answer_in=ANSWER_IN + patience)
        if not isinstance(found, list):
            raise Unclear("an answer nobody can read")
        return [one for one in found if isinstance(one, dict) and isinstance(one.get("update_id"), int)]

    def hear(self, key: str, words: str = "") -> None:
        """A button was pressed, and this is what its presser is told."""
        self.call("answerCallbackQuery", {"callback_query_id": key, "text": words[:200]})

    def call_us(self, address: str, *, secret: str) -> None:
        """From now on Telegram calls this address with each event."""
        told = {"url": address, "secret_token": secret, "allowed_updates": list(HEARD), "max_connections": 2}
        self.call("setWebhook", told)

    def call_nobody(self) -> None:
        """From now on events wait until they are asked for."""
        self.call("deleteWebhook")

    def file(self, key: str) -> bytes:
        """The bytes of a file somebody sent. Raises Refused for one that is too big."""
        path = self._object(self.call("getFile", {"file_id": key})).get("file_path", "")
        content = b""
        with _told_apart(), self._client.stream("GET", f"/file/bot{self._token}/{path}") as answer:
            if answer.status_code != httpx2.codes.OK:
                raise OutOfReach(f"the file was not given ({answer.status_code})")
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > BIGGEST_FILE:
                    raise Refused("file is too big")
        return content

    def call(
        self,
        method: str,
        told: Mapping[str, Any] | None = None,
        *,
        files: Mapping[str, Any] | None = None,
        answer_in: float = ANSWER_IN,
    ) -> Any:
        """The result of a method. Raises a Fault."""
        where, patience = f"/bot{self._token}/{method}", httpx2.Timeout(answer_in, connect=REACHED_IN)
        with _told_apart():
            if files:
                fields = {key: one if isinstance(one, str) else json.dumps(one) for key, one in (told or {}).items()}
                answer = self._client.post(where, data=fields, files=files, timeout=patience)
            else:
                answer = self._client.post(where, json=dict(told or {}), timeout=patience)
        return _result(answer)

    def _object(self, found: Any) -> dict[str, Any]:
        if not isinstance(found, dict):
            raise Unclear("an answer nobody can read")
        return found

    def _number(self, found: Any) -> int:
        return int(self._object(found).get("message_id", 0))


@contextmanager
def opened(token: str) -> Iterator[BotApi]:
    """A line to the configured address; nothing is said on it yet."""
    with httpx2.Client(base_url=settings.TELEGRAM_URL, follow_redirects=False) as client:
        yield BotApi(client, token)


@contextmanager
def _told_apart() -> Iterator[None]:
    """What broke before the call was sent, from what broke after. No address is part of the words."""
    try:
        yield
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError) as why:
        raise OutOfReach(f"Telegram cannot be reached ({type(why).__name__})") from None
    except httpx2.HTTPError as why:
        raise Unclear(f"no answer came ({type(why).__name__})") from None
    except httpx2.InvalidURL:
        raise Refused("the address is none") from None


def _result(answer: httpx2.Response) -> Any:
    """What Telegram says in its envelope."""
    try:
        said = answer.json() if len(answer.content) <= LONGEST_ANSWER else None
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Unclear(f"an answer nobody can read ({answer.status_code})")
    if said.get("ok") is True:
        return said.get("result")
    code, words = said.get("error_code", answer.status_code), str(said.get("description", ""))[:400]
    raise _fault(code, words, said.get("parameters") or {})


def _fault(code: Any, words: str, parameters: dict[str, Any]) -> Fault:
    if code == 429:
        return TooFast(words, max(1, int(parameters.get("retry_after", 1))))
    if code in {401, 404}:
        return TokenRefused(words)
    if code == 403 or (code == 400 and any(sign.lower() in words.lower() for sign in GONE)):
        return NoWay(words)
    if code == 409:
        return Elsewhere(words)
    if isinstance(code, int) and code >= 500:
        return Unclear(words or str(code))
    return Refused(words)
