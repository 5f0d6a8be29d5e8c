"""A real IMAP server on loopback, Debian's Dovecot, with one mailbox in which the tests put letters."""

import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.certificate import Certificate

USER, PASSWORD = "updates@lighthouse.test", "secret"
PATIENCE = 15.0

# The programs that speak to strangers may not be root, and mail may not belong to root: where we are, there are others.
CONFIGURATION = """
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
{tls}
disable_plaintext_auth = no
default_internal_user = {inner}
default_internal_group = {inner_group}
default_login_user = {outer}
first_valid_uid = 0
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def is_here() -> bool:
    return shutil.which("dovecot") is not None


@dataclass
class ImapServer:
    folder: Path
    port: int
    tls_port: int = 0
    started: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, Any]:
        """What the environment would say of it."""
        return {"host": "127.0.0.1", "port": self.port, "security": "none", "user": USER, "password": PASSWORD,
                "folder": "INBOX", "address": USER}  # fmt: skip

    def start(self) -> None:
        process = subprocess.Popen(["dovecot", "-F", "-c", str(self.folder / "conf")], stdin=subprocess.DEVNULL)
        self.started.append(process)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and process.poll() is None:
            with suppress(OSError, imaplib.IMAP4.error), self.line():
                return
            time.sleep(0.02)
        raise RuntimeError((self.folder / "log").read_text())

    def stop(self) -> None:
        while self.started:
            process = self.started.pop()
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)

    @contextmanager
    def line(self) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            client.login(USER, PASSWORD)
            client.select()
            yield client
        finally:
            client.shutdown()

    def put(self, *letters: bytes) -> None:
        """A letter arrives in the mailbox."""
        with self.line() as client:
            for letter in letters:
                done, _said = client.append("INBOX", "", "", letter.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
                assert done == "OK"

    def seen(self) -> list[int]:
        """The numbers of the letters that are marked as read."""
        with self.line() as client:
            return [int(number) for number in client.uid("SEARCH", "SEEN")[1][0].split()]

    def clear(self) -> None:
        with self.line() as client:
            for number in client.uid("SEARCH", "ALL")[1][0].decode().split():
                client.uid("STORE", number, "+FLAGS", r"(\Deleted)")
            client.expunge()

    def forget(self) -> None:
        """The mailbox is rebuilt, as after a restore: the same letters with other numbers."""
        with self.line() as client:
            letters = [client.uid("FETCH", number, "(BODY.PEEK[])")[1][0][1]
                       for number in client.uid("SEARCH", "ALL")[1][0].decode().split()]  # fmt: skip
        self.stop()
        shutil.rmtree(self.folder / "mail" / USER)
        second = int(time.time())
        while int(time.time()) == second:  # Dovecot names a new mailbox by the second
            time.sleep(0.05)
        self.start()
        self.put(*letters)


@contextmanager
def imap_server(certificate: Certificate | None = None) -> Iterator[ImapServer]:
    """With a certificate it speaks TLS as well: from the first byte at `tls_port`, by STARTTLS at `port`."""
    with tempfile.TemporaryDirectory(prefix="imap-", ignore_cleanup_errors=True) as name:
        made = ImapServer(Path(name), _free_port(), _free_port() if certificate else 0)
        _configure(made, certificate)
        made.start()
        try:
            yield made
        finally:
            made.stop()


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _configure(made: ImapServer, certificate: Certificate | None) -> None:
    is_root = os.getuid() == 0
    me = pwd.getpwuid(os.getuid())
    mail = pwd.getpwnam("mail") if is_root else me
    made.folder.chmod(0o755)
    (made.folder / "mail").mkdir()
    if is_root:
        os.chown(made.folder / "mail", mail.pw_uid, mail.pw_gid)
    words = CONFIGURATION.format(
        folder=made.folder, port=made.port, tls_port=made.tls_port, tls=_tls(certificate),
        password=PASSWORD, uid=mail.pw_uid, gid=mail.pw_gid,
        inner="dovecot" if is_root else me.pw_name, outer="dovenull" if is_root else me.pw_name,
        inner_group="dovecot" if is_root else grp.getgrgid(me.pw_gid).gr_name,
    )  # fmt: skip
    (made.folder / "conf").write_text(words)


def _tls(certificate: Certificate | None) -> str:
    if certificate is None:
        return "ssl = no"
    return f"ssl = yes\nssl_cert = <{certificate.file}\nssl_key = <{certificate.key}"
