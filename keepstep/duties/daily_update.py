"""Tell each client every working day what moved (§5.2)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.duties.catalogue import Duty, Facts

# A result is a new number of a metric with a goal that is ahead, or was reached since: what `round/results.py` tells.
RULE = """
select client.id as account_id, null::uuid as project_id, null::uuid as ball_id, null::uuid as milestone_id,
       null::uuid as touchpoint_id, client.manager_id as person_id, %(day)s::date as since, 0 as rung,
       client.closes_today as due,
       jsonb_build_object(
           'steps', (select count(*) from step join project p on p.id = step.project_id
                     where p.account_id = client.id and step.at > coalesce(heard.at, client.state_since)
                       and step.at <= %(at)s),
           'results', (select count(distinct g.metric_id) from metric k
                       join goal g on g.metric_id = k.id and g.dropped_at is null
                       left join achievement a on a.goal_id = g.id and a.withdrawn_at is null
                       join measure m on m.metric_id = k.id and m.replaced_at is null and m.at <= %(at)s
                            and m.at > coalesce(heard.at, %(at)s - interval '7 days')
                       where k.account_id = client.id and k.closed_at is null
                         and case when a.id is null then g.due >= %(day)s::date
                                  else a.at <= %(at)s and a.at > coalesce(heard.at, %(at)s - interval '7 days') end)
       ) as facts
from client
left join lateral (
    select max(u.written_at) as at from update u where u.account_id = client.id and u.corrects_id is null
) heard on true
where client.state = 'active' and client.works_today
  and client.state_day < %(day)s::date
  and (client.cadence = '{}' or extract(isodow from %(day)s::date)::int - 1 = any (client.cadence))
  and exists (select 1 from running p where p.account_id = client.id and p.opened_at < client.closes_today)
"""
EVIDENCE = """
exists (select 1 from touchpoint t where t.account_id = i.account_id and t.day = i.since
          and (t.direction = 'out' or t.form in ('call', 'meeting')))
"""


def reason(facts: Facts) -> str:
    steps, results = facts.get("steps", 0), facts.get("results", 0)
    said = []
    if steps:
        said.append(ngettext("%(n)s step to tell about.", "%(n)s steps to tell about.", steps) % {"n": steps})
    if results:
        said.append(ngettext("%(n)s result to tell about.", "%(n)s results to tell about.", results) % {"n": results})
    return " ".join(said) or _("A quiet day is the most important one to write.")


def act(facts: Facts) -> str:
    return _("Send today's update")


DUTY = Duty(
    code="daily_update",
    title=gettext_lazy("Tell the client what moved"),
    why=gettext_lazy("A client who hears nothing decides that nobody works, and is offended."),
    cadence=gettext_lazy("every working day of the client"),
    owner=gettext_lazy("account manager"),
    measure=gettext_lazy("order index: due days kept ÷ due days, over 20 due days"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=60,
)
