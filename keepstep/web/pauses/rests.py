"""The pauses of a client or a project, as its page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from keepstep.domain.delivery.pause import Pause, last_day


@dataclass(frozen=True)
class Rest:
    """A pause with its first and its last day."""

    pause: Pause
    first: date
    last: date | None


@dataclass(frozen=True)
class Rests:
    """`now` is the one that lasts; `ahead` are those to come, `past` those that ended, the newest first."""

    now: Rest | None
    ahead: list[Rest]
    past: list[Rest]


def rests(pauses: Iterable[Pause], *, zone: ZoneInfo, at: datetime) -> Rests:
    known = [_rest(pause, zone) for pause in pauses]
    return Rests(
        now=next((rest for rest in known if rest.pause.lasts(at)), None),
        ahead=[rest for rest in reversed(known) if rest.pause.since > at],
        past=[rest for rest in known if rest.pause.until and rest.pause.until <= at],
    )


def _rest(pause: Pause, zone: ZoneInfo) -> Rest:
    return Rest(pause, *days_of(pause, zone))


def days_of(pause: Pause, zone: ZoneInfo) -> tuple[date, date | None]:
    """Its first and its last day, both included."""
    return pause.since.astimezone(zone).date(), last_day(pause.until, zone) if pause.until else None
