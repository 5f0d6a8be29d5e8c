"""The worker, for as long as there is something to do."""

import asyncio
import threading

from django.db import connections
from procrastinate.contrib.django import app


def work() -> None:
    """Run every waiting job, in a thread with a loop of its own, and come back."""
    faults: list[BaseException] = []

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # of Django's connector alone

    async def until_idle() -> None:
        with app.replace_connector(connector) as ready:
            async with ready.open_async():
                await ready.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    def run() -> None:
        try:
            asyncio.run(until_idle())
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if faults:
        raise faults[0]
