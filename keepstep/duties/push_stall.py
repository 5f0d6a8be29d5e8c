"""Never let a project stand still in silence: climb the ladder until it moves (§5.3)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.domain.agency.audience import THERE, TURNS, Audience, Turn, is_internal
from keepstep.duties.catalogue import COLUMNS, Duty, Facts
from keepstep.duties.relations import day_of, n_of, woke

# Who of us each turn is, in the columns of the statement; without one it is the manager's.
PEOPLE = {
    Turn.HOLDER: "coalesce(holder_id, producer_id)",
    Turn.PRODUCER: "producer_id",
    Turn.HEAD: "head_id",
    Turn.MANAGER: "manager_id",
}
WHOSE_TURN = " ".join(
    f"when audience = '{audience}' then case when side = 'us' then {PEOPLE[ours]} else {PEOPLE[else_]} end"
    for audience, (ours, else_) in TURNS.items()
)


def ladder_of(since: str) -> str:
    """SQL: the ladder that was in force when the stall began; of one older than every ladder, the first."""
    latest = f"case when l.since <= {since} then l.since end desc"
    return f"(select l.id from ladder l order by (l.since <= {since}) desc, {latest}, l.since limit 1)"


# Read it from the inside: each open project with the days that make a stall, counted from its last step (or opening,
# or return from a pause) and from its first overdue ball; of them the stalled ones with the earlier cause; then the
# highest rung whose day has come on the ladder that was in force when the stall began, a repeating rung counting on.
# Of several who hold the ball it turns to the first who has not answered. `offset 0` keeps each of these layers from
# being computed again in the next. On a day off the stalls are those of the last working day.
WOKE = f"state_day, {woke('p.account_id')}, {woke('p.id')}"
MOVED = f"greatest(moved.day, (p.opened_at at time zone client.zone)::date, {WOKE})"
OVERDUE = f"greatest(overdue.due, {WOKE})"
# Each open project with the days that make a stall, whether they do already or not; a client's health reads it too.
PACES = f"""
select client.*, p.id as project_id, producer.id as producer_id, overdue.id as overdue_ball,
       n_today - {n_of(MOVED)}
           - coalesce(p.stall_after, (select stall_after from agency)) + 1 as silent_days,
       case when overdue.id is null then 0
            else n_today - {n_of(OVERDUE)} end as overdue_days
from running p
join client on client.id = p.account_id and client.state = 'active'
left join colleague producer on producer.id = p.producer_id
left join lateral (
    select max(s.day) as day from step s where s.project_id = p.id and s.day <= %(day)s::date
) moved on true
left join lateral (
    select b.id, b.due from ball b
    where b.project_id = p.id and b.passed_at is null and b.due < %(day)s::date
    order by b.due, b.id limit 1
) overdue on true
where p.opened_at <= %(at)s
offset 0
"""
STALLED = f"""
select account_id, project_id, overdue_ball_id as ball_id, null::uuid as milestone_id, null::uuid as touchpoint_id,
       coalesce(case {WHOSE_TURN} end, manager_id) as person_id,
       since, rung, closes_today as due,
       jsonb_build_object('days', stall_day, 'side', side, 'audience', audience, 'awaited', awaited, 'holder', holder,
                          'ball', held_ball_id, 'overdue', overdue_ball_id is not null,
                          'fired', fired_day) as facts, works_today, audience
from (
    select client.*, client.id as account_id, fired.rung, fired.audience, coalesce(held.side, 'us') as side,
           {day_of("n_today - stall_day + fired.after_days")} as fired_day,
           held.id as held_ball_id, held.awaited, colleague.id as holder_id,
           coalesce(contact.name, nullif(held.third_party, ''), colleague.name) as holder
    from (
        select client.*, greatest(silent_days, overdue_days) as stall_day,
               case when overdue_days >= silent_days then overdue_ball end as overdue_ball_id,
               {day_of("n_today - greatest(silent_days, overdue_days) + 1")} as since
        from (
            {PACES}
        ) client
        where greatest(silent_days, overdue_days) >= 1
        offset 0
    ) client
    join lateral (
        select r.audience, r.position + coalesce(again.times, 0) as rung,
               r.after_days + coalesce(again.times * r.repeat_every, 0) as after_days
        from rung r
        cross join lateral (
            select (client.stall_day - r.after_days) / nullif(r.repeat_every, 0) as times
        ) again
        where r.after_days <= client.stall_day
          and r.ladder_id = {ladder_of("client.since")}
        order by r.position desc limit 1
    ) fired on true
    left join lateral (
        select b.* from ball b
        where b.project_id = client.project_id and b.passed_at is null
        order by (b.id = client.overdue_ball_id) desc nulls last, b.since, b.id limit 1
    ) held on true
    left join lateral (
        select h.contact_id, h.person_id from holder h
        where h.ball_id = held.id and h.is_required and h.answered_at is null
        order by h.id limit 1
    ) waiting on true
    left join contact on contact.id = coalesce(waiting.contact_id, held.contact_id)
    left join colleague on colleague.id = coalesce(waiting.person_id, held.person_id)
) due_rung
"""
# Nothing is asked of anybody on a day off. Own management's rung is a duty of its own: call_client.
RULE = f"select {', '.join(COLUMNS)} from stalled where works_today and audience <> 'management'"
PUSHED = """
exists (select 1 from notice n join ball b on b.id = n.ball_id
        where b.project_id = i.project_id and n.rung >= i.rung and n.day >= i.since)
"""
MOVED = """
case when i.ball_id is null
     then exists (select 1 from step s where s.project_id = i.project_id and s.day >= i.since)
     else exists (select 1 from ball b where b.id = i.ball_id and b.passed_at is not null) end
"""


def _audiences(found: Iterable[Audience]) -> str:
    return "i.facts->>'audience' in (" + ", ".join(f"'{audience}'" for audience in found) + ")"


# Internal rungs tell their person; at the head it is urgent.
OURS = "i.facts->>'side' = 'us'"
INSIDE = _audiences(one for one in Audience if is_internal(one, is_ours=False))
ANNOUNCES = f"{OURS} or {INSIDE}"
AT_HEAD = [_audiences(one for one in Audience if TURNS[one][place] == Turn.HEAD) for place in (0, 1)]
IS_URGENT = f"case when {OURS} then {AT_HEAD[0]} else {AT_HEAD[1]} end"


ASKS = {
    Audience.HOLDER: gettext_lazy("Ask again"),
    Audience.TEAM: gettext_lazy("Ask their team"),
    Audience.DECIDER: gettext_lazy("Ask the decision maker"),
}
HOLDERS = {"us": gettext_lazy("us"), "client": gettext_lazy("the client"), "third": gettext_lazy("a third party")}


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
    if theirs:
        return str(ASKS[THERE[Audience(str(audience))]])
    return _("Ask again") if facts.get("side") == "third" else _("Make a step")


def _holder(facts: Facts) -> str:
    return str(facts.get("holder") or HOLDERS[str(facts.get("side", "us"))])


DUTY = Duty(
    code="push_stall",
    title=gettext_lazy("Push the stall"),
    why=gettext_lazy("A project that stands still in silence is blamed on us, whoever holds it up."),
    cadence=gettext_lazy("by the escalation ladder, each rung on its day"),
    owner=gettext_lazy("account manager, producer, head"),
    measure=gettext_lazy("exposure: the share of the delay that is fairly ours"),
    rule=RULE,
    evidence=f"{PUSHED} or {MOVED}",
    reason=reason,
    act=act,
    announces=ANNOUNCES,
    is_urgent=IS_URGENT,
    weight=80,
)
