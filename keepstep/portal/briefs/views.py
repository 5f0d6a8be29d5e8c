"""A brief as the client fills it in: by a link, without signing in, part by part, on a telephone, without scripts."""

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.agency import brand
from keepstep.domain.sales import brief, brief_answer
from keepstep.domain.sales.brief import Brief
from keepstep.domain.sales.brief_answer import AnsweredAlready, StillOpen
from keepstep.intake.brief import Asked, BriefForm, in_words, parts
from keepstep.portal.gone import gone
from keepstep.portal.seat import discreet
from keepstep.postgres import tenancy
from keepstep.round import run


@discreet
@require_http_methods(["GET", "POST"])
def fill_in(request: HttpRequest, token: str) -> HttpResponse:
    """An unknown link, an expired and an ended one are answered alike; whoever has one sees this one brief."""
    known = brief.find(token, at=timezone.now())
    if known is None:
        return gone(request)
    with tenancy.entered(known.agency_id), translation.override(known.language):
        response = _answered(request, known) if known.answered_at else _part(request, known)
    response.headers["Content-Language"] = known.language
    return response


def _part(request: HttpRequest, known: Brief) -> HttpResponse:
    all_parts, said = parts(known.questions), brief_answer.said_in(known)
    number = _number(request, len(all_parts))
    asked = all_parts[number - 1]
    if request.method == "GET":
        is_back = "missing" in request.GET
        form = BriefForm({**said} if is_back else None, questions=asked, said=said)
        return _page(request, known, form, number, status=200)
    form = BriefForm(request.POST, questions=asked, said=said)
    if not ratelimit.consume(request, action="brief", key=str(known.pk)):
        form.add_error(None, _("Too many at once. Please try again in a minute."))
        return _page(request, known, form, number, status=429)
    is_good = form.is_valid()
    try:
        brief_answer.answer(known, form.kept, by=None, at=timezone.now())
        if not is_good:
            return _page(request, known, form, number, status=422)
        return _hand_in(request, known) if number == len(all_parts) else redirect(f"{request.path}?part={number + 1}")
    except AnsweredAlready:
        return redirect(request.path)


def _number(request: HttpRequest, last: int) -> int:
    said = request.GET.get("part", "")
    return min(max(int(said), 1), last) if said.isascii() and said.isdigit() and len(said) < 4 else 1


def _hand_in(request: HttpRequest, known: Brief) -> HttpResponse:
    """After the last part; somebody who went past a part is led back to it."""
    at = timezone.now()
    try:
        brief_answer.hand_in(known, by=None, at=at)
    except StillOpen as why:
        first = next(
            number
            for number, part in enumerate(parts(known.questions), start=1)
            if any(one["key"] in why.missing for one in part)
        )
        return redirect(f"{request.path}?part={first}&missing=1")
    run.look_again_at_deal(known.deal, at=at)
    return redirect(request.path)


def _page(request: HttpRequest, known: Brief, form: BriefForm, number: int, *, status: int) -> HttpResponse:
    last = len(parts(known.questions))
    context = {"form": form, "number": number, "last": last, "action": f"{request.path}?part={number}"}
    return render(request, "portal/briefs/edit.html", context | _face(known), status=status)


def _answered(request: HttpRequest, known: Brief) -> HttpResponse:
    said = brief_answer.said_in(known)
    questions: list[Asked] = known.questions
    lines = [(one["words"], in_words(one, said.get(one["key"], ""))) for one in questions]
    return render(request, "portal/briefs/done.html", {"lines": lines} | _face(known))


def _face(known: Brief) -> dict[str, Any]:
    return {"brief": known, "agency": known.agency, "brand": brand.present()}
