"""The embedded server: one owner, many users, and nothing left behind whoever dies."""

import os
import signal
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from keepstep.postgres.location import LONGEST_SOCKET_FOLDER
from tests.keepstep.installation import Installation, installed

pytestmark = pytest.mark.database

USE = """
import sys
import psycopg
from keepstep.postgres import server
from keepstep.postgres.location import database
with server.running({options}) as place:
    own = place.owner
    with psycopg.connect(host=own["HOST"], port=own["PORT"], user=own["USER"], password=own["PASSWORD"],
                         dbname="postgres", autocommit=True) as connection:
        for statement in {query!r}.split(";"):
            answer = connection.execute(statement)
        print(answer.fetchone()[0], flush=True)
    {then}
"""
POSTMASTER = "select split_part(pg_read_file('postmaster.pid'), chr(10), 1)"


def using(query: str = POSTMASTER, *, options: str = "", then: str = "pass") -> tuple[str, str]:
    return "-c", USE.format(query=query, options=options, then=then)


STAY = "sys.stdin.read()"
BUSY = """connection = psycopg.connect(host=own["HOST"], user=own["USER"], password=own["PASSWORD"], dbname="postgres")
    print(connection.info.backend_pid, flush=True)
    connection.execute("select count(*) from generate_series(1, 1e9)")"""


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def let_go(process: subprocess.Popen[str]) -> int:
    assert process.stdin
    process.stdin.close()
    return process.wait(30)


def is_gone(pid: int) -> bool:
    """Ended, or a zombie nobody has reaped yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def eventually(check: Callable[[], bool], seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while not check() and time.monotonic() < end:
        time.sleep(0.02)
    return check()


def test_the_same_locale_on_every_machine(installation: Installation) -> None:
    query = "select lower('ЁЛКА') || ' ' || (select datcollate from pg_database where datname = 'postgres')"
    assert installation.run(*using(query)).stdout.strip() == "ёлка C.UTF-8"


def test_a_second_start_finds_the_same_data(installation: Installation) -> None:
    identity = "select system_identifier from pg_control_system()"
    first, second = (installation.run(*using(identity)).stdout for _ in range(2))
    assert first and first == second


def test_the_server_ends_with_its_owner(installation: Installation) -> None:
    assert is_gone(int(installation.run(*using()).stdout))


def test_three_that_start_at_once_use_one_server(installation: Installation) -> None:
    started = [installation.start(*using(then=STAY)) for _ in range(3)]
    servers = {line_of(process) for process in started}
    for process in reversed(started):
        assert process.stdin
        process.stdin.close()
    assert (len(servers), [process.wait(30) for process in started]) == (1, [0, 0, 0])


def test_an_owner_stays_until_the_last_user_has_left(installation: Installation) -> None:
    owner = installation.start(*using(then=STAY))
    postmaster = int(line_of(owner))
    user = installation.start(*using("select 1", then=f"{STAY}; print(server.answers(), flush=True)"))
    assert line_of(user) == "1"
    assert owner.stdin
    owner.stdin.close()
    assert user.stdin
    user.stdin.close()
    assert (line_of(user), user.wait(30), owner.wait(30), is_gone(postmaster)) == ("True", 0, 0, True)


def test_who_serves_waits_to_own_the_server_and_says_so(installation: Installation) -> None:
    command = installation.start(*using(then=STAY))
    first = line_of(command)
    serving = installation.start(*using(options="own=True, say=lambda words: print(words, flush=True)"))
    assert line_of(serving) == "Another command is using the database; waiting for it to end."
    assert let_go(command) == 0
    assert line_of(serving) != first
    assert serving.wait(30) == 0


def test_a_killed_owner_leaves_no_server(installation: Installation) -> None:
    owner = installation.start(*using(then=STAY))
    postmaster = int(line_of(owner))
    owner.kill()
    owner.wait()
    assert eventually(lambda: is_gone(postmaster))
    assert installation.run(*using("select 'again'")).stdout == "again\n"


def test_a_killed_server_is_started_again_with_everything_committed(installation: Installation) -> None:
    keep = "create table kept (n int); insert into kept values (7) returning n"
    owner = installation.start(*using(POSTMASTER, then=STAY))
    postmaster = int(line_of(owner))
    assert installation.run(*using(keep)).stdout == "7\n"
    os.kill(postmaster, signal.SIGKILL)
    assert let_go(owner) == 0
    assert installation.run(*using("select n from kept")).stdout == "7\n"


def test_a_session_that_outlived_its_server_is_ended_before_the_next_starts(installation: Installation) -> None:
    owner = installation.start(*using(POSTMASTER, then=STAY))
    postmaster = int(line_of(owner))
    busy = installation.start(*using("select 'busy'", then=BUSY))
    assert line_of(busy) == "busy"
    session = int(line_of(busy))
    os.kill(postmaster, signal.SIGKILL)
    busy.kill()
    assert let_go(owner) == 0
    assert installation.run(*using("select 'again'")).stdout == "again\n"
    assert is_gone(session)


def test_nobody_else_may_read_the_password_or_enter_the_data(installation: Installation) -> None:
    installation.run(*using())
    home = installation.data / "postgres"
    modes = {name: stat.S_IMODE((home / name).stat().st_mode) for name in ("password", "cluster", "socket")}
    assert modes == {"password": 0o600, "cluster": 0o700, "socket": 0o700}
    assert stat.S_IMODE(installation.data.stat().st_mode) == 0o700


def test_a_log_in_needs_the_password(installation: Installation) -> None:
    tried = (
        "-c",
        (
            "import psycopg\nfrom keepstep.postgres import server\n"
            "with server.running() as place:\n"
            "    try:\n"
            "        psycopg.connect(host=place.owner['HOST'], user='keepstep_owner', password='', dbname='postgres')\n"
            "    except psycopg.OperationalError as error:\n"
            "        print('no password supplied' in str(error))"
        ),
    )
    assert installation.run(*tried).stdout == "True\n"


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    with installed(tmp_path / ("x" * LONGEST_SOCKET_FOLDER)) as far:
        assert far.run(*using("select 1")).stdout == "1\n"


def test_data_of_another_major_version_are_not_touched(installation: Installation) -> None:
    installation.run(*using())
    version = installation.data / "postgres" / "cluster" / "PG_VERSION"
    version.write_text("9\n")
    said = installation.run(*using()).stderr
    assert "were written by PostgreSQL 9" in said
