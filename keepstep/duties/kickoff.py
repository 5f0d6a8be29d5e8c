"""Bring a new client to work within its first five days."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.relations import n_of, of_calendar

RULE = f"""
select client.id as account_id, null::uuid as project_id, null::uuid as ball_id, null::uuid as milestone_id,
       null::uuid as touchpoint_id, client.manager_id as person_id, client.state_day as since, 0 as rung,
       {of_calendar(f"c.closes[{n_of('client.state_day')} + 5]")} as due,
       jsonb_build_object(
           'day', client.n_today - {n_of("client.state_day")},
           'contacts', (select count(*) from contact c where c.account_id = client.id and c.left_at is null),
           'projects', (select count(*) from project p where p.account_id = client.id and p.closed_at is null),
           'talked', exists (select 1 from touchpoint t where t.account_id = client.id
                               and t.form in ('call', 'meeting') and t.at >= client.state_since)) as facts
from client
where client.state = 'onboarding' and client.state_since <= %(at)s
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
