"""Bring a new client to work within its first five days."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.relations import n_of, of_calendar

WAITS = "(handed.at is not null and not word.is_given)"
"""SQL: whoever was handed over hears from their account manager by the end of the next working day."""
# A client that is handed over is the account manager's from the acceptance on, and not while it is being sold; who is
# billed before that counts as sold too.
RULE = f"""
select client.id as account_id, null::uuid as project_id, null::uuid as ball_id, null::uuid as milestone_id,
       null::uuid as touchpoint_id, client.manager_id as person_id, begun.day as since, 0 as rung,
       case when {WAITS} then {of_calendar(f"c.closes[{n_of('begun.day')} + 1]")}
            else {of_calendar(f"c.closes[{n_of('begun.day')} + 5]")} end as due,
       jsonb_build_object(
           'day', client.n_today - {n_of("begun.day")},
           'contacts', (select count(*) from contact c where c.account_id = client.id and c.left_at is null),
           'projects', (select count(*) from project p where p.account_id = client.id and p.closed_at is null),
           'talked', exists (select 1 from touchpoint t where t.account_id = client.id
                               and t.form in ('call', 'meeting') and t.at >= begun.at),
           'waits', {WAITS}) as facts
from client
left join lateral (
    select max(h.accepted_at) as at, count(*) as n
    from handover h
    join deal d on d.id = h.deal_id
    where d.account_id = client.id
       or d.id in (select di.deal_id from deal_invoice di join invoice v on v.id = di.invoice_id
                   where v.account_id = client.id)
) handed on true
cross join lateral (select greatest(client.state_since, handed.at) as at) moment
cross join lateral (select moment.at, (moment.at at time zone client.zone)::date as day) begun
cross join lateral (
    select exists (select 1 from touchpoint t
                   where t.account_id = client.id and t.direction = 'out' and t.at >= begun.at) as is_given
) word
where (handed.n = 0 or handed.at is not null) and client.state = 'onboarding' and client.state_since <= %(at)s
  and client.id not in (select whose from rest where lasts)
"""
EVIDENCE = """
exists (select 1 from account_state s
        where s.account_id = i.account_id and s.state = 'active' and s.since::date >= i.since)
"""


def reason(facts: Facts) -> str:
    missing = [
        words
        for words, known in (
            (_("the introduction"), not facts.get("waits")),
            (_("a contact"), facts.get("contacts")),
            (_("a first talk"), facts.get("talked")),
            (_("a project"), facts.get("projects")),
        )
        if not known
    ]
    if not missing:
        return _("Everything is ready: begin the daily work.")
    day = max(facts.get("day", 1), 1)
    words = {"n": day, "missing": ", ".join(missing)}
    return (
        ngettext("Day %(n)s of 5. Still missing: %(missing)s.", "Day %(n)s of 5. Still missing: %(missing)s.", day)
        % words
    )


def act(facts: Facts) -> str:
    return _("Kick off the work")


DUTY = Duty(
    code="kickoff",
    title=gettext_lazy("Kick off with a new client"),
    why=gettext_lazy("The first five days decide how the client sees us for years."),
    cadence=gettext_lazy("the first 5 working days of an account"),
    owner=gettext_lazy("account manager"),
    measure=gettext_lazy("working days from onboarding to active"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=70,
)
