"""The company: three satisfactions, the weakest first, and the figures behind them (§5.9)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from keepstep.domain.agency import monday_sheet
from keepstep.outlet.company import paper
from keepstep.outlet.company.figures import gather
from keepstep.outlet.pdf.company import as_file
from keepstep.web import act
from keepstep.web.company import charts
from keepstep.web.company.plan_bar import bar
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    found = gather(request.desk, at=timezone.now())
    context = {
        "paper": paper.of(found, agency=request.agency.name),
        "plan": bar(found),
        "charts": [chart for chart in (charts.exposure(found), charts.order(found), charts.income(found)) if chart],
        "map": charts.in_step(found),
        "is_sent": found.is_sent,
    }
    return render(request, f"web/company/index.html{'#page' if act.is_fragment(request) else ''}", context)


@managed
@require_GET
def monday(request: StaffRequest) -> HttpResponse:
    """One sheet, in the reader's language."""
    return as_file(paper.of(gather(request.desk, at=timezone.now()), agency=request.agency.name))


@managed
@require_POST
def want(request: StaffRequest) -> HttpResponse:
    """The sheet comes by itself from now on."""
    monday_sheet.want(request.person, at=timezone.now())
    undo = reverse("company_sheet_stop")
    return act.done(request, _("It comes on Monday mornings."), back=reverse("company_overview"), undo=undo)


@managed
@require_POST
def stop(request: StaffRequest) -> HttpResponse:
    monday_sheet.stop(request.person, at=timezone.now())
    undo = reverse("company_sheet")
    return act.done(request, _("It comes no more."), back=reverse("company_overview"), undo=undo)
