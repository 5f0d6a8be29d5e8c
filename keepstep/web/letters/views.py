"""Letters that came in: those nobody could match wait to be sorted; each can be read as it came."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from keepstep.domain.agency import store
from keepstep.domain.agency.store import NotKept
from keepstep.domain.talk.incoming import Fate, Incoming
from keepstep.intake.mail.mail import read
from keepstep.outlet.download import saved
from keepstep.web import act
from keepstep.web.letters import part
from keepstep.web.letters.foreign_page import harmless
from keepstep.web.seat import StaffRequest, seated

PAGE = 50
SHOWN = (Fate.UNSORTED, Fate.LEAD, Fate.DEAL, Fate.IGNORED, Fate.AUTOMATIC, Fate.BOUNCE, Fate.OURS)
LONGEST = 100_000


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    fate = next((one for one in SHOWN if one == request.GET.get("fate")), Fate.UNSORTED)
    found = request.desk.incoming().filter(fate=fate).select_related("account")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "fate": fate, "fates": [(one.value, one.label) for one in SHOWN]}
    return render(request, f"web/letters/index.html{'#page' if act.is_fragment(request) else ''}", context)


@seated
@require_GET
def show(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    found = letter_of(request, letter_id)
    try:
        mail = read(store.read(found.digest, agency_id=found.agency_id))
    except NotKept:
        mail = None
    context = {
        "letter": found,
        "mail": mail,
        "text": mail.text[:LONGEST] if mail else found.words,
        "page": harmless(mail.page) if mail else "",
        "parts": part.of(mail, size=found.size) if mail and found.touchpoint_id is None else (),
        "files": request.desk.attachments().filter(touchpoint=found.touchpoint_id) if found.touchpoint_id else (),
    }
    return render(request, f"web/letters/show.html{'#letter' if act.is_fragment(request) else ''}", context)


@seated
@require_GET
def file(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    """A file of a letter that is no client's word; one that is not there leads to the letter."""
    found = letter_of(request, letter_id)
    try:
        mail = read(store.read(found.digest, agency_id=found.agency_id))
    except NotKept as why:
        raise Http404 from why
    asked = request.GET.get("place")
    kept = [one for one in part.of(mail, size=found.size) if str(one.place) == asked and not one.judged.refusal]
    if not kept:
        return act.gone_to(request, reverse("letter", args=[found.pk]))
    [one] = kept
    return saved(one.content, name=one.name, kind=one.judged.kind)


def letter_of(request: StaffRequest, letter_id: UUID) -> Incoming:
    return get_object_or_404(request.desk.incoming().select_related("account", "contact"), pk=letter_id)
