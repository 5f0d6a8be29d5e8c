"""A payment that was taken back after the handover is seen to by own management: the client is with us (§5.8)."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.duties.catalogue import Duty, Facts

PAID, HANDED_OVER = 4, 5
OPEN = """
exists (select 1 from evidence e where e.deal_id = d.id and e.gate = {gate} and e.withdrawn_at is null
        union all select 1 from waiver w where w.deal_id = d.id and w.gate = {gate} and w.withdrawn_at is null)
"""
RULE = f"""
select d.id as deal_id, (select id from management) as person_id, (gone.at at time zone c.zone)::date as since,
       0 as rung, c.closes_today as due,
       jsonb_build_object('day', (gone.at at time zone c.zone)::date, 'client', client.name) as facts
from deal d
join calendar c on c.id = (select id from work_calendar where is_default)
join lateral (
    select max(e.withdrawn_at) as at from evidence e where e.deal_id = d.id and e.gate = {PAID}
) gone on gone.at <= %(at)s
left join account client on client.id = d.account_id
where d.state = 'open' and c.works_today and (select id from management) is not null
  and exists (select 1 from evidence e where e.deal_id = d.id and e.gate = {HANDED_OVER} and e.withdrawn_at is null)
  and not {OPEN.format(gate=PAID)}
  and (%(deal)s::uuid is null or d.id = %(deal)s::uuid)
"""
EVIDENCE = f"""
exists (select 1 from deal d where d.id = i.deal_id and (d.state <> 'open' or {OPEN.format(gate=PAID)}))
"""


def reason(facts: Facts) -> str:
    day = date_format(date.fromisoformat(facts["day"]), "j E") if facts.get("day") else "–"
    said = {"client": facts.get("client") or "–", "day": day}
    return _("%(client)s was handed over, and on %(day)s the payment was taken back.") % said


def act(facts: Facts) -> str:
    return _("See to the payment that was taken back")


DUTY = Duty(
    code="paid_back",
    title=gettext_lazy("See to a payment that was taken back after the handover"),
    why=gettext_lazy("The client is served and has not paid: own management decides how it goes on, not chance."),
    cadence=gettext_lazy("whenever a payment of a client that was handed over is taken back"),
    owner=gettext_lazy("own management"),
    measure=gettext_lazy("days until it is paid again, or decided"),
    about="deal",
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    announces="true",
    weight=70,
)
