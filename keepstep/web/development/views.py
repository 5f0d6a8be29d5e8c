"""How a client develops: its average check with the trend in words, what it might buy next, the talks about it."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from keepstep.desk import Desk
from keepstep.domain.agency.agency import FactBy
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account
from keepstep.domain.money import development, plan_figures
from keepstep.domain.money.development import Development
from keepstep.formulas.month import first_day, month_from
from keepstep.formulas.trend import MONTHS, Trend, Verdict
from keepstep.web import act
from keepstep.web.components.chart import Cell, Chart, Line, Look, Series, Tone
from keepstep.web.invoices.seen import of_money
from keepstep.web.plan import grid, words
from keepstep.web.plan.asked import asked
from keepstep.web.seat import StaffRequest

SHOWN = 12
MOST_TALKS, MOST_OFFERS = 50, 20
TONES = {Verdict.GROWING: Tone.GOOD, Verdict.FALLING: Tone.BAD}


class Offered(NamedTuple):
    """What may be offered, and why."""

    service: Service
    why: str


@of_money
@require_GET
def show(request: StaffRequest, account_id: UUID) -> HttpResponse:
    return page_of(request, account_of(request, account_id))


def account_of(request: StaffRequest, account_id: UUID) -> Account:
    return get_object_or_404(request.desk.billed_accounts().select_related("manager"), pk=account_id)


def page_of(request: StaffRequest, account: Account) -> HttpResponse:
    template = f"web/development/show.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, context(request.desk, account, at=timezone.now()))


def context(desk: Desk, account: Account, *, at: datetime) -> dict[str, Any]:
    day = desk.working_time.local_day(at)
    found = development.of_accounts([account.pk], day=day, months=SHOWN).get(account.pk, Development())
    talks = desk.development_talks().standing().filter(account=account).select_related("service", "by")
    return {
        "account": account,
        "found": found,
        "tone": words.TONES.get(found.trend.verdict, ""),
        "charts": _charts(found, day) if found.checks else [],
        "how": _how(found.trend),
        "offers": offers(desk, account),
        "talks": list(talks[:MOST_TALKS]),
        "target": desk.growth_targets().filter(account=account, replaced_at=None).first(),
        "month": _month(desk, account, day),
    }


def offers(desk: Desk, account: Account) -> list[Offered]:
    """The best first."""
    found = desk.next_offers().standing().filter(account=account).select_related("service", "known").best_first()
    return [
        Offered(
            one.service,
            _("%(both)s of %(buyers)s who buy %(known)s also buy it: %(lift)s times as often as all clients")
            % {"both": one.joint, "buyers": one.buyers, "known": one.known.name, "lift": words.decimal(one.lift)},
        )
        for one in found[:MOST_OFFERS]
    ]


def title(trend: Trend) -> str:
    """The verdict as a sentence."""
    if trend.rate is None:
        return _("Too early to say where the average check goes")
    rate = {"rate": words.per_cent(abs(trend.rate))}
    if trend.verdict == Verdict.GROWING:
        return _("The average check grows %(rate)s a month") % rate
    return _("The average check falls %(rate)s a month") % rate if trend.verdict == Verdict.FALLING else _(
        "The average check stays as it is"
    )  # fmt: skip


def _how(trend: Trend) -> str:
    """Explain every number."""
    if trend.rate is None:
        return ngettext(
            "There were payments in %(n)s of the last %(all)s full months; three are needed for a verdict.",
            "There were payments in %(n)s of the last %(all)s full months; three are needed for a verdict.",
            trend.months,
        ) % {"n": trend.months, "all": MONTHS}
    return _(
        "The middle of the changes between all %(pairs)s pairs of the %(n)s months with payments among the last %(all)s"
        " full ones; a single month does not sway it. An average check is what was paid in a month by the number of"
        " invoices it was paid for."
    ) % {"pairs": len(trend.slopes), "n": trend.months, "all": MONTHS}


def _charts(found: Development, day: date) -> list[Chart]:
    months = [month_from(first_day(day), n) for n in range(-SHOWN, 0)]
    since = next((place for place, month in enumerate(months) if month in found.checks), 0)
    shown = months[since:]
    checks = [found.checks.get(month) for month in shown]
    named = [date_format(month, "M Y") for month in shown]
    total = sum(one.invoices for one in checks if one)
    tone = TONES.get(found.trend.verdict, Tone.ACCENT)
    return [
        Chart(
            title(found.trend), _("Month"), [Series(_("Average check"), Look.LINE, tone)],
            [
                Line(name, [Cell(float(one.average), words.money(one.average, found.currency)) if one else NOTHING])
                for name, one in zip(named, checks, strict=True)
            ],
            unit=found.currency, least=0,
        ),
        Chart(
            ngettext(
                "%(n)s invoice paid in %(months)s months", "%(n)s invoices paid in %(months)s months", total
            ) % {"n": total, "months": len(shown)},
            _("Month"), [Series(_("Invoices paid"), Look.BAR)],
            [
                Line(name, [Cell(one.invoices, str(one.invoices)) if one else Cell(0, "0")])
                for name, one in zip(named, checks, strict=True)
            ],
            least=0,
        ),
    ]  # fmt: skip


NOTHING = Cell(None, "–")


def _month(desk: Desk, account: Account, day: date) -> dict[str, Any]:
    """This month's plan of the client, by currency."""
    wanted = asked({"month": f"{day:%Y-%m}"}, today=day)
    figures = plan_figures.by_line(wanted.month, fact_by=FactBy(desk.agency.fact_by), day=day, accounts=[account.pk])
    return {"asked": wanted, "sums": grid.sums(figures, wanted, grid.progress(desk, wanted))}
