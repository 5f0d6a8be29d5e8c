"""The line to a mailbox over TLS: a real server, a certificate that is trusted, and those that are not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from keepstep.domain.agency.mailbox import Mailbox
from keepstep.intake.mail import line
from keepstep.intake.mail.line import OutOfReach
from tests.certificate import Certificate, certificate
from tests.imap_server import ImapServer, imap_server, is_here
from tests.keepstep.intake.mail.letters import written

pytestmark = pytest.mark.skipif(not is_here(), reason="needs Debian's dovecot-imapd; bin/test installs it")
Served = tuple[ImapServer, Certificate]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = certificate(tmp_path_factory.mktemp("tls"))
    with imap_server(made) as server:
        server.put(written("Over TLS"))
        yield server, made


def box(server: ImapServer, security: str) -> Mailbox:
    port = server.tls_port if security == "tls" else server.port
    return Mailbox(**server.settings | {"security": security, "port": port})


def numbers(found: Mailbox) -> list[int]:
    with line.opened(found, patience=5) as server:
        return server.numbers(after=0, since=None)


def why_not(found: Mailbox) -> str:
    with pytest.raises(OutOfReach) as refused:
        numbers(found)
    return str(refused.value)


BOTH = pytest.mark.parametrize("security", ["tls", "starttls"])


@BOTH
def test_a_trusted_server_is_read(served: Served, monkeypatch: pytest.MonkeyPatch, security: str) -> None:
    server, made = served
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    assert numbers(box(server, security)) == [1]


@BOTH
def test_a_server_that_nobody_vouches_for_is_refused(served: Served, security: str) -> None:
    said = why_not(box(served[0], security))
    assert said == "The server's certificate is not trusted (self-signed certificate)."


@BOTH
@pytest.mark.parametrize(
    ("host", "days", "why"),
    [
        ("127.0.0.2", 2, "IP address mismatch, certificate is not valid for '127.0.0.1'"),
        ("127.0.0.1", -1, "certificate has expired"),
    ],
)
def test_a_wrong_certificate_is_refused_with_its_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str, host: str, days: int, why: str
) -> None:
    made = certificate(tmp_path, host=host, days=days)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    with imap_server(made) as server:
        assert why_not(box(server, security)) == f"The server's certificate is not trusted ({why})."


def test_a_port_without_tls_is_named(served: Served) -> None:
    server = served[0]
    crossed = Mailbox(**server.settings | {"security": "tls", "port": server.port})
    assert why_not(crossed) == "The server does not speak TLS here: look at the port, or choose STARTTLS."


def test_a_server_without_starttls_is_not_spoken_to_in_plain_text() -> None:
    with imap_server() as server:
        assert "TLS" in why_not(box(server, "starttls"))
