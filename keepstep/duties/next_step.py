"""Every open project has a dated next task."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.duties.catalogue import Duty, Facts

RULE = """
select client.id as account_id, p.id as project_id, null::uuid as ball_id, null::uuid as milestone_id,
       null::uuid as touchpoint_id, coalesce(producer.id, client.manager_id) as person_id,
       coalesce(last.day, (p.opened_at at time zone client.zone)::date) as since, 0 as rung,
       client.closes_today as due, jsonb_build_object('passed', last.day, 'task', last.title) as facts
from running p
join client on client.id = p.account_id
left join colleague producer on producer.id = p.producer_id
left join lateral (
    select t.due as day, t.title from task t where t.project_id = p.id and t.due < %(day)s::date
    order by t.due desc, t.id desc limit 1
) last on true
where p.opened_at <= %(at)s and client.works_today
  and not exists (select 1 from task t where t.project_id = p.id and t.done_at is null and t.due >= %(day)s::date)
"""
EVIDENCE = """
exists (select 1 from task t where t.project_id = i.project_id and t.done_at is null and t.due >= %(day)s::date)
"""


def reason(facts: Facts) -> str:
    if facts.get("task"):
        return _("The last dated task, “%(task)s”, lies in the past.") % {"task": facts["task"]}
    return _("No task has a date: nobody knows what happens next.")


def act(facts: Facts) -> str:
    return _("Date the next task")


DUTY = Duty(
    code="next_step",
    title=gettext_lazy("Date the next step"),
    why=gettext_lazy("Work without a next date is work that nobody does."),
    cadence=gettext_lazy("whenever an open project has no dated task ahead"),
    owner=gettext_lazy("producer, else account manager"),
    measure=gettext_lazy("share of open projects with a dated next task"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=40,
)
