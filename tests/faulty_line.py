"""A line to a server on loopback that breaks or falls silent after so many bytes of the server's words."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class FaultyLine:
    """`breaks_after` bytes from the server each connection is cut; `silent_after` them it says nothing more."""

    target: int
    breaks_after: int | None = None
    silent_after: int | None = None
    door: socket.socket = field(default_factory=socket.socket)

    @property
    def port(self) -> int:
        return int(self.door.getsockname()[1])

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self.door.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                threading.Thread(target=self._carry, args=(client, server), daemon=True).start()
                threading.Thread(target=self._answer, args=(server, client), daemon=True).start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while said := client.recv(65536):
                server.sendall(said)
        _hang_up(server)

    def _answer(self, server: socket.socket, client: socket.socket) -> None:
        told = 0
        with suppress(OSError):
            while said := server.recv(512):
                told += len(said)
                if self.breaks_after is not None and told > self.breaks_after:
                    break
                if self.silent_after is None or told <= self.silent_after:
                    client.sendall(said)
        _hang_up(client)
        _hang_up(server)


def _hang_up(side: socket.socket) -> None:
    """So that whoever still waits for a word from it wakes up."""
    with suppress(OSError):
        side.shutdown(socket.SHUT_RDWR)
    side.close()


@contextmanager
def faulty_line(target: int) -> Iterator[FaultyLine]:
    line = FaultyLine(target)
    line.door.bind(("127.0.0.1", 0))
    line.door.listen()
    threading.Thread(target=line.serve, daemon=True).start()
    try:
        yield line
    finally:
        line.door.close()
