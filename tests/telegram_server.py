"""A Bot API on loopback, as strict as Telegram's: its envelope, its faults, its limits, its reading of HTML.

A test speaks for the people: `write` puts what somebody writes to the bot; `said` is what the bot has said to whom.
"""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "700100200:AAF0r-Lighthouse_0123456789abcdefghi"
BOT = {"id": 700100200, "is_bot": True, "first_name": "Lighthouse", "username": "lighthouse_bot"}
TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote"}
UNREADABLE = "Bad Request: can't parse entities"
LONGEST, LONGEST_CAPTION, BIGGEST = 4096, 1024, 20 * 1024 * 1024


class Wrong(Exception):
    """What Telegram answers instead of a result."""

    def __init__(self, code: int, words: str, **parameters: Any) -> None:
        super().__init__(words)
        self.code, self.words, self.parameters = code, words, parameters


@dataclass
class Said:
    """A message of the bot, as its reader sees it; `html` is as it was sent."""

    chat: int
    number: int
    text: str
    html: str = ""
    name: str = ""
    content: bytes = b""
    kind: str = "text"
    buttons: list[tuple[str, str]] = field(default_factory=list)
    answers: int | None = None
    links: list[str] = field(default_factory=list)


@dataclass
class TelegramServer:
    port: int = 0
    token: str = TOKEN
    said: list[Said] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    toasts: list[tuple[str, str]] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)
    faults: dict[str, list[Any]] = field(default_factory=dict)
    webhook: dict[str, Any] = field(default_factory=dict)
    is_read_elsewhere: bool = False
    number: int = 1000
    event: int = 5000
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # What a test does for the people.

    def write(self, chat: int, text: str = "", *, name: str = "Ines", language: str = "en", **more: Any) -> int:
        """Somebody writes to the bot; the number of their message."""
        with self.changed:
            self.number += 1
            message = {**self._message(chat, self.number, name=name, language=language), **more}
            if text:
                message["text"] = text
            self._happen({"message": message})
            return int(message["message_id"])

    def edit(self, chat: int, number: int, text: str, *, name: str = "Ines") -> None:
        with self.changed:
            message = {**self._message(chat, number, name=name), "edit_date": int(time.time()), "text": text}
            self._happen({"edited_message": message})

    def press(self, chat: int, said: Said, label: str) -> str:
        """Somebody presses a button under what the bot said."""
        data = dict(said.buttons)[label]
        with self.changed:
            key = f"press-{self.event}"
            self._happen(
                {
                    "callback_query": {
                        "id": key, "from": self._sender(chat, "Ines", "en"), "chat_instance": "1", "data": data,
                        "message": self._message(chat, said.number, name="Ines"),
                    }
                }
            )  # fmt: skip
            return key

    def block(self, chat: int, *, is_blocked: bool = True) -> None:
        """Somebody blocks the bot, or lets it write again."""
        (self.blocked.add if is_blocked else self.blocked.discard)(chat)
        status = {"user": BOT, "status": "kicked" if is_blocked else "member"}
        with self.changed:
            self._happen(
                {
                    "my_chat_member": {
                        "chat": self._chat(chat, "Ines"), "from": self._sender(chat, "Ines", "en"),
                        "date": int(time.time()), "new_chat_member": status,
                    }
                }
            )  # fmt: skip

    def happen(self, event: dict[str, Any]) -> None:
        """Something else, as Telegram would tell it."""
        with self.changed:
            self._happen(event)

    def upload(self, content: bytes) -> str:
        key = f"file-{len(self.files)}"
        self.files[key] = content
        return key

    def fail(self, method: str, *faults: Any) -> None:
        """The next calls of the method answer so: a Wrong, "hang" (done, no answer), "drop" (not done, no answer)."""
        self.faults.setdefault(method, []).extend(faults)

    def to(self, chat: int) -> list[Said]:
        return [one for one in self.said if one.chat == chat]

    # What Telegram does.

    def answer(self, method: str, told: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> Any:
        self.calls.append(method)
        handler = getattr(self, f"_{method}", None)
        if handler is None:
            raise Wrong(404, "Not Found")
        return handler(told, files) if method in {"sendDocument", "sendPhoto"} else handler(told)

    def _getMe(self, told: dict[str, Any]) -> Any:
        return BOT

    def _sendChatAction(self, told: dict[str, Any]) -> Any:
        self._reach(told)
        return True

    def _sendMessage(self, told: dict[str, Any]) -> Any:
        self._reach(told)
        text, links = told.get("text", ""), list[str]()
        if told.get("parse_mode") == "HTML":
            text, links = read_html(text)
        if not text.strip():
            raise Wrong(400, "Bad Request: message text is empty")
        if units(text) > LONGEST:
            raise Wrong(400, "Bad Request: message is too long")
        return self._keep(told, text=text.strip(), html=told.get("text", ""), links=links)

    def _sendDocument(self, told: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> Any:
        return self._send_file(told, files, "document")

    def _sendPhoto(self, told: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> Any:
        return self._send_file(told, files, "photo")

    def _send_file(self, told: dict[str, Any], files: dict[str, tuple[str, bytes]], kind: str) -> Any:
        self._reach(told)
        if kind not in files:
            raise Wrong(400, f"Bad Request: there is no {kind} in the request")
        name, content = files[kind]
        if kind == "photo" and not content.startswith((b"\x89PNG", b"\xff\xd8")):
            raise Wrong(400, "Bad Request: IMAGE_PROCESS_FAILED")
        if units(told.get("caption", "")) > LONGEST_CAPTION:
            raise Wrong(400, "Bad Request: message caption is too long")
        return self._keep(told, text=told.get("caption", ""), name=name, content=content, kind=kind)

    def _keep(self, told: dict[str, Any], *, text: str, **more: Any) -> Any:
        with self.changed:
            self.number += 1
            rows = (told.get("reply_markup") or {}).get("inline_keyboard", [])
            buttons = [(one["text"], one["callback_data"]) for row in rows for one in row if "callback_data" in one]
            if any(len(data.encode()) > 64 for _text, data in buttons):
                raise Wrong(400, "Bad Request: BUTTON_DATA_INVALID")
            answers = (told.get("reply_parameters") or {}).get("message_id")
            self.said.append(Said(int(told["chat_id"]), self.number, text, buttons=buttons, answers=answers, **more))
            return {"message_id": self.number, "date": int(time.time()), "chat": self._chat(int(told["chat_id"]), "")}

    def _reach(self, told: dict[str, Any]) -> None:
        chat = int(told.get("chat_id", 0))
        if chat in self.blocked:
            raise Wrong(403, "Forbidden: bot was blocked by the user")
        if chat in self.unknown:
            raise Wrong(400, "Bad Request: chat not found")

    def _getUpdates(self, told: dict[str, Any]) -> Any:
        if self.webhook:
            raise Wrong(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook"
                " first",
            )
        if self.is_read_elsewhere:
            raise Wrong(
                409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        end = time.monotonic() + float(told.get("timeout", 0))
        with self.changed:
            offset = told.get("offset", 0)
            self.waiting = [one for one in self.waiting if not offset or one["update_id"] >= offset]
            while not self.waiting and (left := end - time.monotonic()) > 0:
                self.changed.wait(left)
            return self.waiting[:100]

    def _setWebhook(self, told: dict[str, Any]) -> Any:
        if not told.get("url", "").startswith("https://"):
            raise Wrong(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", told.get("secret_token", "x")):
            raise Wrong(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = told
        return True

    def _deleteWebhook(self, told: dict[str, Any]) -> Any:
        self.webhook = {}
        return True

    def _getFile(self, told: dict[str, Any]) -> Any:
        content = self.files.get(told.get("file_id", ""))
        if content is None:
            raise Wrong(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content) > BIGGEST:
            raise Wrong(400, "Bad Request: file is too big")
        key = told["file_id"]
        return {"file_id": key, "file_unique_id": key, "file_size": len(content), "file_path": f"documents/{key}"}

    def _answerCallbackQuery(self, told: dict[str, Any]) -> Any:
        self.toasts.append((told["callback_query_id"], told.get("text", "")))
        return True

    def _happen(self, event: dict[str, Any]) -> None:
        self.event += 1
        self.waiting.append({"update_id": self.event, **event})
        self.changed.notify_all()

    def _message(self, chat: int, number: int, *, name: str, language: str = "en") -> dict[str, Any]:
        return {
            "message_id": number, "date": int(time.time()), "chat": self._chat(chat, name),
            "from": self._sender(chat, name, language),
        }  # fmt: skip

    def _chat(self, chat: int, name: str) -> dict[str, Any]:
        return {"id": chat, "type": "private" if chat > 0 else "group", "first_name": name}

    def _sender(self, chat: int, name: str, language: str) -> dict[str, Any]:
        return {
            "id": abs(chat), "is_bot": False, "first_name": name, "username": name.lower(), "language_code": language
        }  # fmt: skip


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def read_html(html: str) -> tuple[str, list[str]]:
    """The text and the links, as Telegram reads HTML; it takes few tags, and each has to be closed in its turn."""
    reader = _Reader()
    if stray := re.search(r"<(?![a-zA-Z/])", html):
        raise Wrong(400, f'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset {stray.start()}')
    reader.feed(html)
    reader.close()
    if reader.opened:
        raise Wrong(
            400,
            f'{UNREADABLE}: Can\'t find end tag corresponding to start tag "{reader.opened[-1]}"',
        )
    return "".join(reader.text), reader.links


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.links: list[str] = []
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise Wrong(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}" at byte offset 0')
        self.opened.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        if not self.opened or self.opened.pop() != tag:
            raise Wrong(
                400, f'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 0, expected "{tag}"'
            )

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@contextmanager
def telegram_server() -> Iterator[TelegramServer]:
    known = TelegramServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_words: Any) -> None:
            """In silence."""

        def do_GET(self) -> None:
            found = re.fullmatch(rf"/file/bot{re.escape(known.token)}/documents/(.+)", self.path)
            content = known.files.get(found[1]) if found else None
            self._say(200 if content is not None else 404, content or b"", "application/octet-stream")

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            token, _slash, method = self.path.removeprefix("/bot").partition("/")
            try:
                if token != known.token:
                    raise Wrong(*((401, "Unauthorized") if ":" in token else (404, "Not Found")))
                fault = known.faults.get(method, [])[:1]
                if fault:
                    known.faults[method].pop(0)
                if fault == ["drop"]:
                    self.close_connection = True
                    return
                if fault and fault != ["hang"]:
                    raise fault[0]
                told, files = _told(raw, self.headers.get("Content-Type", ""))
                result = known.answer(method, told, files)
            except Wrong as wrong:
                body = {"ok": False, "error_code": wrong.code, "description": wrong.words}
                self._json(wrong.code, body | ({"parameters": wrong.parameters} if wrong.parameters else {}))
                return
            if fault == ["hang"]:
                self.close_connection = True
                return
            self._json(200, {"ok": True, "result": result})

        def _json(self, status: int, body: dict[str, Any]) -> None:
            self._say(status, json.dumps(body).encode(), "application/json")

        def _say(self, status: int, content: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    known.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _told(raw: bytes, kind: str) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    if not kind.startswith("multipart/"):
        return json.loads(raw or b"{}"), {}
    whole = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw, policy=policy.HTTP)
    told: dict[str, Any] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for part in whole.iter_parts():  # type: ignore[attr-defined]
        name, content = str(part.get_param("name", header="content-disposition")), bytes(part.get_payload(decode=True))
        if part.get_filename():
            files[name] = (str(part.get_filename()), content)
        else:
            try:
                told[name] = json.loads(content)
            except ValueError:
                told[name] = content.decode()
    return told, files
