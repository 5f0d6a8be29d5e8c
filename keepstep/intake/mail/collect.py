"""Collecting: each letter of the mailbox is kept and only then marked there, once, whatever breaks in between."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DataError
from django.utils import timezone

from keepstep.domain.agency import mailbox
from keepstep.domain.agency.mailbox import Mailbox
from keepstep.domain.talk.incoming import BIGGEST
from keepstep.intake.mail import line, reading, receipt
from keepstep.intake.mail.line import Line, OutOfReach
from keepstep.intake.mail.reading import Reading
from keepstep.postgres import tenancy

Clock = Callable[[], datetime]
FIRST = timedelta(days=1)
"""How far back a mailbox is read that is new to us, so that nobody answers letters of last year."""
OVERLAP = timedelta(days=2)
AT_ONCE = 200

logger = logging.getLogger(__name__)


def collect_all() -> int:
    """For the schedule: read the mailbox that is configured; answers how many letters came in."""
    box, agency_id = mailbox.configured(), mailbox.owner()
    if box is None or agency_id is None:
        return 0
    try:
        return collect(box, agency_id, clock=timezone.now)
    except OutOfReach as fault:
        logger.warning("the mailbox %s could not be read: %s", box.name, fault)
        return 0


def collect(box: Mailbox, agency_id: UUID, *, clock: Clock, patience: float = line.PATIENCE) -> int:
    """Read what is new in the mailbox, for this agency; answers how many letters. Raises OutOfReach."""
    return sum(stage == "kept" for stage in stages(box, agency_id, clock=clock, patience=patience))


def stages(box: Mailbox, agency_id: UUID, *, clock: Clock, patience: float = line.PATIENCE) -> Iterator[str]:
    """The same, stopping after each stage, so that a test can die there."""
    with tenancy.entered(agency_id):
        place = reading.begin(box.name[:200], at=clock())
    try:
        with line.opened(box, patience=patience) as server:
            yield "reached"
            for number in _new(server, place, agency_id)[:AT_ONCE]:
                found = server.letter(number, most=BIGGEST)
                yield "fetched"
                yield "kept" if _kept(found, place, number, agency_id, at=clock()) else "known"
                if found:
                    server.mark(number)
                yield "marked"
    except OutOfReach as fault:
        with tenancy.entered(agency_id):
            reading.stumble(place.mailbox, fault=str(fault), at=clock())
        raise
    with tenancy.entered(agency_id):
        reading.finish(place, at=clock())


def _new(server: Line, place: Reading, agency_id: UUID) -> list[int]:
    """Numbers not read yet. Where they mean other letters now, what came lately is looked at again."""
    validity = server.validity()
    if place.validity != validity:
        with tenancy.entered(agency_id):
            reading.renumber(place, validity=validity)
    if place.last:
        return server.numbers(after=place.last, since=None)
    since = place.read_at - OVERLAP if place.read_at else place.begun_at - FIRST
    return server.numbers(after=0, since=since.date())


def _kept(
    found: tuple[bytes, int, datetime | None] | None, place: Reading, number: int, agency_id: UUID, *, at: datetime
) -> bool:
    """The letter and how far we have come, both or neither."""
    with tenancy.entered(agency_id):
        reading.advance(place, number=number)
        if found is None:
            return False
        raw, size, came_at = found
        name, came_at = f"{place.mailbox[:170]};{place.validity}", min(came_at or at, at)
        try:
            return bool(receipt.receive(agency_id, raw, mailbox=name, number=number, size=size, at=came_at))
        except (DataError, ValueError):
            logger.exception("letter %s of %s could not be read", number, place.mailbox)
            return bool(receipt.receive_unread(agency_id, raw, mailbox=name, number=number, size=size, at=came_at))
