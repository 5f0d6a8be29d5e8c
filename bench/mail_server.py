"""An SMTP server on loopback, in a process of its own, that takes whatever it is given and keeps nothing."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from keepstep.postgres.server import die_with_parent


@contextmanager
def taking() -> Iterator[int]:
    """The port it listens on."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.mail_server"],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    try:
        yield int((process.stdout or sys.stdin).readline())
    finally:
        process.terminate()
        process.wait()


async def listen() -> None:
    from aiosmtpd.smtp import SMTP

    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Taker(), hostname="bench"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


class Taker:
    async def handle_DATA(self, *_: object) -> str:
        return "250 taken"


if __name__ == "__main__":
    asyncio.run(listen())
