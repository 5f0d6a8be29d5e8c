"""The line to a mail server over TLS: a real server, a certificate that is trusted, and one that is not."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import create_connection
from ssl import PROTOCOL_TLS_SERVER, SSLContext, _create_unverified_context

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from keepstep.outlet import line
from keepstep.outlet.line import Later, Refused
from tests.certificate import certificate
from tests.mailbox import Mailbox, free_port

BOTH = pytest.mark.parametrize("security", ["tls", "starttls"])


class Knocking(Controller):
    """The knock that shows it is up would use the server's context, and no client can: ours trusts anybody."""

    def _trigger_server(self) -> None:
        anybody = _create_unverified_context()  # noqa: S323
        with create_connection((self.hostname, self.port), 5) as line, ExitStack() as stack:
            (stack.enter_context(anybody.wrap_socket(line)) if self.ssl_context else line).recv(100)


@pytest.fixture
def trusted(tmp_path: Path) -> Path:
    return certificate(tmp_path).file


@contextmanager
def served(settings: Settings, file: Path, security: str) -> Iterator[Mailbox]:
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, file.with_suffix(".key"))
    box = Mailbox(port=free_port())
    kind = {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    controller = Knocking(box, hostname="127.0.0.1", port=box.port, **kind)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 5
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = security == "tls", security == "starttls"
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def send() -> None:
    letter = EmailMultiAlternatives("Today", "Hello", "updates@lighthouse.test", ["ines@northwind.test"])
    with line.opened() as server:
        line.announce(server, letter)
        line.hand_over(server, letter)


@BOTH
def test_a_trusted_server_takes_the_letter(
    settings: Settings, trusted: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with served(settings, trusted, security) as post:
        send()
    assert [letter["Subject"] for letter in post.letters] == ["Today"]


@BOTH
def test_a_server_that_nobody_vouches_for_gets_nothing(settings: Settings, trusted: Path, security: str) -> None:
    with served(settings, trusted, security) as post, pytest.raises(Later) as refused:
        send()
    assert (str(refused.value), post.raw) == (
        "The server's certificate is not trusted (self-signed certificate).", []
    )  # fmt: skip


def send_to(*readers: str) -> list[str]:
    """Over one line as far as it goes; what was refused is told."""
    refused = []
    with line.kept():
        for reader in readers:
            letter = EmailMultiAlternatives(reader, "Hello", "updates@lighthouse.test", [reader])
            try:
                with line.opened() as server:
                    line.announce(server, letter)
                    line.hand_over(server, letter)
            except Refused:
                refused.append(reader)
    return refused


def subjects(post: Mailbox) -> list[str]:
    return [letter["Subject"] for letter in post.letters]


def test_many_letters_go_over_one_line(post: Mailbox) -> None:
    send_to("a@x.test", "b@x.test", "c@x.test")
    assert (subjects(post), post.lines) == (["a@x.test", "b@x.test", "c@x.test"], 1)


def test_after_its_share_of_letters_a_line_is_ended(post: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "MOST_ON_A_LINE", 2)
    send_to("a@x.test", "b@x.test", "c@x.test", "d@x.test", "e@x.test")
    assert (len(post.raw), post.lines) == (5, 3)


def test_a_server_that_hangs_up_after_a_letter_gets_the_next_over_a_new_line(post: Mailbox) -> None:
    post.hangs_up_after = True
    send_to("a@x.test", "b@x.test", "c@x.test")
    assert (subjects(post), post.lines) == (["a@x.test", "b@x.test", "c@x.test"], 3)


def test_a_refused_reader_costs_the_others_nothing(post: Mailbox) -> None:
    post.refuses["b@x.test"] = "550 no such user"
    assert send_to("a@x.test", "b@x.test", "c@x.test") == ["b@x.test"]
    assert subjects(post) == ["a@x.test", "c@x.test"]


def test_a_letter_announced_and_not_handed_over_leaves_nothing_on_the_line(post: Mailbox) -> None:
    with line.kept():
        with line.opened() as server:
            line.announce(server, EmailMultiAlternatives("No", "Hello", "updates@lighthouse.test", ["a@x.test"]))
        send()
    assert (subjects(post), post.lines) == (["Today"], 1)


def test_outside_each_letter_has_a_line_of_its_own(post: Mailbox) -> None:
    send()
    send()
    assert post.lines == 2
