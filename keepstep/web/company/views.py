"""The company: three satisfactions, the weakest first, and the figures behind them (§5.9)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepstep.outlet.company import paper, said
from keepstep.outlet.company.figures import Figures, gather
from keepstep.outlet.pdf.company import as_file
from keepstep.web import act
from keepstep.web.components.chart import Cell, Chart, Line, Look, Series, Tone
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    found = gather(request.desk, at=timezone.now())
    context = {
        "paper": paper.of(found, agency=request.agency.name),
        "income": _income(found) if any(found.income.values()) else None,
        "order": _order(found) if len(found.weeks) > 1 else None,
    }
    return render(request, f"web/company/index.html{'#page' if act.is_fragment(request) else ''}", context)


@managed
@require_GET
def monday(request: StaffRequest) -> HttpResponse:
    """One sheet, in the reader's language."""
    return as_file(paper.of(gather(request.desk, at=timezone.now()), agency=request.agency.name))


def _income(found: Figures) -> Chart:
    growth = found.staying.growth
    return Chart(
        title=_("Income of three months: %(change)s in a year") % {"change": said.change(growth)}
        if growth is not None
        else _("Income by month; a year is not seen yet"),
        over=_("Month"),
        series=(Series(_("paid"), Look.BAR),),
        lines=[
            Line(said.month(month), [Cell(float(amount), said.money(amount, found.currency))])
            for month, amount in found.income.items()
        ],
        unit=found.currency,
        least=0,
    )


def _order(found: Figures) -> Chart:
    """By week, what of the due days was kept."""
    return Chart(
        title=_("In four weeks clients heard from us on %(share)s of their days")
        % {"share": said.share(found.order.share)},
        over=_("Week from"),
        series=(Series(_("kept"), Look.LINE, Tone.ACCENT),),
        lines=[
            Line(date_format(week, "MONTH_DAY_FORMAT"), [Cell(_share(week_.share), f"{week_.n} / {week_.whole}")])
            for week, week_ in found.weeks.items()
        ],
        unit="%",
        least=0,
        most=100,
    )


def _share(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)
