"""The worker, for as long as there is something to do."""

import asyncio
import threading
from datetime import timedelta
from unittest.mock import patch

from django.db import connection, connections
from django.db.models import F
from procrastinate.contrib.django import app

from keepstep.domain.talk.sending import Sending
from keepstep.postgres import tenancy


def work(*, later: timedelta = timedelta()) -> None:
    """Run every waiting job, in a thread with a loop of its own, and come back; what waits is moved so far ahead.

    What runs by the clock on the wall does not: the first worker after a tick would write a letter nobody asked for.
    """
    _hurry(later)
    faults: list[BaseException] = []

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # of Django's connector alone

    async def until_idle() -> None:
        with app.replace_connector(connector) as ready:
            async with ready.open_async():
                await ready.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    def run() -> None:
        try:
            with patch.dict(app.periodic_registry.periodic_tasks, clear=True):
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


def _hurry(later: timedelta) -> None:
    seconds = later.total_seconds()
    with tenancy.every_agency():
        Sending.objects.update(next_try_at=F("next_try_at") - later)
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set scheduled_at = scheduled_at - make_interval(secs => %s)", [seconds]
        )
