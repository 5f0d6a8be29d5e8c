"""What has happened may be entered later, within the agency's tolerance (§5.3)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from keepstep.domain.agency import agency
from keepstep.domain.clients import backdating
from keepstep.domain.clients.backdating import StillToCome, TooLongAgo
from keepstep.domain.delivery import ball, holder, notice, passing, step
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.talk import touchpoint
from tests.cast import House

DAY = timedelta(days=1)
# The third working day before Monday 2 March, and the one before it.
WEDNESDAY, TUESDAY = datetime(2026, 2, 25, 8, tzinfo=UTC), datetime(2026, 2, 24, 22, tzinfo=UTC)


def thrown(house: House) -> Ball:
    return ball.throw(house.project, side="client", awaited="photos", contact=house.ines, by=None, at=TUESDAY)


VERBS: dict[str, Callable[[House, datetime], object]] = {
    "a step": lambda house, at: step.record(house.project, title="x", at=at, said_at=house.at),
    "a ball": lambda house, at: ball.throw(
        house.project, side="us", awaited="x", by=None, at=at, said_at=house.at
    ),
    "a landing": lambda house, at: passing.land(thrown(house), by=None, at=at, said_at=house.at),
    "a passing": lambda house, at: passing.pass_to(
        thrown(house), side="us", awaited="x", by=None, at=at, said_at=house.at
    ),
    "a notice": lambda house, at: notice.give(thrown(house), how="call", by=None, at=at, said_at=house.at),
    "a touchpoint": lambda house, at: touchpoint.record(
        house.northwind, direction="out", form="call", at=at, said_at=house.at
    ),
    "an answer": lambda house, at: holder.answer(
        holder.share(thrown(house), required=[house.tom])[0], by=None, at=at, said_at=house.at
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", VERBS)
def test_three_working_days_back_may_be_entered_and_no_more(house: House, what: str) -> None:
    VERBS[what](house, WEDNESDAY)
    with pytest.raises(TooLongAgo, match="3 working days back"):
        VERBS[what](house, TUESDAY)
    with pytest.raises(StillToCome):
        VERBS[what](house, house.at + DAY)


@pytest.mark.parametrize(
    ("tolerance", "at", "is_allowed"),
    [
        (0, datetime(2026, 3, 2, 0, tzinfo=UTC), True),
        (0, datetime(2026, 3, 1, 12, tzinfo=UTC), False),
        (1, datetime(2026, 2, 27, 8, tzinfo=UTC), True),
        (1, datetime(2026, 2, 26, 8, tzinfo=UTC), False),
        (60, datetime(1, 1, 2, tzinfo=UTC), False),
    ],
)
def test_the_tolerance_is_the_agencys(house: House, tolerance: int, at: datetime, is_allowed: bool) -> None:
    agency.amend(house.agency, tolerance=tolerance)
    account = type(house.northwind).objects.get(pk=house.northwind.pk)
    try:
        backdating.check(account, at=at, said_at=house.at)
    except TooLongAgo:
        assert is_allowed is False
    else:
        assert is_allowed is True


def test_what_is_entered_as_it_happens_may_be_of_any_day(house: House) -> None:
    backdating.check(house.northwind, at=house.at - 500 * DAY, said_at=None)
