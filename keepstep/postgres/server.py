"""The embedded PostgreSQL: one process of ours owns it, the others share it.

Two locks hold the order. Whoever holds `owner` alone may start and stop the server; whoever uses it holds
`users` together with the others, and the owner stops only when no user is left. Both locks are the kernel's,
so a process that dies gives them back.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from keepstep.postgres import binaries
from keepstep.postgres.cluster import end_last_server, make_cluster
from keepstep.postgres.location import Database, database, home, socket_folder

PATIENCE = 60.0
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None

Say = Callable[[str], None]


class ServerFailed(Exception):
    """The embedded PostgreSQL did not start; the message says where to look."""


def quiet(_message: str) -> None:
    """Nobody is told."""


@contextmanager
def running(*, own: bool = False, say: Say = quiet) -> Iterator[Database]:
    """PostgreSQL answers inside the block. `own` waits to be the owner, as whoever serves must be.

    An external database (`DATABASE_URL`) is somebody else's to run: then nothing happens here.
    """
    place = database()
    if not place.embedded:
        yield place
        return
    with _lock("owner") as owner, _lock("users") as users:
        server = _join(owner, users, own, say)
        try:
            yield place
        finally:
            if server:
                _leave(server, users, say)


@contextmanager
def _lock(name: str) -> Iterator[int]:
    handle = os.open(home() / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _join(owner: int, users: int, own: bool, say: Say) -> "Server | None":
    """The server if we have become its owner, None if another process is."""
    if own:
        _wait_to_own(owner, say)
    fcntl.flock(users, fcntl.LOCK_SH)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not own and answers():
            return None
        if own or _taken(owner):
            server = Server()
            server.start()
            _started.append(server)
            return server
        time.sleep(0.05)
    raise ServerFailed(f"Another process has been starting PostgreSQL for {PATIENCE:.0f} s; its log: {home() / 'log'}")


def _wait_to_own(owner: int, say: Say) -> None:
    if not _taken(owner):
        say("Another command is using the database; waiting for it to end.")
        fcntl.flock(owner, fcntl.LOCK_EX)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _leave(server: "Server", users: int, say: Say) -> None:
    """Stop after the last one who shares. The kernel ends the server when its owner dies, so the owner stays."""
    try:
        if not _taken(users):
            say("Other commands are still using the database; waiting for them to end.")
            fcntl.flock(users, fcntl.LOCK_EX)
    finally:
        server.stop()
        _started.remove(server)


def answers() -> bool:
    """Whether a client gets in. A process id proves nothing: a dead server may linger as a zombie."""
    own = database().owner
    try:
        psycopg.connect(
            host=own["HOST"], port=own["PORT"], user=own["USER"], password=own["PASSWORD"], dbname="postgres",
            connect_timeout=5,
        ).close()  # fmt: skip
    except psycopg.OperationalError:
        return False
    return True


def started_here() -> subprocess.Popen[bytes] | None:
    """The server's process if this process owns it, for whoever must notice its end."""
    return _started[-1].process if _started else None


_started: list["Server"] = []


class Server:
    """The foreground process of PostgreSQL, in a session of its own, so that Ctrl-C stops us before it."""

    def __init__(self) -> None:
        self.home = home()
        self.cluster = self.home / "cluster"
        self.user = binaries.server_user(self.cluster)
        self.programs = binaries.reachable(binaries.folder(), self.user)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        make_cluster(self.cluster, self.programs, self.user)
        end_last_server(self.cluster, PATIENCE)
        self._make_socket_folder()
        with (self.home / "log").open("wb") as log:
            self.process = subprocess.Popen(
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),
                cwd=self.cluster,
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC"},
                **binaries.run_as(self.user),
            )
        self._wait()

    def stop(self) -> None:
        """A fast shutdown: sessions are ended, nothing committed is lost."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process and self.process.poll() is None:
            if answers():
                return
            time.sleep(0.02)
        self.stop()
        lines = (self.home / "log").read_text(errors="replace").strip().splitlines()
        raise ServerFailed("PostgreSQL did not start:\n" + "\n".join(lines[-5:]))

    def _make_socket_folder(self) -> None:
        folder = socket_folder()
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), self.user.pw_uid if self.user else -1}:
            raise ServerFailed(f"{folder} belongs to somebody else; remove it or set KEEPSTEP_DATA to a shorter path.")
        # The last server has ended, and so has whoever else claims the socket: PostgreSQL believes a zombie here too.
        (folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        folder.chmod(0o700)
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)

    def _command(self) -> list[str]:
        said = {
            "listen_addresses": "",
            "unix_socket_directories": str(socket_folder()),
            "unix_socket_permissions": "0700",
            "port": "5432",
            "max_connections": "200",
            "shared_buffers": "128MB",
            "min_wal_size": "32MB",
            "max_wal_size": "256MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "jit": "off",
        }
        if os.environ.get("KEEPSTEP_PG_FSYNC", "on").lower() in {"off", "0", "no", "false"}:
            # Only a crash of the whole machine loses what was committed so: what the server wrote, the kernel keeps.
            said |= {"fsync": "off", "full_page_writes": "off"}
        options = [part for name, value in said.items() for part in ("-c", f"{name}={value}")]
        return [str(self.programs / "postgres"), "-D", str(self.cluster), *options]


def die_with_parent(end: signal.Signals) -> Callable[[], None] | None:
    """To be run in a new child, once it has changed its user (which would undo it); for PostgreSQL SIGINT is the
    fast shutdown. The thread that starts the child must live as long as it."""
    parent, libc = os.getpid(), _libc
    if libc is None:
        return None

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, end)
        if os.getppid() != parent:
            os._exit(1)

    return ask
