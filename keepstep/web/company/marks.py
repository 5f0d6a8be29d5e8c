"""The marks clients gave, the newest first: what their satisfaction is counted from."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.outlet.company.figures import MARKED
from keepstep.web import act
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

PAGE = 50


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    known = request.desk.marks().filter(at__gt=timezone.now() - MARKED, points__isnull=False)
    found = known.select_related("contact", "update__account").order_by("-at", "-pk")
    context = {"page": Paginator(found, PAGE).get_page(request.GET.get("page"))}
    return render(request, f"web/company/marks.html{'#page' if act.is_fragment(request) else ''}", context)
