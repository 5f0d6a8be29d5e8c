"""Close the gap of a client's plan while there is time: less was bought than by now, and the rest is not in sight."""

from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from keepstep.domain.money.plan_figures import of_this_month
from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.relations import n_of
from keepstep.formulas.amount import in_figures

HELD = "public.development_talk"
"""The table, with its schema: in a round a rule has this name."""
PACE = "0.9"
SHARE = 3
"""After the third part of the month."""
MONTH = "date_trunc('month', %(day)s::date)::date"
ELAPSED = f"(client.n_today - {n_of(f'{MONTH} - 1')})"
NEXT = "(date_trunc('month', %(day)s::date) + interval '1 month')::date"
DAYS = f"({n_of(f'{NEXT} - 1')} - {n_of(f'{MONTH} - 1')})"

# Of several currencies the one that is furthest behind. What is owed by a date in the month, or recurs and is not
# invoiced yet, is no gap: it is not asked for again.
RULE = f"""
select distinct on (client.id) client.id as account_id, null::uuid as project_id, null::uuid as ball_id,
       null::uuid as milestone_id, null::uuid as touchpoint_id, client.manager_id as person_id,
       {MONTH} as since, 0 as rung, client.closes_today as due,
       jsonb_build_object('currency', sums.currency, 'missing', round(sums.plan - sums.sight)::text,
                          'pace', round(sums.fact * {DAYS} / (sums.plan * {ELAPSED}) * 100), 'offer', offered.name,
                          'known', offered.known, 'both', offered.joint, 'buyers', offered.buyers) as facts
from client
join (
    select account_id, currency, coalesce(sum(plan), 0) as plan, sum(fact) as fact,
           sum(fact + awaited + recurring) as sight
    from ({of_this_month()}) line group by account_id, currency
) sums on sums.account_id = client.id and sums.plan > 0 and sums.sight < sums.plan
left join lateral (
    select s.name, k.name as known, o.joint, o.buyers
    from next_offer o join service s on s.id = o.service_id join service k on k.id = o.known_id
    where o.account_id = client.id and o.until is null order by o.lift desc, o.joint desc, o.id limit 1
) offered on true
where client.state = 'active' and client.works_today and client.id not in (select whose from rest where lasts)
  and {ELAPSED} * {SHARE} > {DAYS} and sums.fact * {DAYS} < {PACE} * sums.plan * {ELAPSED}
order by client.id, sums.fact / sums.plan, sums.currency
"""
EVIDENCE = f"""
exists (select 1 from {HELD} t
        where t.account_id = i.account_id and t.undone_at is null and t.held_on >= i.since)
"""


def reason(facts: Facts) -> str:
    amount, currency = Decimal(facts.get("missing", 0)), facts.get("currency", "EUR")
    missing = in_figures(amount, currency, language=get_language() or "en")
    said = _("Pace %(pace)s %%: %(missing)s of the month’s plan are not in sight.") % {
        "pace": facts.get("pace", 0), "missing": missing,
    }  # fmt: skip
    return f"{said} {offered(facts)}" if facts.get("offer") else said


def offered(facts: Facts) -> str:
    """The next offer with its support."""
    return _("Next offer: %(offer)s (%(both)s of %(buyers)s with %(known)s).") % {
        name: facts[name] for name in ("offer", "both", "buyers", "known")
    }


def act(facts: Facts) -> str:
    return _("Close the gap of the plan")


DUTY = Duty(
    code="close_plan_gap",
    title=gettext_lazy("Close the gap of the plan"),
    why=gettext_lazy("A gap that is seen in the middle of the month can still be closed; at its end it is a result."),
    cadence=gettext_lazy("after a third of the month, while the pace is below 90 % and the rest is not in sight"),
    owner=gettext_lazy("account manager"),
    measure=gettext_lazy("attainment of the month’s plan"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=42,
)
