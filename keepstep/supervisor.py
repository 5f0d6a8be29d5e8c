"""The serving process tree: web and workers as children, which live and end together with the database.

Each child has a session of its own, so that Ctrl-C reaches us alone and they are stopped in order; if we are killed,
the kernel tells them. A child that dies takes the whole down: whoever started us shall notice, and start us again.
"""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from keepstep.postgres import server
from keepstep.static_files import gather

PATIENCE = 10.0
"""Seconds for requests and jobs under way; then they are cut off, and a job is done again later."""
WEB = ("-m", "granian", "--interface", "wsgi", "--blocking-threads", "4", "--log-level", "warning",
       "--workers-kill-timeout", "5", "config.wsgi:application")  # fmt: skip
WORKER = ("-m", "keepstep.worker")
TICK = 0.05


@dataclass(frozen=True)
class Tree:
    """What is served where: `web` processes for pages and `workers` for jobs."""

    host: str = "127.0.0.1"
    port: int = 8000
    web: int = 1
    workers: int = 1
    children: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)

    @property
    def reached_at(self) -> tuple[str, int]:
        """Where a browser on this machine finds it."""
        return ("127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host), self.port  # noqa: S104

    @property
    def address(self) -> str:
        """The site's address as its users know it."""
        host, port = self.reached_at
        return os.environ.get("KEEPSTEP_URL", f"http://{host}:{port}").rstrip("/")

    def serve(self, *, ready: Callable[[str], None], say: Callable[[str], None]) -> int:
        """Until somebody asks to stop (0) or a child dies (its code). `ready` is called with the address, once."""
        former = {kind: signal.signal(kind, self._ask) for kind in (signal.SIGTERM, signal.SIGINT)}
        try:
            self._start()
            return self._watch(ready, say)
        finally:
            self._stop()
            for kind, handler in former.items():
                signal.signal(kind, handler)

    def _ask(self, kind: int, _frame: object) -> None:
        self.asked.append(kind)

    def _start(self) -> None:
        gather()
        listen = ("--host", self.host, "--port", str(self.port), "--workers", str(self.web))
        self._child("web", *WEB, *listen, if_orphaned=signal.SIGTERM)
        for number in range(1, self.workers + 1):
            # A worker that is asked to stop first tells the database, and that is gone together with us.
            self._child(f"worker {number}", *WORKER, f"worker {number}", if_orphaned=signal.SIGKILL)

    def _child(self, name: str, *words: str, if_orphaned: signal.Signals) -> None:
        self.children[name] = subprocess.Popen(
            [sys.executable, *words],
            env=os.environ | {"KEEPSTEP_URL": self.address, "KEEPSTEP_GATHERED": "1", "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=server.die_with_parent(if_orphaned),
        )

    def _watch(self, ready: Callable[[str], None], say: Callable[[str], None]) -> int:
        while not self.asked:
            for name, process in self._watched().items():
                if process.poll() is not None:
                    words = _("%(name)s ended by itself with code %(code)s; what it said last stands above.")
                    say(words % {"name": name, "code": process.returncode})
                    return _code(process.returncode)
            if not self.answered and self._answers():
                self.answered.append(time.monotonic())
                ready(self.address)
            time.sleep(TICK)
        return 0

    def _watched(self) -> dict[str, "subprocess.Popen[bytes]"]:
        database = server.started_here()
        return self.children | ({"PostgreSQL": database} if database else {})

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(*self.reached_at, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    def _stop(self) -> None:
        """All at once; whoever is not done in time, or has left children of its own, is killed.

        While it starts the web server does not listen to such wishes, but then it has nothing to finish either.
        """
        for process in self.children.values():
            if process.poll() is None:
                process.terminate()
        end = time.monotonic() + (PATIENCE if self.answered else 0)
        for process in self.children.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0, end - time.monotonic()))
            _kill_session(process)


def _kill_session(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _code(ended_with: int) -> int:
    """A child that ends by itself has failed, even if it thinks otherwise; killed by a signal, as shells say it."""
    return 128 - ended_with if ended_with < 0 else ended_with or 1
