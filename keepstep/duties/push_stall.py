"""Never let a project stand still in silence: climb the ladder until it moves (§5.3)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.domain.agency.ladder import Audience
from keepstep.duties.catalogue import Duty, Facts

# standing: each open project with the ordinals that make a stall: its last step (or opening, or return from a pause)
# and its first overdue ball. stalled: the earlier cause. fired: the highest rung whose day has come, on the ladder that
# was in force when the stall began; a repeating rung counts on.
RULE = """
select account_id, project_id, overdue_ball_id as ball_id, null::uuid as milestone_id, null::uuid as touchpoint_id,
       coalesce(case when audience = 'management' then head_id
                     when side = 'us' and audience = 'decider' then head_id
                     when side = 'us' and audience = 'team' then producer_id
                     when side = 'us' and audience = 'holder' then coalesce(holder_id, producer_id) end,
                manager_id) as person_id,
       since, rung, closes_today as due,
       jsonb_build_object('days', stall_day, 'side', side, 'audience', audience, 'awaited', awaited, 'holder', holder,
                          'ball', held_ball_id, 'overdue', overdue_ball_id is not null) as facts
from (
    select stalled.*, fired.rung, fired.audience, coalesce(held.side, 'us') as side, held.id as held_ball_id,
           held.awaited, colleague.id as holder_id,
           coalesce(contact.name, nullif(held.third_party, ''), colleague.name) as holder
    from (
        select standing.*, greatest(silent_days, overdue_days) as stall_day,
               case when overdue_days >= silent_days then overdue_ball end as overdue_ball_id, first_day.day as since
        from (
            select client.id as account_id, client.manager_id, client.head_id, client.closes_today,
                   client.calendar_id, client.n_today, p.id as project_id, producer.id as producer_id,
                   client.n_today - last_day.n
                       - coalesce(p.stall_after, (select stall_after from agency)) + 1 as silent_days,
                   coalesce(client.n_today - due_day.n, 0) as overdue_days, overdue.id as overdue_ball
            from project p
            join client on client.id = p.account_id
            left join colleague producer on producer.id = p.producer_id
            left join lateral (
                select max(s.day) as day from step s where s.project_id = p.id and s.day <= %(day)s::date
            ) moved on true
            join calendar_day last_day on last_day.calendar_id = client.calendar_id
                and last_day.day = greatest(moved.day, (p.opened_at at time zone client.zone)::date, client.state_day,
                                            %(first_day)s::date)
            left join lateral (
                select b.id, b.due from ball b
                where b.project_id = p.id and b.passed_at is null and b.due < %(day)s::date
                order by b.due, b.id limit 1
            ) overdue on true
            left join calendar_day due_day on overdue.due is not null and due_day.calendar_id = client.calendar_id
                and due_day.day = greatest(overdue.due, client.state_day, %(first_day)s::date)
            where p.closed_at is null and p.opened_at <= %(at)s and client.state = 'active' and client.works_today
        ) standing
        join calendar_day first_day on first_day.calendar_id = standing.calendar_id and first_day.is_working
            and first_day.n = standing.n_today - greatest(silent_days, overdue_days) + 1
        where greatest(silent_days, overdue_days) >= 1
    ) stalled
    join lateral (
        select r.audience,
               r.position + coalesce((stalled.stall_day - r.after_days) / nullif(r.repeat_every, 0), 0) as rung
        from rung r
        where r.after_days <= stalled.stall_day
          and r.ladder_id = (select l.id from ladder l order by (l.since <= stalled.since) desc,
                             case when l.since <= stalled.since then l.since end desc, l.since limit 1)
        order by r.position desc limit 1
    ) fired on true
    left join lateral (
        select b.* from ball b
        where b.project_id = stalled.project_id and b.passed_at is null
        order by (b.id = stalled.overdue_ball_id) desc nulls last, b.since, b.id limit 1
    ) held on true
    left join contact on contact.id = held.contact_id
    left join colleague on colleague.id = held.person_id
) due_rung
"""
EVIDENCE = """
exists (select 1 from notice n join ball b on b.id = n.ball_id
        where b.project_id = i.project_id and n.rung >= i.rung and n.day >= i.since)
or case when i.ball_id is null
        then exists (select 1 from step s where s.project_id = i.project_id and s.day >= i.since)
        else exists (select 1 from ball b where b.id = i.ball_id and b.passed_at is not null) end
"""


def reason(facts: Facts) -> str:
    days = facts.get("days", 1)
    if not facts.get("awaited"):
        return ngettext("No step for %(n)s day of stall: it is in our hands.",
                        "No step for %(n)s days of stall: it is in our hands.", days) % {"n": days}  # fmt: skip
    words = {"n": days, "holder": _holder(facts), "awaited": facts["awaited"]}
    return ngettext("Waiting for %(holder)s: %(awaited)s. Day %(n)s of the stall.",
                    "Waiting for %(holder)s: %(awaited)s. Day %(n)s of the stall.", days) % words  # fmt: skip


def act(facts: Facts) -> str:
    audience, theirs = facts.get("audience"), facts.get("side") == "client"
    if audience == Audience.MANAGEMENT:
        return _("Telephone the client")
    if theirs:
        return {
            Audience.HOLDER: _("Ask again"),
            Audience.TEAM: _("Ask their team"),
            Audience.DECIDER: _("Ask the decision maker"),
        }[Audience(str(audience))]
    return _("Ask again") if facts.get("side") == "third" else _("Make a step")


def _holder(facts: Facts) -> str:
    default = {"client": _("the client"), "third": _("a third party")}.get(str(facts.get("side")), _("us"))
    return str(facts.get("holder") or default)


DUTY = Duty(
    code="push_stall",
    title=gettext_lazy("Push the stall"),
    why=gettext_lazy("A project that stands still in silence is blamed on us, whoever holds it up."),
    cadence=gettext_lazy("by the escalation ladder, each rung on its day"),
    owner=gettext_lazy("account manager, producer, head"),
    measure=gettext_lazy("exposure: the share of the delay that is fairly ours"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=80,
)
