"""Tell the client of a date about to slip before it does."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.relations import day_of, n_of

# The later of its two causes is asked first. A date is near from three working days before it on: it is in danger if a
# task of it is late, anybody but us is awaited, or it has passed; that cause begins three days before the date. A date
# further away will slip if the last ball in the air is likely to come back too late for the work that follows it: at
# its due date, or else after as many working days as its side usually takes here (by default three, a third party
# five); each open task of the milestone needs a day after that, and at least one day is needed. That cause is the
# ball's. Every cause warns once.
USUALLY = """coalesce(
    (select percentile_disc(0.5) within group (order by taken.days) from (
        select {passed} - {came} as days
        from ball f join project q on q.id = f.project_id
        where q.account_id = client.id and f.side = b.side and f.passed_at <= %(at)s
        order by f.passed_at desc limit 20
    ) taken having count(*) >= 3),
    case b.side when 'client' then 3 else 5 end)""".format(
    passed=n_of("(f.passed_at at time zone client.zone)::date"), came=n_of("(f.since at time zone client.zone)::date")
)
RULE = f"""
select client.id as account_id, project_id, case when not is_near then slow.id end as ball_id, milestone_id,
       null::uuid as touchpoint_id, client.manager_id as person_id,
       case when is_near then {day_of("n_due - 3")} else slow.since end as since, 0 as rung,
       client.closes_today as due,
       jsonb_build_object('title', title, 'due', milestone_due, 'left', n_due - n_today,
                          'late_tasks', late.tasks, 'awaited', awaited.what)
       || case when is_near then '{{}}' else jsonb_build_object(
           'slow', slow.awaited, 'back', {day_of("slow.n_back")}, 'work', needed.days,
           'earliest', {day_of("slow.n_back + needed.days")}) end as facts
from (
    select client.*, p.id as project_id, m.id as milestone_id, m.title, m.due as milestone_due, {n_of("m.due")} as n_due
    from milestone m
    join running p on p.id = m.project_id
    join client on client.id = p.account_id and client.works_today
    where m.reached_at is null and m.due <= (%(day)s::date + 21)
    offset 0
) client
left join lateral (
    select count(*) as tasks from task t
    where t.milestone_id = client.milestone_id and t.done_at is null
      and (t.due < %(day)s::date or t.due > client.milestone_due)
) late on true
left join lateral (
    select b.awaited as what from ball b
    where b.project_id = client.project_id and b.passed_at is null and b.side <> 'us' order by b.since limit 1
) awaited on true
left join lateral (
    select greatest(count(*), 1)::int as days from task t
    where t.milestone_id = client.milestone_id and t.done_at is null
) needed on true
left join lateral (
    select b.id, b.awaited, (b.since at time zone client.zone)::date as since,
           (case when b.due >= %(day)s::date then {n_of("b.due")} else n_today + {USUALLY} end)::int as n_back
    from ball b
    where b.project_id = client.project_id and b.passed_at is null and b.since <= %(at)s
      and (b.side <> 'us' or b.due >= %(day)s::date)
    order by n_back desc, b.since, b.id limit 1
) slow on true
cross join lateral (
    select n_due - n_today <= 3 and (milestone_due < %(day)s::date or late.tasks > 0 or awaited.what is not null)
               as is_near
) cause
where is_near or slow.n_back + needed.days > n_due
"""
EVIDENCE = """
exists (select 1 from milestone m where m.id = i.milestone_id and m.reached_at is not null)
or exists (select 1 from milestone_move v where v.milestone_id = i.milestone_id
             and v.from_due = coalesce((i.facts->>'due')::date, v.from_due))
"""


def reason(facts: Facts) -> str:
    if facts.get("left", 0) < 0:
        return _("The date has passed and the client has not been told of a new one.")
    if facts.get("slow"):
        return _slipping(facts)
    if facts.get("awaited"):
        return _("The date is near and we still wait for: %(awaited)s.") % {"awaited": facts["awaited"]}
    return _("The date is near and its tasks are late.")


def _slipping(facts: Facts) -> str:
    """The arithmetic, so that one can tell it to the client."""
    day = {name: date_format(date.fromisoformat(facts[name]), "j E") for name in ("back", "due", "earliest")}
    said = {"slow": facts["slow"], "n": facts["work"], **day}
    return (
        ngettext(
            "“%(slow)s” is likely to be here on %(back)s, and %(n)s day of work follows: %(due)s cannot hold, "
            "%(earliest)s can.",
            "“%(slow)s” is likely to be here on %(back)s, and %(n)s days of work follow: %(due)s cannot hold, "
            "%(earliest)s can.",
            facts["work"],
        )
        % said
    )


def act(facts: Facts) -> str:
    return _("Warn of “%(title)s”") % {"title": facts.get("title", "")}


DUTY = Duty(
    code="warn_early",
    title=gettext_lazy("Warn early"),
    why=gettext_lazy("A date moved in advance is planning; a date missed is a broken promise."),
    cadence=gettext_lazy("as soon as a date cannot hold, and from three working days before one in danger"),
    owner=gettext_lazy("account manager"),
    measure=gettext_lazy("share of moved dates announced before they passed"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=75,
)
