"""The web server as the product starts it, and clients who ask it for pages."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, perf_counter, sleep

from keepstep.postgres.server import die_with_parent
from keepstep.static_files import gather

WORKERS, THREADS, CLIENTS, PATIENCE = 2, 4, 8, 60.0


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def ask(self, path: str, cookie: str, *, times: int, clients: int = CLIENTS) -> list[float]:
        """The seconds each answer took, asked for by all clients at once over connections of their own."""
        return self._asked(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n", 200, times, clients)

    def post(self, path: str, cookie: str, body: str, *, times: int, clients: int = CLIENTS) -> list[float]:
        """The same for a form that is sent and leads elsewhere."""
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        return self._asked(f"{head}{kind}{body}", 302, times, clients)

    def _asked(self, request: str, status: int, times: int, clients: int) -> list[float]:
        each = -(-times // clients)
        with ThreadPoolExecutor(clients) as at_work:
            taken = at_work.map(lambda _: list(self._answers(request.encode(), status, each)), range(clients))
            return [seconds for client in taken for seconds in client]

    def _answers(self, request: bytes, wanted: int, times: int) -> Iterator[float]:
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line, line.makefile("rb") as heard:
            for _ in range(times):
                begin = perf_counter()
                line.sendall(request)
                status = heard.readline()
                length = 0
                while (header := heard.readline()) not in (b"\r\n", b""):
                    name, _, value = header.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                heard.read(length)
                if f" {wanted} ".encode() not in status:
                    raise RuntimeError(f"{request.splitlines()[0].decode()} answered {status.decode()!r}")
                yield perf_counter() - begin


@contextmanager
def serving() -> Iterator[Server]:
    """As `keepstep serve` does: two workers of four threads, the static files gathered; on the benchmarks' database."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    words = f"-m granian --interface wsgi --workers {WORKERS} --blocking-threads {THREADS} --log-level warning"
    gather()
    process = subprocess.Popen(
        [sys.executable, *words.split(), "--port", str(port), "bench.site:application"],
        env=os.environ | {"KEEPSTEP_URL": f"http://127.0.0.1:{port}", "KEEPSTEP_GATHERED": "1"},
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    try:
        _wait(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(port: int) -> None:
    end = monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if monotonic() > end:
                raise
            sleep(0.1)
