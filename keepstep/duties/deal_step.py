"""Every open deal has a dated next task, and none that is overdue (§5.8)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.duties.catalogue import Duty, Facts

RULE = """
select d.id as deal_id, coalesce(seller.id, (select id from management)) as person_id,
       coalesce(next.due, (last.at at time zone c.zone)::date, (d.opened_at at time zone c.zone)::date) as since,
       0 as rung, c.closes_today as due, jsonb_build_object('task', next.title, 'task_id', next.id) as facts
from deal d
join calendar c on c.id = (select id from work_calendar where is_default)
left join colleague seller on seller.id = d.person_id
left join lateral (
    select t.id, t.title, t.due from deal_task t
    where t.deal_id = d.id and t.done_at is null order by t.due, t.id limit 1
) next on true
left join lateral (select max(t.done_at) as at from deal_task t where t.deal_id = d.id) last on true
where d.state = 'open' and d.opened_at <= %(at)s and c.works_today
  and (next.due is null or next.due < %(day)s::date)
  and coalesce(seller.id, (select id from management)) is not null
  and (%(deal)s::uuid is null or d.id = %(deal)s::uuid)
"""
EVIDENCE = """
(select min(t.due) >= %(day)s::date from deal_task t
 join deal d on d.id = t.deal_id and d.state = 'open'
 where t.deal_id = i.deal_id and t.done_at is null) is true
"""


def reason(facts: Facts) -> str:
    if facts.get("task"):
        return _("“%(task)s” should have been done by now.") % {"task": facts["task"]}
    return _("No task has a date: nobody knows what happens next.")


def act(facts: Facts) -> str:
    return _("Do the overdue task of the deal, or put it off") if facts.get("task") else _("Date the next task")


DUTY = Duty(
    code="deal_step",
    title=gettext_lazy("Date the next step of a deal"),
    why=gettext_lazy("A deal without a next date is a deal that is being lost in silence."),
    cadence=gettext_lazy("whenever an open deal has no dated task, or an overdue one"),
    owner=gettext_lazy("salesperson, else own management"),
    measure=gettext_lazy("share of open deals with a dated next task"),
    about="deal",
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=45,
)
