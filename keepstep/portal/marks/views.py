"""A tap under a letter: opening it only asks, since mail scanners open links; a person presses the button (§5.2)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from keepstep.client_desk import ClientDesk
from keepstep.domain.talk import mark as marks
from keepstep.domain.talk.mark import Said
from keepstep.outlet import tap
from keepstep.portal.gone import gone
from keepstep.portal.seat import discreet
from keepstep.portal.updates.forms import MarkForm, facts_of
from keepstep.postgres import tenancy
from keepstep.round import run, telling


@discreet
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, token: str) -> HttpResponse:
    """The link stands for its reader and this one update, without signing in; nothing else is shown by it."""
    tapped = tap.read(token, at=timezone.now())
    if tapped is None:
        return gone(request, "portal/marks/void.html")
    with tenancy.entered(tapped.agency):
        desk = ClientDesk.of_reader(tapped.sending)
        if desk is None:
            return render(request, "portal/marks/void.html", status=410)
        with translation.override(desk.contact.language), timezone.override(desk.working_time.zone):
            response = _edit(request, desk, tapped)
        response.headers["Content-Language"] = desk.contact.language
        return response


def _edit(request: HttpRequest, desk: ClientDesk, tapped: tap.Tap) -> HttpResponse:
    at = timezone.now()
    update = desk.letters().select_related("account", "agency").get(sendings=tapped.sending)
    former = desk.marks().filter(update=update).first()
    form = MarkForm(request.POST if request.method == "POST" else None, initial=_initial(request, facts_of(former)))
    context = {
        "mark_form": form,
        "update": update,
        "subject": update.in_language(desk.contact.language).subject,
        "agency": desk.agency,
        "brand": desk.brand,
        "contact": desk.contact,
        "mark": former,
    }
    if request.method == "GET" or not form.is_valid():
        return render(request, "portal/marks/edit.html", context, status=422 if form.is_bound else 200)
    given = marks.give(update, contact=desk.contact, at=at, **form.cleaned_data)
    telling.tell_of(given, at=at)
    run.look_again(desk.account.pk, at=at)
    return render(request, "portal/marks/done.html", {**context, "mark": given})


def _initial(request: HttpRequest, known: dict[str, object]) -> dict[str, object]:
    """What was tapped in the letter is chosen already."""
    said, points = request.GET.get("said", ""), request.GET.get("points", "")
    tapped: dict[str, object] = {}
    if said in Said.values:
        tapped["said"] = said
    if points in {"1", "2", "3", "4", "5"}:
        tapped["points"] = int(points)
    return {**known, **tapped}
