"""The half year of the demo, day by day: the morning's round, then what the story of every client brings."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from keepstep.demo import deals, dossiers, en, growth, handovers, leads, letters, post, ru, shop
from keepstep.demo.agency import Demo, open_agency
from keepstep.demo.content import Content
from keepstep.demo.day import CLOSES, Day, clock, has_begun
from keepstep.demo.fates import FATES
from keepstep.demo.story import TOLD_FROM, Story
from keepstep.domain.agency import calendar, notification
from keepstep.domain.agency.calendar import OFFICE_WEEK, WorkCalendar, default_calendar
from keepstep.domain.agency.notification import Notification
from keepstep.formulas.working_time import WorkingTime
from keepstep.round import health_history
from keepstep.round.run import run

CONTENTS: dict[str, Content] = {"en": en.CONTENT, "ru": ru.CONTENT}
MORNING, USUALLY, EVENING = 8.0, 11.0, 18.5
BEFORE = timedelta(days=10)
LATELY = 6
"""So many days back, what was done is closed on the same evening; before, the next morning's round does it."""


def simulate(*, day: date, language: str, at: datetime | None, days: int, say: Callable[[str], None]) -> Demo:
    """See `keepstep.demo.make`."""
    content = CONTENTS[language]
    zone = ZoneInfo(content.zone)
    at = at or clock(day, USUALLY, zone)
    founded = clock(day - timedelta(days=days * 3 // 2) - BEFORE, MORNING, zone)
    with transaction.atomic():
        demo = open_agency(content, founded=founded, day=day, at=at)
        with demo.agency.entered():
            is_day_off = _open_on(day)
            hours = default_calendar()
            time = hours.working_time()
            hours.working_time = lambda: time  # type: ignore[method-assign]
            _live(demo, content, hours, list(_days(demo, time, days, is_day_off)), say)
            leads.come(demo, content, time=time)
            shop.furnish(demo, names={fate: one.name for fate, one in content.clients.items()}, time=time)
            deals.go(demo, time=time)
            growth.tell(demo, content)
            dossiers.tell(demo, content)
            handovers.go(demo, time=time)
            run(day=day, at=at)
    return demo


def _open_on(day: date) -> bool:
    """The demo's day is a working day whatever the calendar says, or there would be nothing to see on a Sunday."""
    if default_calendar().working_time().is_working_day(day):
        return False
    calendar.make_exception(default_calendar(), day=day, hours=OFFICE_WEEK["0"], note="Demo")
    return True


def _stories(demo: Demo, content: Content, hours: WorkCalendar) -> dict[str, Story]:
    return {
        name: Story(
            demo=demo,
            calendar=hours,
            content=content,
            client=content.clients[name],
            manager=demo.managers[fate.manager],
            producer=demo.producers[fate.producer] if fate.producer is not None else None,
            is_told_early=fate.is_told_early,
            writes_by=fate.writes_by,
        )
        for name, fate in FATES.items()
    }


def _days(demo: Demo, time: WorkingTime, days: int, is_day_off: bool) -> Iterator[Day]:
    """The working days until the demo's moment; a day that has hardly begun, or is really a day off, brings nothing."""
    dice = Random(demo.day.toordinal())
    zone = time.zone
    nothing_today = is_day_off or not has_begun(demo.day, demo.at, zone)
    for ago in range(days - 1, 0 if nothing_today else -1, -1):
        its_date = time.add_days(demo.day, -ago) if ago else demo.day
        now = min(demo.at, clock(demo.day, CLOSES, zone)) if ago == 0 else None
        yield Day(its_date, ago, ago == nothing_today, time, dice, now)


def _live(demo: Demo, content: Content, hours: WorkCalendar, days: list[Day], say: Callable[[str], None]) -> None:
    stories = _stories(demo, content, hours)
    for place, day in enumerate(days, start=1):
        run(day=day.date, at=clock(day.date, MORNING, day.time.zone))
        health_history.keep(day=day.date, at=clock(day.date, MORNING, day.time.zone))
        growth.live(demo, day)
        for name, story in stories.items():
            fate = FATES[name]
            story.age = min(fate.starts, days[0].ago) - day.ago
            if story.age >= 0:
                fate.live(story, day)
                story.share(day)
        _tell(stories.values(), day)
        for letter in content.strangers:
            if letter.ago == day.ago and (day.ago or day.is_unfinished):
                letters.come(demo.agency, content, letter, at=day.about(letter.hour))
        if day.ago < LATELY and not day.is_unfinished:
            run(day=day.date, at=clock(day.date, EVENING, day.time.zone))
        if day.ago:
            notification.see(Notification.objects.all(), at=clock(day.date, EVENING, day.time.zone))
        if place % 25 == 0:
            say(f"{day.date}: {place}/{len(days)}")


def _tell(stories: Iterable[Story], day: Day) -> None:
    """Whoever is to be told today is told; what the letters say is gathered once for all of them."""
    told = [(story, word) for story in stories if (word := story.word_to_go())]
    words = [word for _story, word in told]
    updates = post.tell_all(words, day=day.date, drafted=day.at(TOLD_FROM), zone=day.time.zone)
    for (story, _word), update in zip(told, updates, strict=True):
        story.read(update, day)
