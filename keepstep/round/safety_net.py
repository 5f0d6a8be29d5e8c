"""The safety net at work: at its hour the draft of a client who was to hear from us, and has not, goes out by itself.

It holds back whenever a person has shown that they are at it, or has to look first (§5.2).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from keepstep.domain.agency.calendar import WorkCalendar, calendars
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.account import Account
from keepstep.domain.talk import safety_net, update
from keepstep.domain.talk.safety_net import lies_under
from keepstep.domain.talk.update import Update, Word
from keepstep.duties.daily_update import DUTY
from keepstep.duties.relations import OF_SOME, parameters
from keepstep.formulas.working_time import WorkingTime
from keepstep.postgres import prepared, tenancy
from keepstep.round.draft import plain, write
from keepstep.round.item import Item
from keepstep.round.news import News, gather_all

BY_ITSELF = "by_itself"
LATE = timedelta(hours=2)
"""A worker that was down makes up for it so long; later nobody is written to in the evening without a person's will."""
BEFORE_CLOSING = timedelta(hours=1)
PAGE = 100


class Held(StrEnum):
    """Why it does not go by itself."""

    KEPT = "kept"
    FAULT = "fault"
    LETTER = "letter"
    NOBODY = "nobody"
    NOTHING = "nothing"


# What is due and not done, by the rule of the round itself, so that whatever excuses a day excuses it here. A skipped
# item is closed. A letter that did not arrive, or may still arrive, is looked at by a person first.
STATEMENT = f"""
with {OF_SOME},
due as materialized ({DUTY.rule})
select i.account_id, client.calendar_id, case
    when exists (select 1 from unsent k where k.account_id = i.account_id and k.day = i.since and k.corrects_id is null)
        then '{Held.KEPT}'
    when letters.failed or exists (
        select 1 from contact c
        cross join lateral (
            select s.failed_at from sending s
            where s.contact_id = c.id and s.channel = 'email' and s.address = c.email and s.withdrawn_at is null
            order by s.queued_at desc limit 1
        ) last
        where c.account_id = i.account_id and c.left_at is null and c.gets_updates and last.failed_at is not null
    ) then '{Held.FAULT}'
    when letters.wait then '{Held.LETTER}'
    when not exists (
        select 1 from contact c where c.account_id = i.account_id and c.left_at is null and c.gets_updates
          and (c.email <> '' or 'telegram' = any (c.channels))
    ) then '{Held.NOBODY}'
    when i.facts ->> 'steps' = '0' and i.facts ->> 'results' = '0' and not exists (
        select 1 from running p where p.account_id = i.account_id and (
            exists (select 1 from ball b where b.project_id = p.id and b.passed_at is null)
            or exists (select 1 from task t where t.project_id = p.id and t.done_at is null
                         and (t.due is null or t.due >= i.since))
            or exists (select 1 from milestone m where m.project_id = p.id and m.reached_at is null
                         and m.due >= i.since)
        )
    ) then '{Held.NOTHING}'
    else '' end
from due i
join client on client.id = i.account_id
cross join lateral (
    select coalesce(bool_or(s.failed_at is not null or s.handed_at is not null), false) as failed,
           count(*) > 0 as wait
    from sending s join contact c on c.id = s.contact_id
    where c.account_id = i.account_id and s.delivered_at is null and s.withdrawn_at is null and s.settled_at is null
) letters
where not ({DUTY.evidence}) and {lies_under("i.account_id")}
  and exists (select 1 from item t where t.duty = '{DUTY.code}' and t.account_id = i.account_id and t.since = i.since
                and t.closed_at is null)
  and not exists (select 1 from update u
                  where u.account_id = i.account_id and u.day = i.since and u.corrects_id is null)
"""


class Coming(NamedTuple):
    """When an account's update goes by itself, and why it will not, if anything holds it."""

    at: datetime
    held: Held | None


def coming(accounts: Iterable[UUID], *, day: date, at: datetime) -> dict[UUID, Coming]:
    """Of these accounts those whose update of the day is due, not sent, and under the net."""
    known = calendars()
    hour, times = safety_net.of_agency().hour, {calendar.pk: time_ for calendar, time_ in known}
    found = {
        key: (moment(times[calendar], hour, day), Held(held) if held else None)
        for key, calendar, held in _standing(accounts, day=day, at=at, known=known)
    }
    return {key: Coming(when, held) for key, (when, held) in found.items() if when}


def moment(time_: WorkingTime, hour: time, day: date) -> datetime | None:
    """When it goes on that day by the client's clock: at the hour, or on a shortened day an hour before it is over."""
    closes = time_.closes(day)
    if closes is None:
        return None
    wanted = datetime.combine(day, hour, time_.zone)
    return wanted if wanted < closes else closes - BEFORE_CLOSING


def spread(agency_id: UUID, *, at: datetime) -> None:
    """Let out whatever of this agency is due by itself now; what is written leaves as every letter does: claimed, and
    at most once."""
    for _stage in stages(agency_id, at=at):
        pass


def stages(agency_id: UUID, *, at: datetime) -> Iterator[str]:
    """The same, stopping after each stage, so that a test can die there. Each page is committed before the next."""
    with tenancy.entered(agency_id):
        reached = _reached(calendars(), at=at)
    for day, times in reached.items():
        last: UUID | None = UUID(int=0)
        while last:
            with tenancy.entered(agency_id):
                page = _page(day, list(times), after=last)
                _let_out(page, day, times, at=at)
                yield "written"
            yield "let out"
            last = page[-1] if page else None


def _reached(
    known: Sequence[tuple[WorkCalendar, WorkingTime]], *, at: datetime
) -> dict[date, dict[UUID | None, WorkingTime]]:
    """The calendars in which the hour has come, by the day it is there; None stands for the agency's."""
    hour, reached = safety_net.of_agency().hour, dict[date, dict[UUID | None, WorkingTime]]()
    for calendar, time_ in known:
        day = time_.local_day(at)
        when = moment(time_, hour, day)
        if when and when <= at < when + LATE:
            reached.setdefault(day, {})[None if calendar.is_default else calendar.pk] = time_
    return reached


def _page(day: date, calendars_: list[UUID | None], *, after: UUID) -> list[UUID]:
    """The next accounts, by their keys, that have not heard from us on that day."""
    undone = Item.objects.open().filter(duty=DUTY.code, since=day, account__gt=after)
    own = [key for key in calendars_ if key]
    as_ours = undone.filter(account__calendar=None) if None in calendars_ else undone.none()
    with_own = undone.filter(account__calendar__in=own) if own else undone.none()
    return list((as_ours | with_own).order_by("account").values_list("account", flat=True)[:PAGE])


def _let_out(page: list[UUID], day: date, times: dict[UUID | None, WorkingTime], *, at: datetime) -> None:
    """Whoever sends one by hand holds the account for that time: what is let out here was surely not sent."""
    held = Account.objects.select_for_update(of=("self",)).select_related("manager").filter(pk__in=page)
    accounts = {one.pk: one for one in held.order_by("pk")}
    free = [key for key, _calendar, why in _standing(accounts, day=day, at=at, known=calendars()) if not why]
    zones = {key: time_.zone for key, time_ in times.items()}
    found = gather_all([accounts[key] for key in free], day=day, at=at, zones=zones)
    _tell(update.let_out([_word(news) for news in found], day=day, at=at), at=at)


def _standing(
    accounts: Iterable[UUID], *, day: date, at: datetime, known: Sequence[tuple[WorkCalendar, WorkingTime]]
) -> list[tuple[UUID, UUID, str]]:
    return prepared.rows(STATEMENT, parameters(day, at, known=known, accounts=list(accounts)))


def _word(news: News) -> Word:
    texts = {}
    for language in news.languages:
        draft = write(news, language=language)
        with translation.override(language):
            texts[language] = Wording(draft.subject, f"{draft.body}\n\n{_mark(news.account)}")
    return Word(news.account, texts, news.facts, news.told)


def _mark(account: Account) -> str:
    """The reader is not made to believe that somebody has just written to them."""
    if account.manager is None:
        return _("This message was put together and sent automatically.")
    words = _("This message was put together and sent automatically. Your answer is read by %(name)s.")
    return words % {"name": plain(account.manager.name)}


def _tell(made: Sequence[Update], *, at: datetime) -> None:
    """Whoever manages the client is told that it happened."""
    Notification.objects.bulk_create(
        (
            Notification(
                person=one.account.manager, kind=BY_ITSELF, key=str(one.pk), at=at,
                facts={"client": one.account.name, "subject": one.subject},
                address=reverse("account", args=[one.account_id]),
            )
            for one in made
            if one.account.manager
        ),
        ignore_conflicts=True,
    )  # fmt: skip
