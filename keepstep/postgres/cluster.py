"""The folder of the embedded server's data: made once, the same on every machine."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from keepstep.postgres import binaries
from keepstep.postgres.location import OWNER_ROLE, kept_secret

BUILTIN_LOCALES_SINCE = 17


class ClusterUnusable(Exception):
    """The data are there but this server cannot open them; the message says what to do."""


def make_cluster(cluster: Path, programs: Path, user: pwd.struct_passwd | None) -> None:
    """Make the cluster beside its final place and move it there, so that half a cluster is never found."""
    if cluster.exists():
        _check_version(cluster, programs)
        return
    draft, password = cluster.with_suffix(".new"), cluster.with_suffix(".password")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    password.unlink(missing_ok=True)
    with open(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(kept_secret(cluster.with_name("password")))
    if user:
        for path in (draft, password):
            os.chown(path, user.pw_uid, user.pw_gid)
    try:
        _initdb(draft, password, programs, user)
    finally:
        password.unlink()
    draft.rename(cluster)


def _check_version(cluster: Path, programs: Path) -> None:
    of_data, of_programs = int((cluster / "PG_VERSION").read_text()), binaries.major(programs)
    if of_data != of_programs:
        raise ClusterUnusable(
            f"The data in {cluster} were written by PostgreSQL {of_data}, and here is PostgreSQL {of_programs}. Set"
            f" KEEPSTEP_PG_BIN to the programs of {of_data}, run `keepstep backup`, and restore into a new data folder."
        )


def _initdb(draft: Path, password: Path, programs: Path, user: pwd.struct_passwd | None) -> None:
    """Code-point order and Unicode upper and lower case, whatever the locale of the machine."""
    builtin = ["--locale-provider=builtin"] if binaries.major(programs) >= BUILTIN_LOCALES_SINCE else []
    careless = ["--no-sync"] if os.environ.get("KEEPSTEP_PG_FSYNC") == "off" else []
    done = subprocess.run(
        [
            str(programs / "initdb"), "--pgdata", str(draft), "--username", OWNER_ROLE, "--pwfile", str(password),
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", *builtin, *careless,
        ],
        capture_output=True,
        text=True,
        cwd=draft,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC"},
        check=False,
        **binaries.run_as(user),
    )  # fmt: skip
    if done.returncode:
        raise ClusterUnusable(f"PostgreSQL could not make its data folder:\n{done.stderr.strip()}")


def end_last_server(cluster: Path, patience: float) -> None:
    """The server of an owner that was killed may still be shutting down, or its sessions may have outlived it.

    PostgreSQL guards against both by the number in its file, but takes a zombie for a running server. So the file
    goes only once nobody works in the folder any more: two servers in one folder would destroy the data.
    """
    left = cluster / "postmaster.pid"
    if sys.platform != "linux" or not left.exists():
        return
    end = time.monotonic() + patience
    while at_work := _at_work(cluster):
        if time.monotonic() > end:
            raise ClusterUnusable(
                f"Processes of the last PostgreSQL still work in {cluster}: {at_work}; end them first."
            )
        postmaster = _recorded(left)
        for pid in [postmaster] if postmaster in at_work else at_work:
            _ask(pid, signal.SIGINT if pid == postmaster else signal.SIGTERM)
        time.sleep(0.05)
    left.unlink(missing_ok=True)


def _at_work(cluster: Path) -> list[int]:
    """Every process of PostgreSQL stays in the folder of its data; a zombie has no folder."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and Path(os.readlink(process / "cwd")) == cluster:
                found.append(int(process.name))
        except OSError:
            continue
    return found


def _recorded(left: Path) -> int | None:
    try:
        return int(left.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _ask(pid: int, end: signal.Signals) -> None:
    try:
        os.kill(pid, end)
    except ProcessLookupError:
        return
