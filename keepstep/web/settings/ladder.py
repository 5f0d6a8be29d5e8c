"""The escalation ladder: its rungs, their words, whom they would not reach; a running case keeps the one it has."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.agency import ladder, wording
from keepstep.domain.agency.audience import Audience, Way
from keepstep.domain.agency.ladder import WrongLadder
from keepstep.round import case, ladder_fault
from keepstep.round.ladder_fault import Climb, Fault
from keepstep.web import act
from keepstep.web.days import key_of
from keepstep.web.seat import StaffRequest
from keepstep.web.settings import ladder_form
from keepstep.web.settings.ladder_form import Draft, RungForm
from keepstep.web.settings.ladder_preview import Sample, sample
from keepstep.web.settings.manage import managed

PAGE = 50
PAST = 20


@dataclass(frozen=True)
class Card:
    """A rung on the page. `focus` is the button the reader has just used, where it now stands."""

    place: int
    form: RungForm
    faults: int
    address: str
    focus: str
    is_own: bool
    sample: Sample | None

    @property
    def number(self) -> int:
        return self.place + 1


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest) -> HttpResponse:
    if request.method == "GET":
        return _page(request, _first(request))
    verb, place = ladder_form.pressed(request.POST)
    if verb == "save":
        return _save(request, ladder_form.posted(request.POST, is_bound=True))
    draft = ladder_form.posted(request.POST, is_bound=False)
    if verb == "preview":
        return _page(request, draft, shown=place)
    return _page(request, draft.changed(verb, place), pressed=(verb, place))


def _first(request: StaffRequest) -> Draft:
    """The newest ladder, or an earlier one to begin from."""
    known, wanted = request.desk.ladders(), key_of(request.GET.get("from", ""))
    earlier = known.filter(pk=wanted).first() if wanted else None
    return ladder_form.of_ladder(earlier or known[0])


def _save(request: StaffRequest, draft: Draft) -> HttpResponse:
    if not draft.is_valid():
        return _page(request, draft, status=422)
    if draft.plans() == ladder.plans_of(request.desk.ladders()[0]):
        return act.done(request, _("It stands so already: nothing was changed."), back=request.path)
    try:
        made = ladder.rewrite(draft.plans(), today=_today(request, timezone.now()), by=request.person)
    except WrongLadder as why:
        if not draft.forms:
            return _page(request, draft, fault=str(why), status=422)
        draft.forms[why.place].add_error(why.field or None, str(why))
        return _page(request, draft, status=422)
    said = _("Saved: it holds for stalls that begin from %(day)s on.") % {"day": date_format(made.since, "j E")}
    return act.done(request, said, back=request.path, show=lambda: _page(request, _first(request)))


def _page(
    request: StaffRequest,
    draft: Draft,
    *,
    shown: int | None = None,
    pressed: tuple[str, int] = ("", 0),
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    at = timezone.now()
    ladders, running = list(request.desk.ladders()[: PAST + 1]), case.by_ladder(at=at, day=_today(request, at))
    context = {
        "cards": _cards(request, draft, shown=shown, pressed=pressed, at=at),
        "can_add": len(draft.raws) < ladder_form.MOST,
        "fault": fault,
        "fields": wording.FIELDS.items(),
        "newest": ladders[0],
        "is_ahead": ladders[0].since > _today(request, at),
        "past": [(one, running.get(one.pk, 0)) for one in ladders[1:]],
        "kept": sum(n for key, n in running.items() if key != ladders[0].pk),
        "running": running.get(ladders[0].pk, 0),
    }
    template = f"web/settings/ladder.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, context, status=status)


def _cards(
    request: StaffRequest, draft: Draft, *, shown: int | None, pressed: tuple[str, int], at: datetime
) -> list[Card]:
    climbs = draft.climbs()
    faults = ladder_fault.counts(climbs)
    moved = _moved_to(*pressed, last=len(climbs) - 1)
    return [
        Card(
            place=place,
            form=form,
            faults=sum(faults[place].values()),
            address=f"{reverse('ladder_faults')}?{urlencode(climbs[place]._asdict())}",
            focus=pressed[0] if place == moved else "",
            is_own=bool(draft.rung(place).words) or any(name in form.errors for name in ladder_form.WORDS),
            sample=sample(request, draft.rung(place), project=request.POST.get("project", ""), at=at)
            if place == shown
            else None,
        )
        for place, form in enumerate(draft.forms)
    ]


def _moved_to(verb: str, place: int, *, last: int) -> int:
    """Where the rung is now whose button was pressed."""
    return {"up": place - 1, "down": place + 1, "add": last, "remove": min(place, last)}.get(verb, place)


@managed
@require_GET
def past(request: StaffRequest, ladder_id: UUID) -> HttpResponse:
    """An earlier ladder, to be read."""
    known = get_object_or_404(request.desk.ladders(), pk=ladder_id)
    at = timezone.now()
    running = case.by_ladder(at=at, day=_today(request, at)).get(known.pk, 0)
    rungs = [(rung, [(code, rung.wording(code)) for code in ladder_form.LANGUAGES]) for rung in known.rungs.all()]
    return render(request, "web/settings/ladder_past.html", {"ladder": known, "rungs": rungs, "running": running})


@managed
@require_GET
def faults(request: StaffRequest) -> HttpResponse:
    """The clients a rung would not reach, each with what would mend it."""
    climb = _climb(request)
    name, _dash, key = request.GET.get("after", "").replace("\0", "").rpartition("~")
    last = key_of(key)
    after = (name[:200], last) if last else None
    found = ladder_fault.clients(climb, after=after, most=PAGE + 1)
    shown = found[:PAGE]
    cursor = f"{shown[-1].sort_name}~{shown[-1].account}" if len(found) > PAGE else ""
    context = {
        "audience": Audience(climb.audience).label,
        "way": Way(climb.way).label,
        "rows": [(one, ladder_fault.Kind(one.kind).label, _mended_at(one)) for one in shown],
        "first": _faults_at(climb) if after else "",
        "next": _faults_at(climb, after=cursor) if cursor else "",
    }
    return render(request, "web/settings/ladder_faults.html", context)


def _climb(request: StaffRequest) -> Climb:
    """The address, read leniently: a bookmark never fails."""
    said = {"audience": request.GET.get("audience", ""), "channel": request.GET.get("way", "")}
    return Climb(ladder_form.audience_of(said), ladder_form.way_of(said))


def _faults_at(climb: Climb, **more: str) -> str:
    return f"{reverse('ladder_faults')}?{urlencode({**climb._asdict(), **more})}"


def _mended_at(one: Fault) -> tuple[str, object, bool]:
    """Where this fault is mended, what one does there, and whether in the drawer."""
    if one.kind == ladder_fault.Kind.PRODUCER:
        return reverse("project", args=[one.project]), _("Open the project"), False
    if one.kind == ladder_fault.Kind.MANAGEMENT:
        return reverse("people"), _("Open the people"), False
    if one.kind == ladder_fault.Kind.PERSON:
        return reverse("contact_new", args=[one.account]), _("Add a contact"), True
    return reverse("account", args=[one.account]), _("Open the contacts"), False


def _today(request: StaffRequest, at: datetime) -> date:
    return request.desk.working_time.local_day(at)
