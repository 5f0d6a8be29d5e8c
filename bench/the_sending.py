"""Updates composed and sent for many accounts, beside the sending of as many ready messages to the same server."""

import smtplib
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connections

from bench.figure import Figure
from bench.house import House, copied, key, tidy
from bench.mail_server import taking
from keepstep.domain.talk import safety_net
from keepstep.domain.talk.sending import Sending
from keepstep.outlet import jobs
from keepstep.outlet.letter import message
from keepstep.postgres.provision import OWNER
from keepstep.round import safety_net as net
from keepstep.round.run import run

HOUR = time(17)
READY = 200
"""So many different letters are sent again and again; to hold all of them would measure memory."""


def measure(house: House) -> Iterator[Figure]:
    """Seconds. The safety net writes the updates of the day, the sweep sends them."""
    size = house.size.accounts
    _introduce(house)
    with taking() as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        with house.agency.entered():
            safety_net.stretch(is_on=True, hour=HOUR, by=house.head, at=house.at)
            run(day=house.today, at=house.at)
        composing = _seconds(lambda: net.spread(house.agency.pk, at=house.at + timedelta(hours=8, minutes=30)))
        sending = _seconds(_sweep)
        with house.agency.entered():
            sent = Sending.objects.filter(delivered_at__isnull=False).count()
            letters = [_as_sent(one) for one in Sending.objects.order_by("pk")[:READY]]
        bare = _seconds(lambda: _send_ready(port, letters, sent))
    name = f"sending, {size} accounts"
    yield Figure(f"{name}: updates sent", sent, "letters")
    yield Figure(f"{name}: composing", composing, "s")
    yield Figure(f"{name}: sending", sending, "s")
    yield Figure(f"{name}: as many ready messages", bare, "s")
    yield Figure(f"{name}: composing and sending ÷ ready", (composing + sending) / bare, "×")


def _introduce(house: House) -> None:
    """A reader for each account."""
    columns = "id, account_id, name, position, part, email, phone, language, channels"
    rows = (
        f"{key(30, house, n)}\t{key(1, house, n)}\tAda {n}\t\tproject\tada{n}@client.test\t\ten\t{{}}"
        for n in range(house.size.accounts)
    )
    with connections[OWNER].cursor() as cursor:
        copied(cursor.cursor, house, "contact", columns, rows)
    tidy("contact")


def _sweep() -> None:
    while jobs.sweep():
        pass


def _as_sent(one: Sending) -> bytes:
    letter: Any = message(one).message()  # Django's own type, which knows `linesep`
    return bytes(letter.as_bytes(linesep="\r\n"))


def _send_ready(port: int, letters: list[bytes], count: int) -> None:
    """Over one line, without a question of the database."""
    with smtplib.SMTP("127.0.0.1", port) as line:
        for number in range(count):
            line.sendmail("updates@bench.test", [f"ada{number}@client.test"], letters[number % len(letters)])


def _seconds(act: Callable[[], object]) -> float:
    begin = perf_counter()
    act()
    return perf_counter() - begin
