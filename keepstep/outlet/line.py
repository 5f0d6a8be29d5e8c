"""The line to the mail server, in stages: what fails before the text is handed over is surely not delivered."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from keepstep.domain.agency.trust import distrust

PERMANENT = 500
MOST_ON_A_LINE = 50
"""A server that has had enough says so where it is asked for the next letter, which would then be put off: we end the
line before."""


class Later(Exception):
    """The server cannot take it now, and has not taken it: it may be tried again."""


class Refused(Exception):
    """The server will never take it."""


class Unclear(Exception):
    """The text was on its way and no answer came: nobody knows whether it arrived."""


@dataclass
class Kept:
    """The line that goes on from letter to letter, and how many have gone over it."""

    backend: Any = None
    letters: int = 0

    def taken(self) -> Any:
        """The line, if the server is still there; RSET also leaves nothing of the letter before (RFC 5321 §4.1.1.5)."""
        backend, self.backend = self.backend, None
        if backend is None:
            return None
        if self.letters < MOST_ON_A_LINE and _answers(backend):
            return backend
        backend.close()
        return None


_kept: ContextVar[Kept | None] = ContextVar("kept", default=None)


@contextmanager
def kept() -> Iterator[None]:
    """Many letters over one line: inside, `opened` opens another only where the last was lost or had its share."""
    mine = Kept()
    token = _kept.set(mine)
    try:
        yield
    finally:
        _kept.reset(token)
        if mine.backend is not None:
            mine.backend.close()


@contextmanager
def opened() -> Iterator[Any]:
    """A line to the configured server; raises Later when it cannot be reached. After any fault it is closed."""
    ours = _kept.get()
    backend = (ours and ours.taken()) or _opened_anew(ours)
    try:
        yield backend
    except BaseException:
        backend.close()
        raise
    if ours is None:
        backend.close()
    else:
        ours.backend, ours.letters = backend, ours.letters + 1


def _opened_anew(ours: Kept | None) -> Any:
    if ours is not None:
        ours.letters = 0
    backend = get_connection(fail_silently=False)
    try:
        backend.open()
    except (OSError, smtplib.SMTPException) as error:
        raise Later(_said(error)) from error
    return backend


def _answers(backend: Any) -> bool:
    if not isinstance(backend, EmailBackend) or backend.connection is None:
        return False
    try:
        return 200 <= backend.connection.rset()[0] < 300
    except (OSError, smtplib.SMTPException):
        return False


def announce(backend: Any, message: EmailMessage) -> None:
    """Name the sender and the reader. Raises Later or Refused; nothing has been handed over yet."""
    if not isinstance(backend, EmailBackend):
        return
    server = _server(backend)
    try:
        server.ehlo_or_helo_if_needed()
        _check(server.mail(_address(message.from_email), ["BODY=8BITMIME"] if server.has_extn("8bitmime") else []))
        _check(server.rcpt(_address(message.to[0])))
    except (OSError, smtplib.SMTPException) as error:
        raise Later(_said(error)) from error


def hand_over(backend: Any, message: EmailMessage) -> None:
    """Give the server the text. Raises Later or Refused on its word, Unclear without one."""
    if not isinstance(backend, EmailBackend):
        backend.send_messages([message])
        return
    try:
        text: Any = message.message()  # Django's own type, which knows `linesep`
        _check(_server(backend).data(text.as_bytes(linesep="\r\n")))
    except smtplib.SMTPDataError as error:
        _check((error.smtp_code, error.smtp_error))
    except (OSError, smtplib.SMTPException) as error:
        raise Unclear(_said(error)) from error


def _server(backend: EmailBackend) -> smtplib.SMTP:
    if backend.connection is None:
        raise Later("the line is closed")
    return backend.connection


def _address(words: str) -> str:
    return parseaddr(sanitize_address(words, "utf-8"))[1]


def _check(answer: tuple[int, bytes | str]) -> None:
    """RFC 5321 §4.2.1: 2xx is done, 4xx is for now, 5xx is for good."""
    code, said = answer
    if 200 <= code < 400:
        return
    words = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    raise Refused(words) if code >= PERMANENT else Later(words)


def _said(error: Exception) -> str:
    return distrust(error) or str(error) or type(error).__name__
