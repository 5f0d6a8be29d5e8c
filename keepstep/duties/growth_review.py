"""Once a quarter look back with the client: results, goals, growth in step, and the plan of the next one (§6)."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.relations import day_of, n_of

LONG_ENOUGH, IN_TIME = 45, 10
"""Days of the reviewed quarter a client must have been with us, and the working days we give ourselves for it."""

# `since` is the first day of the reviewed quarter, so that each of them makes one item.
RULE = f"""
select client.id as account_id, null::uuid as project_id, null::uuid as ball_id, null::uuid as milestone_id,
       null::uuid as touchpoint_id, client.manager_id as person_id, q.reviewed as since, 0 as rung,
       {day_of(f"{n_of('q.begun - 1')} + {IN_TIME}")}::timestamp at time zone client.zone + interval '18 hours' as due,
       jsonb_build_object('quarter', q.reviewed) as facts
from client
cross join lateral (
    select date_trunc('quarter', %(day)s::date)::date as begun,
           (date_trunc('quarter', %(day)s::date) - interval '3 months')::date as reviewed
) q
where client.state = 'active' and client.works_today
  and (select min(s.since at time zone client.zone)::date from account_state s where s.account_id = client.id)
      <= q.begun - {LONG_ENOUGH}
"""
EVIDENCE = """
exists (select 1 from quarter_review r
        where r.account_id = i.account_id and r.quarter = i.since and r.withdrawn_at is null)
"""


def reason(facts: Facts) -> str:
    if not facts.get("quarter"):
        return _("The last quarter was not talked over with the client yet.")
    quarter = date.fromisoformat(facts["quarter"])
    names = {"quarter": (quarter.month + 2) // 3, "year": date_format(quarter, "Y")}
    return _("Quarter %(quarter)s of %(year)s is over and was not talked over with the client yet.") % names


def act(facts: Facts) -> str:
    return _("Review the quarter with the client")


DUTY = Duty(
    code="growth_review",
    title=gettext_lazy("Review the quarter with the client"),
    why=gettext_lazy("Who sees once a quarter what came of it stays, and says in time where they want to go."),
    cadence=gettext_lazy("once a quarter, within its first 10 working days"),
    owner=gettext_lazy("account manager"),
    measure=gettext_lazy("share of clients whose last quarter was reviewed"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=30,
)
