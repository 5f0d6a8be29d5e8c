"""`keepstep serve`: one process tree, answered by one signal, with nothing left behind."""

import http.client
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.keepstep.management.conftest import Inhabited, free_port
from tests.keepstep.postgres.test_server import eventually


def family(data: Path) -> dict[int, str]:
    """The processes that belong to this installation, by their environment or, for PostgreSQL, by its folder."""
    found = {}
    for process in (entry for entry in Path("/proc").iterdir() if entry.name.isdigit()):
        try:
            said = (process / "cmdline").read_bytes()
            theirs = f"KEEPSTEP_DATA={data}\0".encode() in (process / "environ").read_bytes()
        except OSError:
            continue
        if said and (theirs or str((data / "postgres").resolve()).encode() in said):
            found[int(process.name)] = said.replace(b"\0", b" ").decode()
    return found


def serving(inhabited: Inhabited) -> tuple["subprocess.Popen[str]", int]:
    port = free_port()
    process = inhabited.installation.start("-m", "keepstep", "serve", "--port", str(port))
    assert process.stdout
    assert process.stdout.readline() == f"Keepstep is at http://127.0.0.1:{port} (Ctrl-C stops it)\n"
    return process, port


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_and_ends_when_asked_leaving_nothing(inhabited: Inhabited, asked: signal.Signals) -> None:
    process, port = serving(inhabited)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/readyz")
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b"ready")
    connection.close()
    process.send_signal(asked)
    assert (process.wait(20), family(inhabited.installation.data)) == (0, {})


def test_a_child_that_dies_takes_everything_down_with_its_code(inhabited: Inhabited) -> None:
    process, _port = serving(inhabited)
    worker = next(pid for pid, words in family(inhabited.installation.data).items() if "keepstep.worker" in words)
    os.kill(worker, signal.SIGKILL)
    assert (process.wait(20), family(inhabited.installation.data)) == (128 + signal.SIGKILL, {})
    assert process.stderr
    assert "worker 1 ended by itself with code -9" in process.stderr.read()


def test_whoever_kills_it_leaves_no_orphans(inhabited: Inhabited) -> None:
    process, _port = serving(inhabited)
    process.kill()
    process.wait()
    assert eventually(lambda: family(inhabited.installation.data) == {})
