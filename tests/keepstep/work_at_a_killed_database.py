"""Work of processes of their own whose database is killed in between: each is told by words what to do."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID


def main(task: str, *words: str) -> None:
    import django
    from django.conf import settings

    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", "updates@lighthouse.test"
    django.setup()
    from keepstep.postgres import server

    with server.running(own=task == "hold"):
        TASKS[task](*words)


def hold() -> None:
    """Own the database server until somebody says a word."""
    print("up", flush=True)
    sys.stdin.readline()


def found() -> None:
    from keepstep.domain.talk import update
    from keepstep.domain.talk.sending import Sending
    from keepstep.postgres.provision import provision
    from tests.cast import found_house

    provision()
    house, made = found_house(), []
    with house.agency.entered():
        for number in range(3):
            day, at = house.day + timedelta(days=number), house.at + timedelta(days=number)
            told = update.send(house.northwind, day=day, subject="Menu", body="Hello", by=house.vera, at=at)
            made.append(str(Sending.objects.get(update=told).pk))
    print(json.dumps([str(house.agency.pk), *made]))


def send(port: str, agency_id: str, key: str, stage: str, hours: str) -> None:
    from django.conf import settings

    from keepstep.outlet import mail
    from tests.cast import NOW

    settings.EMAIL_PORT = int(port)
    at = NOW + timedelta(hours=int(hours))
    _walk(mail.stages(UUID(agency_id), UUID(key), clock=lambda: at), stage)


def collect(box: str, agency_id: str, stage: str) -> None:
    from django.utils import timezone

    from keepstep.domain.agency.mailbox import Mailbox
    from keepstep.intake.mail import collect as collecting

    mailbox = Mailbox(**json.loads(box))
    _walk(collecting.stages(mailbox, UUID(agency_id), clock=timezone.now, patience=5), stage)


def tell(agency_id: str, key: str) -> None:
    """How the sending stands, and what has come in."""
    from keepstep.domain.talk.incoming import Incoming
    from keepstep.domain.talk.sending import Sending
    from keepstep.postgres import tenancy

    with tenancy.entered(UUID(agency_id)):
        one = Sending.objects.get(pk=key)
        words = list(Incoming.objects.order_by("number").values_list("words", flat=True))
    print(json.dumps({"delivered": one.delivered_at is not None, "handed": one.handed_at is not None, "words": words}))


def _walk(stages: Iterator[str], stage: str) -> None:
    for reached in stages:
        if reached == stage:
            print(reached, flush=True)
            sys.stdin.readline()


TASKS: dict[str, Callable[..., None]] = {"hold": hold, "found": found, "send": send, "collect": collect, "tell": tell}

if __name__ == "__main__":
    main(*sys.argv[1:])
