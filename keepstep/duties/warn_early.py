"""Tell the client of a date about to slip before it does."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.relations import day_of, n_of

# A date is in danger from three working days before it, if a task of it is late, anybody but us is awaited, or the
# date itself has passed. Every date of a milestone is warned of once: its cause begins three days before that date.
RULE = f"""
select client.id as account_id, project_id, null::uuid as ball_id, milestone_id, null::uuid as touchpoint_id,
       client.manager_id as person_id, {day_of("n_due - 3")} as since, 0 as rung, client.closes_today as due,
       jsonb_build_object('title', title, 'due', milestone_due, 'left', n_due - n_today,
                          'late_tasks', late.tasks, 'awaited', awaited.what) as facts
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
where n_due - n_today <= 3
  and (milestone_due < %(day)s::date or late.tasks > 0 or awaited.what is not null)
"""
EVIDENCE = """
exists (select 1 from milestone m where m.id = i.milestone_id and m.reached_at is not null)
or exists (select 1 from milestone_move v where v.milestone_id = i.milestone_id
             and v.from_due = coalesce((i.facts->>'due')::date, v.from_due))
"""


def reason(facts: Facts) -> str:
    if facts.get("left", 0) < 0:
        return _("The date has passed and the client has not been told of a new one.")
    if facts.get("awaited"):
        return _("The date is near and we still wait for: %(awaited)s.") % {"awaited": facts["awaited"]}
    return _("The date is near and its tasks are late.")


def act(facts: Facts) -> str:
    return _("Warn of “%(title)s”") % {"title": facts.get("title", "")}


DUTY = Duty(
    code="warn_early",
    title=gettext_lazy("Warn early"),
    why=gettext_lazy("A date moved in advance is planning; a date missed is a broken promise."),
    cadence=gettext_lazy("from three working days before a date in danger"),
    owner=gettext_lazy("account manager"),
    measure=gettext_lazy("share of moved dates announced before they passed"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=75,
)
