"""A file of a client's numbers: entered whole or not at all, every fault named at its row and column."""

from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from keepstep.domain.clients import measuring
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.measure import Way
from keepstep.domain.clients.measuring import Entered, NotYet
from keepstep.intake import metric_sheet
from keepstep.intake.metric_sheet import Fault, Unrecognised
from keepstep.intake.sheet import table
from keepstep.intake.sheet.table import Unreadable
from keepstep.web import act
from keepstep.web.accounts.views import account_of
from keepstep.web.metrics.forms import FileForm
from keepstep.web.metrics.views import address, done
from keepstep.web.seat import StaffRequest, seated

MOST_FAULTS = 50


class Faults(NamedTuple):
    """Those that are shown, and how many there are besides."""

    shown: list[Fault]
    more: int


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = account_of(request, account_id)
    form = FileForm(request.POST or None, request.FILES or None)
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        entered = _entered(request, found, form, faults)
        if entered:
            return done(request, found, _said(entered))
    return act.sheet(
        request, form, title=_("Numbers from a file"), submit=_("Load"), back=address(found), sends_files=True,
        tools="web/spend/faults.html", faults=Faults(faults[:MOST_FAULTS], max(len(faults) - MOST_FAULTS, 0)),
        about=found.name,
    )  # fmt: skip


def _entered(request: StaffRequest, found: Account, form: FileForm, faults: list[Fault]) -> Entered | None:
    """What was entered; otherwise the form, or the list of faults, says why not."""
    at = timezone.now()
    try:
        known = metric_sheet.read(
            table.read(form.cleaned_data["file"].read()),
            metrics=request.desk.metrics().kept().filter(account=found).select_related("account__calendar"),
            today=found.local_day(at),
        )
        faults += known.faults
        if faults:
            form.add_error("file", _("Nothing is loaded: mend these rows in the file and load it again."))
            return None
        if not known.entries:
            form.add_error("file", _("There is no number in this file."))
            return None
        return measuring.enter(known.entries, by=request.person, at=at, way=Way.FILE)
    except (Unreadable, Unrecognised, NotYet) as why:
        form.add_error("file", str(why))
    return None


def _said(entered: Entered) -> str:
    if not entered.added and not entered.changed:
        return _("Every number of this file was entered already: nothing is added.")
    new = ngettext("%(n)s number is entered.", "%(n)s numbers are entered.", entered.added) % {"n": entered.added}
    said = [new] if entered.added else []
    if entered.changed:
        changed = ngettext("%(n)s took the place of another.", "%(n)s took the place of others.", entered.changed)
        said.append(changed % {"n": entered.changed})
    if entered.known:
        known = ngettext("%(n)s was there already.", "%(n)s were there already.", entered.known)
        said.append(known % {"n": entered.known})
    return " ".join(said)
