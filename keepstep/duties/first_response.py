"""Answer a new lead within the working minutes its source promises (§5.7)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.relations import until

# A lead that nobody has is the only salesperson's, else own management's: who else is to see that somebody takes it?
# After thirty days nobody waits for a first answer any more.
OURS = "(select id from work_calendar where is_default)"
TARGET = until("deadline", since="l.came_at", target="source.target * interval '1 minute'", calendar=OURS)
RULE = f"""
select l.id as lead_id, whose.id as person_id, (l.came_at at time zone c.zone)::date as since, 0 as rung,
       coalesce(deadline.at, l.came_at) as due,
       jsonb_build_object('source', source.name, 'target', source.target, 'words', left(l.message, 200),
                          'taken', l.person_id is not null,
                          'by_letter', cardinality(l.emails) > 0 or exists (
                              select 1 from stranger s where s.lead_id = l.id and s.chat is not null)) as facts
from lead l
join source on source.id = l.source_id
join calendar c on c.id = {OURS}
left join colleague seller on seller.id = l.person_id
join lateral (
    select coalesce(seller.id, (select (array_agg(id))[1] from colleague where 'sales' = any (roles)
                                having count(*) = 1), (select id from management)) as id
) whose on whose.id is not null{TARGET}
where l.responded_at is null and l.state in ('unsorted', 'taken')
  and l.came_at between %(at)s - interval '30 days' and %(at)s
  and (%(lead)s::uuid is null or l.id = %(lead)s::uuid)
"""
EVIDENCE = """
exists (select 1 from lead l where l.id = i.lead_id
          and (l.responded_at is not null or l.state in ('attached', 'rejected')))
"""


def reason(facts: Facts) -> str:
    minutes = facts.get("target", 15)
    promise = ngettext(
        "%(source)s: a first answer within %(n)s working minute.",
        "%(source)s: a first answer within %(n)s working minutes.",
        minutes,
    ) % {"source": facts.get("source", ""), "n": minutes}
    if not facts.get("words"):
        return promise
    asked = _("“%(words)s”") % {"words": facts["words"]}
    return f"{promise} {asked}"


def act(facts: Facts) -> str:
    return _("Answer the lead") if facts.get("taken") else _("Answer the lead, or give it to somebody")


DUTY = Duty(
    code="first_response",
    title=gettext_lazy("Answer a new lead"),
    why=gettext_lazy("Whoever asks several agencies stays with the one that answers first."),
    cadence=gettext_lazy("within the working minutes of the lead's source, 15 by default"),
    owner=gettext_lazy("salesperson, else own management"),
    measure=gettext_lazy("share of leads answered within their source's target; median of working minutes"),
    about="lead",
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=95,
)
