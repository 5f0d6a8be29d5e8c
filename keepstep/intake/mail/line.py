"""The line to the mailbox: letters by their numbers, byte for byte, and nothing changed there but a mark."""

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from imaplib import IMAP4
from typing import TypeVar

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from keepstep.domain.agency.mailbox import Mailbox
from keepstep.domain.agency.trust import distrust

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds without a word after which the server counts as gone."""
FAULTS = (OSError, IMAP4.error, ImapToolsError, UnicodeError, ValueError, IndexError)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CUT = 1_000_000
"""Bytes that are read of a letter too big to be kept whole."""
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
CAME = re.compile(rb'INTERNALDATE "([^"]+)"')


class OutOfReach(Exception):
    """The server does not answer, refuses, or the line broke; what it said last is in the words."""


@contextmanager
def opened(box: Mailbox, *, patience: float = PATIENCE) -> Iterator["Line"]:
    """Signed in, with the folder open. Raises OutOfReach, here or wherever the line breaks later."""
    with _explained():
        server = _connected(box, patience)
    try:
        with _explained():
            server.login(box.user, box.password, initial_folder=box.folder)
        yield Line(server)
        with suppress(*FAULTS):
            server.logout()
    finally:
        with suppress(*FAULTS):
            server.client.shutdown()


def _connected(box: Mailbox, patience: float) -> BaseMailBox:
    """The server's certificate is checked, which Python's own client does not do unless it is told to."""
    if box.security == "none":
        return MailBoxUnencrypted(box.host, box.port, timeout=patience)
    trusted = ssl.create_default_context()
    kind = MailBoxStartTls if box.security == "starttls" else MailBox
    return kind(box.host, box.port, timeout=patience, ssl_context=trusted)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except FAULTS as fault:
        words = distrust(fault) or " ".join(str(fault).split())[:400] or type(fault).__name__
        raise OutOfReach(words) from fault


class Line:
    def __init__(self, server: BaseMailBox) -> None:
        self.server = server

    def validity(self) -> int:
        """As long as it is the same, so are the letters behind the numbers."""
        return self._asked(lambda: self.server.folder.status(options=["UIDVALIDITY"])["UIDVALIDITY"])

    def numbers(self, *, after: int, since: date | None) -> list[int]:
        """The numbers of letters beyond one, or of those that came on a day or later, in their order."""
        wanted = f"SINCE {since:%d}-{MONTHS[since.month - 1]}-{since:%Y}" if since else f"UID {after + 1}:*"
        found = self._asked(lambda: self.server.uids(wanted, charset=None))
        return sorted(number for number in map(int, found) if number > after)

    def letter(self, number: int, *, most: int) -> tuple[bytes, int, datetime | None] | None:
        """Its bytes, of an enormous one the first; its true size; when it came. None if it is there no more."""
        return self._asked(lambda: self._letter(number, most))

    def _letter(self, number: int, most: int) -> tuple[bytes, int, datetime | None] | None:
        about = self._fetched(number, "(RFC822.SIZE INTERNALDATE)")
        size, came = SIZE.search(about[0]), CAME.search(about[0])
        if size is None:
            return None
        _head, raw = self._fetched(number, "(BODY.PEEK[])" if int(size[1]) <= most else f"(BODY.PEEK[]<0.{CUT}>)")
        return (raw, int(size[1]), _moment(came[1].decode()) if came else None) if raw else None

    def _fetched(self, number: int, parts: str) -> tuple[bytes, bytes]:
        _status, said = self.server.client.uid("FETCH", str(number), parts)
        for one in said:
            if isinstance(one, tuple):
                return one[0], one[1]
            if isinstance(one, bytes) and b"UID %d" % number in one:
                return one, b""
        return b"", b""

    def mark(self, number: int) -> None:
        """As read. Not by the library, which would also remove what others have marked as deleted."""
        self._asked(lambda: self.server.client.uid("STORE", str(number), "+FLAGS.SILENT", r"(\Seen)"))

    def _asked(self, question: Callable[[], T]) -> T:
        with _explained():
            return question()


def _moment(said: str) -> datetime | None:
    """`02-Mar-2026 09:00:00 +0100`, in English whatever the machine speaks."""
    try:
        day, month, rest = said.strip().split("-", 2)
        return datetime.strptime(f"{day} {MONTHS.index(month) + 1} {rest}", "%d %m %Y %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return None
