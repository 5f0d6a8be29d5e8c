"""The files of a letter one writes: each is taken as soon as it is chosen, and named again with every request."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from keepstep.domain.clients.account import Account
from keepstep.domain.talk import enclosure
from keepstep.domain.talk.document import Refused
from keepstep.domain.talk.enclosure import Enclosure, NotAtHand, TooBig, TooMany
from keepstep.domain.talk.file_kind import BIGGEST
from keepstep.outlet.download import download
from keepstep.web.days import key_of
from keepstep.web.seat import StaffRequest, seated

CHANGED = "letter:changed"


class Enclosing:
    """Those that were chosen before and are ticked still, and those that come with this request; `faults` says what is
    wrong with any of them."""

    def __init__(self, request: StaffRequest, account: Account) -> None:
        self.request, self.account = request, account
        keys = {key for text in request.POST.getlist("enclosed") if (key := key_of(text))}
        shown = set(request.POST.getlist("shown"))
        self.files = list(request.desk.enclosures().waiting().filter(account=account, pk__in=keys))
        for one in self.files:
            one.is_shown = one.is_picture and str(one.pk) in shown
        self.faults: list[str] = [] if len(self.files) == len(keys) else [str(NotAtHand())]

    def take(self) -> None:
        """Add what was chosen just now; each file that cannot go is named with its reason."""
        for file in self.request.FILES.getlist("added"):
            name = file.name or ""
            try:
                # What nobody takes is not read into memory either.
                if (file.size or 0) > BIGGEST:
                    raise TooBig(name)
                one = enclosure.add(
                    self.account, name=name, content=file.read(), beside=self.files, by=self.request.person,
                    at=timezone.now(),
                )  # fmt: skip
            except (Refused, TooMany, TooBig) as why:
                self.faults.append(str(why))
            else:
                self.files.append(one)
        self.faults = list(dict.fromkeys(self.faults))


def address(one: Enclosure) -> str:
    """Where a page of ours finds the file."""
    return reverse("enclosure", args=[one.pk])


@seated
@require_POST
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    account = get_object_or_404(request.desk.accounts(), pk=account_id)
    chosen = Enclosing(request, account)
    chosen.take()
    page = render(
        request,
        "web/updates/enclosing.html",
        {"account": account, "chosen": chosen},
        status=422 if chosen.faults else 200,
    )
    page.headers["HX-Trigger"] = CHANGED
    return page


@seated
@require_GET
def show(request: StaffRequest, enclosure_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.enclosures(), pk=enclosure_id)
    return download(found.digest, agency_id=found.agency_id, name=found.name, kind=found.kind)
