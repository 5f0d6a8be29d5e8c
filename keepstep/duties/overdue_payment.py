"""Remind of an overdue payment, politely and ever more plainly, until it comes or its day is promised (§6)."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from keepstep.duties.catalogue import Duty, Facts
from keepstep.duties.relations import n_of
from keepstep.formulas.amount import in_figures

LADDER = (1, 5, 10, 20)
"""On which working day after the due one each reminder is drafted."""
RUNG = " ".join(f"when late.days >= {days} then {rung}" for rung, days in reversed(list(enumerate(LADDER, start=1))))

# Of several promises the latest said counts; while its day has not passed nobody reminds, and a broken one is named.
RULE = f"""
select client.id as account_id, null::uuid as project_id, null::uuid as ball_id, null::uuid as milestone_id,
       null::uuid as touchpoint_id, v.id as invoice_id, client.manager_id as person_id, v.due as since,
       case {RUNG} end as rung, client.closes_today as due,
       jsonb_build_object('invoice', v.id, 'number', v.number, 'owed', (v.total - v.paid)::text,
                          'currency', v.currency, 'days', late.days, 'promised', promised.day) as facts
from invoice v
join client on client.id = v.account_id
cross join lateral (select client.n_today - {n_of("v.due")} as days) late
left join lateral (
    select p.day from payment_promise p where p.invoice_id = v.id and p.withdrawn_at is null
    order by p.at desc, p.id desc limit 1
) promised on true
where v.issued_at is not null and v.cancelled_at is null and v.paid < v.total and v.due < %(day)s::date
  and client.works_today and late.days >= 1 and (promised.day is null or promised.day < %(day)s::date)
"""
EVIDENCE = """
(exists (select 1 from invoice v where v.id = i.invoice_id and v.paid >= v.total)
 or coalesce((select p.day from payment_promise p where p.invoice_id = i.invoice_id and p.withdrawn_at is null
              order by p.at desc, p.id desc limit 1) >= %(day)s::date, false)
 or exists (select 1 from message m
            join sending s on s.letter_id = m.id and s.withdrawn_at is null and s.failed_at is null
            where m.invoice_id = i.invoice_id and m.kind = 'reminder' and m.rung = i.rung))
"""


def reason(facts: Facts) -> str:
    days, owed = facts.get("days", 1), Decimal(facts.get("owed", 0))
    said = ngettext(
        "Invoice %(number)s is %(n)s working day late: %(sum)s.",
        "Invoice %(number)s is %(n)s working days late: %(sum)s.",
        days,
    ) % {
        "number": facts.get("number", ""),
        "n": days,
        "sum": in_figures(owed, facts.get("currency", "EUR"), language=get_language() or "en"),
    }
    if not facts.get("promised"):
        return said
    day = date_format(date.fromisoformat(facts["promised"]), "j E")
    return f"{said} {_('They promised to pay by %(day)s.') % {'day': day}}"


def act(facts: Facts) -> str:
    return _("Remind of the payment")


DUTY = Duty(
    code="overdue_payment",
    title=gettext_lazy("Remind of an overdue payment"),
    why=gettext_lazy("A friendly word on the first day is easier for both sides than a hard one after a month."),
    cadence=gettext_lazy("on working days 1, 5, 10 and 20 after the day of payment"),
    owner=gettext_lazy("account manager"),
    measure=gettext_lazy("share of invoices paid within 5 working days of their day"),
    part="invoice",
    rule=RULE,
    evidence=EVIDENCE,
    reason=reason,
    act=act,
    weight=60,
)
