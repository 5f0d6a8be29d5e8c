"""The reference of §5.3: a project that was ours for ten working days and waited ninety for the client."""

from datetime import date, datetime, time, timedelta

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.clients import account, contact
from keepstep.domain.clients.account import State
from keepstep.domain.clients.contact import Contact, Part
from keepstep.domain.delivery import ball, notice, passing, project, step
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.project import Project
from tests.cast import House

OURS, THEIRS = 10, 90


def hundred_days(
    house: House, *, client: str, asked_every: int | None, until: datetime, language: str = "en"
) -> Project:
    """`until` falls into the last of the hundred days; the client is asked on the first day of theirs and so on."""
    days = _last_days(OURS + THEIRS, until)
    opened = _morning(days[0])
    made = account.welcome(
        name=client, manager=house.vera, by=house.vera, at=opened - timedelta(days=5), language=language
    )
    account.become(made, State.ACTIVE, by=house.vera, at=opened - timedelta(days=4))
    greta = contact.introduce(made, name="Greta Holm", email="greta@client.test", part=Part.DECISION_MAKER)
    shop = project.start(made, name="Online shop", producer=house.pavel, at=opened)
    step.record(shop, title="Sketches are ready", by=house.pavel, at=_morning(days[5]))
    own = ball.throw(shop, side=Side.US, awaited="sketches", person=house.pavel, by=house.vera, at=opened)
    held = passing.pass_to(
        own, side=Side.CLIENT, awaited="photos of the goods", contact=greta, due=days[14], by=house.vera,
        at=_morning(days[OURS]),
    )  # fmt: skip
    if asked_every:
        for rung, place in enumerate(range(OURS, OURS + THEIRS, asked_every), start=1):
            _ask(held, greta, rung=rung, house=house, at=_morning(days[place]))
    return shop


def _ask(held: ball.Ball, greta: Contact, *, rung: int, house: House, at: datetime) -> None:
    """A letter, and every fourth time a call."""
    if rung % 4 == 0:
        notice.give(held, how="call", by=house.oleg, at=at, rung=rung, contact=greta, outcome="Photos by Thursday")
    else:
        notice.give(
            held, how="email", by=house.vera, at=at, rung=rung, contact=greta, subject="The photos of the goods",
            words="Dear Greta, the shop waits for the photos of the goods.\n\nShall we send our photographer?",
        )  # fmt: skip


def _last_days(n: int, until: datetime) -> list[date]:
    calendar = default_calendar().working_time()
    today = calendar.local_day(until)
    return calendar.working_days(today - timedelta(days=2 * n), today)[-n:]


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(0, 1), default_calendar().working_time().zone)
