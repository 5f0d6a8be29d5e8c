"""The clients that were asked for, as a file."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from keepstep.web.accounts import portfolio
from keepstep.web.accounts.portfolio import Line
from keepstep.web.accounts.rows import told
from keepstep.web.export import export
from keepstep.web.seat import StaffRequest, seated

HEADINGS = [
    _("Client"), _("State"), _("Account manager"), _("Silence"), _("Order"), _("Ball"), _("Stall"), _("Projects"),
]  # fmt: skip


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted, at = portfolio.asked(request.GET), timezone.now()

    def written(lines: list[Line]) -> Iterator[list[str]]:
        rows = told(map(Line._make, lines), desk=request.desk, at=at)
        return (
            [one.name, one.state, one.manager, one.silence, one.order, one.hands, one.stall, one.projects]
            for one in rows
        )

    found = portfolio.whole(request.desk, wanted, at=at)
    back = f"{reverse('accounts')}?{urlencode(wanted.names)}"
    return export(request, found, name=_("Clients"), headings=HEADINGS, told=written, back=back)
