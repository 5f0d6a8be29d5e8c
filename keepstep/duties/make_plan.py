"""Make the plan of the next month for each active client, before it begins."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.relations import day_of, n_of, of_calendar

LAST, LATE = 3, 3
"""In so many last working days of a month its successor is planned, in so many first ones of it still."""
THIS = "date_trunc('month', %(day)s::date)::date"
NEXT = "(date_trunc('month', %(day)s::date) + interval '1 month')::date"

# An agency that has nothing in its catalogue has nothing to plan.
RULE = f"""
select client.id as account_id, null::uuid as project_id, null::uuid as ball_id, null::uuid as milestone_id,
       null::uuid as touchpoint_id, client.manager_id as person_id,
       {day_of(f"{n_of('to_plan.month - 1')} - {LAST - 1}")} as since, 0 as rung,
       {of_calendar(f"c.closes[{n_of('to_plan.month - 1')}]")} as due,
       jsonb_build_object('month', to_plan.month, 'left', {n_of("to_plan.month - 1")} - client.n_today + 1) as facts
from client
cross join lateral (
    select case when {n_of(f"{NEXT} - 1")} - client.n_today < {LAST} then {NEXT}
                when client.n_today - {n_of(f"{THIS} - 1")} <= {LATE} then {THIS} end as month
) to_plan
where client.state = 'active' and client.works_today and to_plan.month is not null
  and client.state_day < to_plan.month
  and client.id not in (select whose from rest where lasts)
  and exists (select 1 from service s where s.closed_at is null)
"""
EVIDENCE = """
exists (select 1 from plan_line p
        where p.account_id = i.account_id and p.month = (i.facts ->> 'month')::date
          and p.replaced_at is null and p.amount is not null)
"""


def reason(facts: Facts) -> str:
    if not facts.get("month"):
        return _("There is no plan yet.")
    month, left = date_format(date.fromisoformat(facts["month"]), "F Y"), facts.get("left", 0)
    if left <= 0:
        return _("%(month)s has begun without a plan.") % {"month": month}
    return ngettext(
        "%(month)s has no plan yet, and %(n)s working day is left.",
        "%(month)s has no plan yet, and %(n)s working days are left.",
        left,
    ) % {"month": month, "n": left}


def act(facts: Facts) -> str:
    if not facts.get("month"):
        return _("Make the month’s plan")
    return _("Make the plan of %(month)s") % {"month": date_format(date.fromisoformat(facts["month"]), "F")}


DUTY = Duty(
    code="make_plan",
    title=gettext_lazy("Make the month’s plan"),
    why=gettext_lazy("What nobody has planned for a client grows by chance alone."),
    cadence=gettext_lazy("on the last 3 working days of the month, for the next"),
    owner=gettext_lazy("account manager"),
    measure=gettext_lazy("share of active clients whose plan stood at the month’s start"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=40,
)
