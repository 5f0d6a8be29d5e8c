"""Know the client's business: fill the gaps of the dossier, and confirm what nobody has for three months (§4)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.relations import n_of, of_calendar

LONG_ENOUGH = 45
"""Days a client has been with us before it is asked for; until then it is got to know."""
SPREAD = 15
"""Over so many working days of the month the clients come one after another, each always on the same one."""
ENOUGH = 3
"""So many fields seen to in a month are enough for it."""
MONTH = "date_trunc('month', %(day)s::date)::date"
NEXT = "(date_trunc('month', %(day)s::date) + interval '1 month')::date"
NOT_FRESH = "interval '90 days'"
ASKED = "(select count(*) from dossier_field f where f.closed_at is null)"
# What is known of each client: how many fields of those that are asked, and how many of them somebody has confirmed.
KNOWN = f"""
select e.account_id, count(*) as known, count(*) filter (where e.at >= %(at)s - {NOT_FRESH}) as fresh
from dossier_entry e
join dossier_field f on f.id = e.field_id and f.closed_at is null
where e.replaced_at is null and e.undone_at is null and e.words <> '' and e.at <= %(at)s
  and (%(accounts)s::uuid[] is null or e.account_id = any (%(accounts)s::uuid[]))
group by e.account_id
"""
RULE = f"""
select client.id as account_id, null::uuid as project_id, null::uuid as ball_id, null::uuid as milestone_id,
       null::uuid as touchpoint_id, client.manager_id as person_id, {MONTH} as since, 0 as rung,
       {of_calendar(f"c.closes[{n_of(f'{NEXT} - 1')}]")} as due,
       jsonb_build_object('asked', asked.n, 'known', coalesce(known.known, 0),
                          'stale', coalesce(known.known - known.fresh, 0), 'gap', gap.name) as facts
from client
cross join (select {ASKED} as n) asked
left join ({KNOWN}) known on known.account_id = client.id
left join lateral (
    select f.name from dossier_field f
    where f.closed_at is null and not exists (
        select 1 from dossier_entry e
        where e.account_id = client.id and e.field_id = f.id and e.replaced_at is null and e.undone_at is null
          and e.words <> ''
    )
    order by f.id limit 1
) gap on coalesce(known.known, 0) < asked.n
where client.state = 'active' and client.works_today and client.id not in (select whose from rest where lasts)
  and asked.n > 0 and coalesce(known.fresh, 0) < asked.n
  and client.state_day <= %(day)s::date - {LONG_ENOUGH}
  and client.n_today - {n_of(f"{MONTH} - 1")} > abs(hashtext(client.id::text)) %% {SPREAD}
"""
EVIDENCE = f"""
((select count(distinct e.field_id) from dossier_entry e
  where e.account_id = i.account_id and e.undone_at is null and e.by_id is not null and e.at >= i.since) >= {ENOUGH}
or not exists (
    select 1 from dossier_field f
    where f.closed_at is null and not exists (
        select 1 from dossier_entry e
        where e.account_id = i.account_id and e.field_id = f.id and e.replaced_at is null and e.undone_at is null
          and e.words <> '' and e.at >= %(at)s - {NOT_FRESH})))
"""


def reason(facts: Facts) -> str:
    asked, known, stale = (facts.get(name, 0) for name in ("asked", "known", "stale"))
    said = []
    if known < asked:
        words = _("We know %(known)s of %(asked)s things about their business.") % {"known": known, "asked": asked}
        said.append(words)
        if facts.get("gap"):
            said.append(_("Next to ask: “%(gap)s”.") % {"gap": facts["gap"]})
    if stale:
        said.append(
            ngettext(
                "%(n)s has not been confirmed for three months.",
                "%(n)s have not been confirmed for three months.",
                stale,
            )
            % {"n": stale}
        )
    return " ".join(said) or _("What we know of them is to be confirmed.")


def act(facts: Facts) -> str:
    return _("Get to know their business")


DUTY = Duty(
    code="know_client",
    title=gettext_lazy("Know the client’s business"),
    why=gettext_lazy(
        "Whoever knows what a client sells, to whom and what it fears proposes what helps, not what is for sale."
    ),
    cadence=gettext_lazy("once a month three fields of the dossier, until all are known and confirmed within 90 days"),
    owner=gettext_lazy("account manager"),
    measure=gettext_lazy("share of the dossier’s fields that are known, and of those confirmed within 90 days"),
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=20,
)
