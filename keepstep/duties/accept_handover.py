"""A paid deal gets its account manager, is handed over, and is accepted or returned within a working day (§5.8)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.domain.sales.handover_clock import WON
from keepstep.duties.catalogue import Duty, Facts

ASSIGN, PREPARE, ANSWER, ACCEPT = 1, 2, 3, 4
"""Whose turn it is, as the rung: a head's, the salesperson's, theirs again, the account manager's."""
DAY = "(turn.at at time zone c.zone)::date"
N = f"c.ordinals[least(greatest({DAY}, %(first_day)s::date), %(horizon)s::date) - %(first_day)s::date + 1]"
# Only what has been paid is looked at closer: of most open deals that is known to be untrue at once.
RULE = f"""
select d.id as deal_id, turn.person_id, {DAY} as since, turn.rung, c.closes[{N} + 1] as due,
       jsonb_build_object('handover', h.id, 'turn', turn.rung, 'who', seller.name,
                          'words', left(asked.words, 200)) as facts
from deal d
join calendar c on c.id = (select id from work_calendar where is_default)
cross join lateral (select {WON.format(deal="d.id")} as at) won
left join handover h on h.deal_id = d.id
left join colleague seller on seller.id = d.person_id
cross join lateral (select coalesce(seller.id, (select id from management)) as id) whose
left join colleague manager on manager.id = h.manager_id
left join lateral (
    select max(r.at) filter (where r.kind = 'returned') as returned_at,
           max(r.at) filter (where r.kind in ('offered', 'assigned')) as offered_at
    from handover_record r where r.handover_id = h.id
) last on true
left join lateral (
    select r.words from handover_record r where r.handover_id = h.id and r.kind = 'returned'
    order by r.at desc, r.id desc limit 1
) asked on h.state = 'returned'
join lateral (
    values ({ASSIGN}, (select id from management), won.at, manager.id is null),
           ({PREPARE}, whose.id, won.at, coalesce(h.state, '') in ('', 'prepared')),
           ({ANSWER}, whose.id, last.returned_at, h.state = 'returned'),
           ({ACCEPT}, manager.id, last.offered_at, h.state = 'offered')
) turn (rung, person_id, at, is_due) on turn.is_due and turn.person_id is not null
where d.state = 'open' and won.at <= %(at)s
  and d.id in (select e.deal_id from evidence e where e.gate = 4 and e.withdrawn_at is null
               union all select w.deal_id from waiver w where w.gate = 4 and w.withdrawn_at is null)
  and (%(deal)s::uuid is null or d.id = %(deal)s::uuid)
"""
EVIDENCE = f"""
exists (select 1 from handover h left join colleague m on m.id = h.manager_id
        where h.deal_id = i.deal_id
          and case i.rung when {ASSIGN} then m.id is not null
                          when {PREPARE} then h.state <> 'prepared'
                          when {ANSWER} then h.state in ('offered', 'accepted')
                          else h.state in ('returned', 'accepted') end)
"""


def reason(facts: Facts) -> str:
    reasons = {
        ASSIGN: _("It is paid, and nobody has been named to keep the client."),
        PREPARE: _("It is paid: gather what was promised, and hand it over."),
        ANSWER: _("The account manager asks: “%(words)s”"),
        ACCEPT: _("%(who)s hands it over: what was promised stands in it."),
    }
    return reasons[turn_of(facts)] % {"words": facts.get("words") or "", "who": facts.get("who") or _("Somebody")}


def act(facts: Facts) -> str:
    return {
        ASSIGN: _("Assign an account manager"),
        PREPARE: _("Hand the client over"),
        ANSWER: _("Answer the questions"),
        ACCEPT: _("Accept the client or ask back"),
    }[turn_of(facts)]


def turn_of(facts: Facts) -> int:
    return int(facts.get("turn", ACCEPT))


DUTY = Duty(
    code="accept_handover",
    title=gettext_lazy("Accept a handover"),
    why=gettext_lazy("What was promised to the client is lost between the one who sold and the one who keeps."),
    cadence=gettext_lazy("within 1 working day of being handed over"),
    owner=gettext_lazy("account manager; before that the head who assigns and the salesperson who hands over"),
    measure=gettext_lazy("medians of the clocks won → assigned → accepted → first contact"),
    about="deal",
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=68,
)
