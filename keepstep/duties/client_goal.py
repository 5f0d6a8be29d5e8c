"""Agree with each client on a goal: a number of its own business, and the day by which it is reached (§4)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.know_client import LONG_ENOUGH, SPREAD
from keepstep.duties.relations import n_of, of_calendar

IN_TIME = 10
"""Working days after the last client's turn has come."""
QUARTER = "date_trunc('quarter', %(day)s::date)::date"
# A goal that was reached, given up or missed is none any more: the next one is to be agreed.
AGREED = """
exists (select 1 from metric k join goal g on g.metric_id = k.id and g.dropped_at is null and g.due >= %(day)s::date
        where k.account_id = {account} and k.closed_at is null
          and not exists (select 1 from achievement a where a.goal_id = g.id and a.withdrawn_at is null))
"""
RULE = f"""
select client.id as account_id, null::uuid as project_id, null::uuid as ball_id, null::uuid as milestone_id,
       null::uuid as touchpoint_id, client.manager_id as person_id, {QUARTER} as since, 0 as rung,
       greatest({of_calendar(f"c.closes[{n_of(f'{QUARTER} - 1')} + {SPREAD + IN_TIME}]")}, client.closes_today) as due,
       jsonb_build_object(
           'metrics', (select count(*) from metric k where k.account_id = client.id and k.closed_at is null),
           'last', last.state, 'name', last.name) as facts
from client
left join lateral (
    select k.name, case when a.id is not null then 'reached' when g.due < %(day)s::date then 'missed' end as state
    from metric k
    join goal g on g.metric_id = k.id and g.dropped_at is null
    left join achievement a on a.goal_id = g.id and a.withdrawn_at is null
    where k.account_id = client.id and k.closed_at is null
    order by coalesce(a.day, g.due) desc, g.id limit 1
) last on true
where client.state = 'active' and client.works_today and client.id not in (select whose from rest where lasts)
  and client.state_day <= %(day)s::date - {LONG_ENOUGH}
  and client.n_today - {n_of(f"{QUARTER} - 1")} > abs(hashtext(client.id::text)) %% {SPREAD}
  and not {AGREED.format(account="client.id")}
"""
EVIDENCE = AGREED.format(account="i.account_id")


def reason(facts: Facts) -> str:
    if facts.get("last") == "reached":
        return _("The goal of “%(name)s” is reached: agree on the next one.") % {"name": facts["name"]}
    if facts.get("last") == "missed":
        return _("The day of the goal of “%(name)s” has passed: agree on a new one.") % {"name": facts["name"]}
    if facts.get("metrics"):
        return _("Their numbers are followed, but no goal is agreed.")
    return _("No goal with a number and a date is agreed.")


def act(facts: Facts) -> str:
    return _("Agree on a goal")


DUTY = Duty(
    code="client_goal",
    title=gettext_lazy("Agree on a goal with a number and a date"),
    why=gettext_lazy("Without a number that the client has named, good work is a matter of taste."),
    cadence=gettext_lazy("once a quarter, while no goal is ahead"),
    owner=gettext_lazy("account manager"),
    measure=gettext_lazy("share of clients with a goal that is ahead"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=22,
)
