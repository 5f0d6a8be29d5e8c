"""PostgreSQL is killed by SIGKILL while letters go out and come in: none is lost, none goes or counts twice."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.imap_server import ImapServer, imap_server, is_here
from tests.keepstep.installation import Installation, installed
from tests.keepstep.intake.mail.letters import written
from tests.mailbox import Mailbox, mailbox

WORK = ("-m", "tests.keepstep.work_at_a_killed_database")


@dataclass
class Place:
    installation: Installation
    agency: str = ""
    sendings: list[str] = field(default_factory=list)
    holder: "subprocess.Popen[str] | None" = None

    def raise_database(self) -> None:
        self.holder = self.installation.start(*WORK, "hold")
        assert said_by(self.holder) == "up", self.holder.communicate()[1]

    def kill_database(self) -> None:
        """The server by SIGKILL, and whoever looked after it."""
        cluster = (self.installation.data / "postgres").resolve() / "cluster"
        os.kill(int((cluster / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        assert self.holder is not None
        self.holder.kill()
        self.holder.wait()

    def killed_at(self, stage: str, *words: str) -> None:
        """Do this work; at the stage the database is killed and comes back, and the work goes on as it can."""
        worker = self.installation.start(*WORK, *words)
        assert said_by(worker) == stage
        self.kill_database()
        self.raise_database()
        worker.communicate("go on\n", timeout=60)

    def do(self, *words: str) -> None:
        done = self.installation.run(*WORK, *words)
        assert done.returncode == 0, done.stderr

    def told(self, key: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.installation.run(*WORK, "tell", self.agency, key).stdout)
        return found


def said_by(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with installed(tmp_path_factory.mktemp("killed") / "data") as made:
        found = Place(made)
        found.raise_database()
        found.agency, *found.sendings = json.loads(made.run(*WORK, "found").stdout)
        yield found


@pytest.fixture
def post() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.mark.parametrize(("number", "stage", "first"), [(0, "announced", 0), (1, "handed", 1), (2, "accepted", 1)])
def test_a_letter_goes_out_once(place: Place, post: Mailbox, number: int, stage: str, first: int) -> None:
    """Killed before it was handed over, it goes later; killed after, a person is asked, and it never goes again."""
    key = place.sendings[number]
    place.killed_at(stage, "send", str(post.port), place.agency, key, stage, str(24 * number))
    assert len(post.raw) == first
    for hours in (1, 6, 30):
        place.do("send", str(post.port), place.agency, key, "", str(24 * number + hours))
    found = place.told(key)
    assert (len(post.raw), found["delivered"] or found["handed"]) == (1, True)


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with imap_server() as made:
        yield made


@pytest.mark.skipif(not is_here(), reason="needs Debian's dovecot-imapd; bin/test installs it")
@pytest.mark.parametrize(("number", "stage"), [(0, "fetched"), (1, "kept"), (2, "marked")])
def test_a_letter_comes_in_once(place: Place, server: ImapServer, number: int, stage: str) -> None:
    server.put(written(f"Killed {number}, first"), written(f"Killed {number}, second"))
    box = json.dumps(server.settings)
    place.killed_at(stage, "collect", box, place.agency, stage)
    for _time in range(2):
        place.do("collect", box, place.agency, "")
    assert place.told(place.sendings[0])["words"] == [
        f"Killed {one}, {which}" for one in range(number + 1) for which in ("first", "second")
    ]
