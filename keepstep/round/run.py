"""Run the duties for a day. Each duty's rule is one SELECT; the round is one statement around all of them: what is due
goes in, what is done or no longer needed is closed, and what was so but is due again comes back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db import connection, transaction

from keepstep.domain.agency.calendar import calendars
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.duties.catalogue import DETAILS, KEYS, Duty, catalogue, columns_of
from keepstep.duties.push_stall import STALLED
from keepstep.duties.relations import RELATIONS, parameters
from keepstep.round import announcement
from keepstep.round.round import Round

FEW = 5
PLANNED = ("make_plan", "close_plan_gap")
NIL = "00000000-0000-0000-0000-000000000000"
KEY = (*KEYS, "since", "rung")
STATEMENT = """
with {relations},
{rules},
due as materialized ({due}),
found as (
    insert into item (duty, day, {columns})
    select duty, %(day)s::date, {columns} from due
    on conflict (agency_id, duty, {named}) do update
        set person_id = excluded.person_id, due = excluded.due, facts = excluded.facts, closed_at = null, outcome = ''
        where item.outcome in ('done', 'lapsed') or item.closed_at is null
          and (item.person_id, item.due, item.facts) is distinct from (excluded.person_id, excluded.due, excluded.facts)
    returning duty, case when xmax = 0 then 'found' else 'changed' end as change
),
closed as (
    update item i
    set closed_at = %(at)s, outcome = case when {evidence} then 'done' else 'lapsed' end
    where i.duty in ({duties}) and i.closed_at is null and i.day <= %(day)s::date
      and (%(account)s::uuid is null or i.account_id = %(account)s::uuid)
      and (%(lead)s::uuid is null or i.lead_id = %(lead)s::uuid)
      and (%(deal)s::uuid is null or i.deal_id = %(deal)s::uuid)
      and (duty, {key}) not in (select duty, {key} from due)
    returning duty, outcome as change
){due_days}
select duty, count(*) filter (where change = 'found'), count(*) filter (where change = 'done'),
       count(*) filter (where change = 'lapsed')
from (select * from found union all select * from closed) changes
group by duty
"""
# Every day on which word was due is kept, whether it was given or not: the order index is their share. A day on which
# the client came to rest is no due day, unless it was kept before.
DUE_DAYS = """,
due_days as (
    insert into due_day (account_id, day, kept_at)
    select due.account_id, due.since, (
        select min(t.at) from touchpoint t
        where t.account_id = due.account_id and t.day = due.since
          and (t.direction = 'out' or t.form in ('call', 'meeting'))
    ) from daily_update due
    on conflict do nothing
),
excused as (
    delete from due_day d
    where d.day = %(day)s::date and d.kept_at is null and d.account_id = %(account)s::uuid
      and not exists (select 1 from daily_update due where due.account_id = d.account_id and due.since = d.day)
)"""


# Two rounds of an agency would write the same rows, each in an order of its own, and wait for each other.
ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('round ' || current_setting('app.agency_id'), 0))"


@dataclass(frozen=True)
class Count:
    """Items of one duty: newly found, closed as done, closed as no longer needed."""

    found: int = 0
    done: int = 0
    lapsed: int = 0


@dataclass(frozen=True)
class Outcome:
    day: date
    counts: dict[str, Count] = field(default_factory=dict)


def run(*, day: date, at: datetime, duties: Iterable[Duty] | None = None) -> Outcome:
    """The round of the agency the session is in. Running it again for the same facts changes nothing."""
    asked = tuple(duties or catalogue().values())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        cursor.execute("set local work_mem = '64MB'")
        cursor.execute(statement(asked), parameters(day, at))
        counts = {code: Count(*numbers) for code, *numbers in cursor.fetchall()}
        announcement.announce(at=at)
        Round.objects.get_or_create(
            day=day, defaults={"ran_at": at, "found": sum(count.found for count in counts.values())}
        )
    return Outcome(day, {duty.code: counts.get(duty.code, Count()) for duty in asked})


def look_again(account_id: UUID, *, at: datetime) -> None:
    """After somebody acted for an account: the day's rules once more, for this account alone."""
    _look_again("account", at=at, account=account_id)


def look_again_at(lead: Lead, *, at: datetime) -> None:
    """The same after a lead came, or something happened with it."""
    _look_again("lead", at=at, lead=lead.pk)


def look_again_at_deal(deal: Deal, *, at: datetime) -> None:
    """The same after something happened with a deal."""
    _look_again("deal", at=at, deal=deal.pk)


def look_again_after(letter: SalesLetter, *, at: datetime) -> None:
    """The same after a letter to a lead or of a deal has left, or come back."""
    about = letter.about
    if isinstance(about, Lead):
        look_again_at(about, at=at)
        return
    look_again_at_deal(about, at=at)
    if about.account_id:
        look_again(about.account_id, at=at)


def look_again_at_plans(accounts: Collection[UUID], *, at: datetime) -> None:
    """The same after months were planned: one client as after any act, of many only what asks for a plan, at once."""
    if len(accounts) <= FEW:
        for account in accounts:
            look_again(account, at=at)
        return
    known = calendars()
    day = next(time for calendar, time in known if calendar.is_default).local_day(at)
    if Round.objects.filter(day=day).exists():
        run(day=day, at=at, duties=[duty for duty in catalogue().values() if duty.code in PLANNED])


def _look_again(
    subject: str, *, at: datetime, account: UUID | None = None, lead: UUID | None = None, deal: UUID | None = None
) -> None:
    known = calendars()
    day = next(time for calendar, time in known if calendar.is_default).local_day(at)
    if Round.objects.filter(day=day).exists():
        facts = parameters(day, at, account, known, lead=lead, deal=deal)
        with connection.cursor() as cursor:
            cursor.execute(statement(about(subject)), facts)
        announcement.settle(at=at)


@cache
def about(subject: str) -> tuple[Duty, ...]:
    """The duties about such things."""
    return tuple(duty for duty in catalogue().values() if duty.about == subject)


@cache
def statement(duties: tuple[Duty, ...]) -> str:
    """What these duties ask, with the days on which word is due."""
    asked = {duty.code: duty for duty in duties}
    has_due_days = any(duty.about == "account" for duty in duties)
    rules = asked | ({"daily_update": catalogue()["daily_update"]} if has_due_days else {})
    evidence = "\n".join(f"when '{duty.code}' then ({duty.evidence})" for duty in duties)
    columns = ", ".join((*KEYS, *DETAILS))
    return STATEMENT.format(
        relations=f"{RELATIONS},\nstalled as materialized ({STALLED})",
        rules=",\n".join(f"{code} as materialized ({duty.rule})" for code, duty in rules.items()),
        due="\nunion all\n".join(
            f"select '{duty.code}' as duty, {_filled(duty)} from {duty.code} i where not ({duty.evidence})"
            for duty in duties
        ),
        evidence=f"case i.duty {evidence} end",
        duties=", ".join(f"'{duty.code}'" for duty in duties),
        columns=columns,
        named=", ".join(KEY),
        key=", ".join(_known(column) for column in KEY),
        due_days=DUE_DAYS if has_due_days else "",
    )


def _filled(duty: Duty) -> str:
    """All keys of an item: those of the duty's subject, and of the others nothing."""
    known = (*columns_of(duty.about), f"{duty.part}_id")
    return ", ".join(column if column in known else f"null::uuid as {column}" for column in (*KEYS, *DETAILS))


def _known(column: str) -> str:
    """A column that may be absent, made comparable, since nothing equals null."""
    return f"coalesce({column}, '{NIL}')" if column in KEYS else column
