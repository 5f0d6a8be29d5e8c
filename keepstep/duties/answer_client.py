"""Answer what the client has asked within four working hours."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.relations import until

TARGET = until("deadline", since="t.at", target="interval '4 hours'", calendar="client.calendar_id")
RULE = f"""
select client.id as account_id, t.project_id, null::uuid as ball_id, null::uuid as milestone_id,
       t.id as touchpoint_id, client.manager_id as person_id, t.day as since, 0 as rung,
       coalesce(deadline.at, t.at) as due,
       jsonb_build_object('who', contact.name, 'form', t.form, 'at', t.at, 'words', left(t.summary, 200)) as facts
from touchpoint t
join client on client.id = t.account_id
left join contact on contact.id = t.contact_id
{TARGET}
where t.direction = 'in' and t.settled_at is null and t.at <= %(at)s
"""
EVIDENCE = "exists (select 1 from touchpoint t where t.id = i.touchpoint_id and t.settled_at is not null)"


def reason(facts: Facts) -> str:
    if not facts.get("words"):
        return _("%(who)s is waiting for an answer.") % {"who": facts.get("who") or _("The client")}
    return _("%(who)s wrote: “%(words)s”") % {"who": facts.get("who") or _("The client"), "words": facts["words"]}


def act(facts: Facts) -> str:
    return _("Answer the client")


DUTY = Duty(
    code="answer_client",
    title=gettext_lazy("Answer the client"),
    why=gettext_lazy("A question left open is worse than a day without news."),
    cadence=gettext_lazy("within 4 working hours of each message"),
    owner=gettext_lazy("account manager"),
    measure=gettext_lazy("share of messages answered within 4 working hours"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=90,
)
