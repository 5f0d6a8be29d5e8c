"""Talk to a client about its development: its average check falls or stands still, or there is a strong offer."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.domain.money.development import TRENDS
from keepstep.domain.money.next_offer import STRONG
from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.close_plan_gap import HELD, offered
from keepstep.formulas.trend import BOUND, MONTHS

REST = 90
"""So many days after a talk one does not talk again because of the same."""

# Flat counts once there were payments in all six months. One asks once a quarter; a talk that was held closes it.
RULE = f"""
select client.id as account_id, null::uuid as project_id, null::uuid as ball_id, null::uuid as milestone_id,
       null::uuid as touchpoint_id, client.manager_id as person_id,
       date_trunc('quarter', %(day)s::date)::date as since, 0 as rung, client.closes_today as due,
       jsonb_build_object(
           'verdict', case when trend.rate < -{BOUND} then 'falling'
                           when trend.rate <= {BOUND} and trend.months = {MONTHS} then 'flat' end,
           'rate', round(abs(trend.rate * 100)), 'offer', offered.name, 'known', offered.known, 'both', offered.joint,
           'buyers', offered.buyers) as facts
from client
left join ({TRENDS}) trend on trend.account_id = client.id
left join lateral (
    select s.name, k.name as known, o.joint, o.buyers, o.lift
    from next_offer o join service s on s.id = o.service_id join service k on k.id = o.known_id
    where o.account_id = client.id and o.until is null order by o.lift desc, o.joint desc, o.id limit 1
) offered on true
where client.state = 'active' and client.works_today and client.id not in (select whose from rest where lasts)
  and (trend.rate < -{BOUND} or trend.rate <= {BOUND} and trend.months = {MONTHS} or offered.lift >= {STRONG})
  and not exists (select 1 from {HELD} t
                  where t.account_id = client.id and t.undone_at is null
                    and t.held_on between %(day)s::date - {REST} and date_trunc('quarter', %(day)s::date)::date - 1)
"""
EVIDENCE = f"""
exists (select 1 from {HELD} t
        where t.account_id = i.account_id and t.undone_at is null and t.held_on >= i.since)
"""


def reason(facts: Facts) -> str:
    said = []
    if facts.get("verdict") == "falling":
        said.append(_("The average check falls by %(rate)s %% a month.") % {"rate": facts["rate"]})
    elif facts.get("verdict") == "flat":
        said.append(_("The average check has stood still for half a year."))
    if facts.get("offer"):
        said.append(offered(facts))
    return " ".join(said) or _("It is time to talk about what they buy.")


def act(facts: Facts) -> str:
    return _("Talk about their development")


DUTY = Duty(
    code="development_talk",
    title=gettext_lazy("Talk about the client’s development"),
    why=gettext_lazy("A client who buys less each month is leaving slowly, and most often nobody has asked why."),
    cadence=gettext_lazy("once a quarter, while the average check falls or stands still, or there is a strong offer"),
    owner=gettext_lazy("account manager"),
    measure=gettext_lazy("share of clients whose average check grows"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=25,
)
