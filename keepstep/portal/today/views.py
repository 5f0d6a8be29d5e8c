"""The client's first page: what waits for them, what moved, what comes next, and what waits for us."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.portal.page import page
from keepstep.portal.seat import ClientRequest, seated
from keepstep.portal.today import board


@seated
@require_GET
def index(request: ClientRequest) -> HttpResponse:
    return page(request, "portal/today/index.html", board.of(request.desk, at=timezone.now()))
