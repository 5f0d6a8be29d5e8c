"""A real SMTP server on loopback that keeps what it accepted, and can be told to misbehave."""

import asyncio
import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """`refuses` maps a stage (MAIL, RCPT, DATA) or a reader to the answer the server gives there instead of its own;
    `lines` counts who has greeted it. It hangs up instead of its last word, or after it."""

    port: int = 0
    raw: list[bytes] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    hangs_up_after: bool = False
    lines: int = 0

    @property
    def letters(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.raw]  # type: ignore[misc]

    def texts(self) -> list[str]:
        """The plain-text part of each letter, with the line ends of a page."""
        parts = [letter.get_body(("plain",)) for letter in self.letters]
        return [part.get_content().replace("\r\n", "\n") for part in parts if part is not None]

    def pages(self) -> list[str]:
        """The HTML part of each letter."""
        parts = [letter.get_body(("html",)) for letter in self.letters]
        return [part.get_content().replace("\r\n", "\n") for part in parts if part is not None]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.lines += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if "MAIL" in self.refuses:
            return self.refuses["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if said := self.refuses.get("RCPT") or self.refuses.get(address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if "DATA" in self.refuses:
            return self.refuses["DATA"]
        self.raw.append(bytes(envelope.original_content or b""))
        if self.hangs_up and server.transport:
            server.transport.close()
        if self.hangs_up_after and server.transport:
            asyncio.get_running_loop().call_later(0, server.transport.close)
        return "250 accepted"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
