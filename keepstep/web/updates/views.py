"""Write, preview and send the day's update of a client; read one that was sent."""

import json
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk import update
from keepstep.domain.talk.update import AlreadyToldToday, NobodyToTell, Update
from keepstep.outlet import jobs
from keepstep.outlet.letter import Letter, letter, signature
from keepstep.round.draft import write
from keepstep.round.news import News, gather, languages
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.updates.letter_form import LetterForm, mark

FORMER = 3
MOST_SNIPPETS = 100


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = _account(request, account_id)
    at = timezone.now()
    time = request.desk.time_of(found)
    day = time.local_day(at)
    if request.method == "GET":
        news = gather(found, day=day, at=at, zone=time.zone)
        return _desk(request, found, LetterForm(initial=_drafts(news), languages=news.languages), news.told, day)
    told = list(request.desk.contacts().told_daily().filter(account=found))
    form = LetterForm(request.POST, languages=languages(found, told))
    if not form.is_valid():
        return _desk(request, found, form, told, day)
    try:
        sent = update.send(found, day=day, by=request.person, at=at, contacts=told, **form.said())
    except AlreadyToldToday as why:
        return act.refused(request, why, back=_address(found))
    except NobodyToTell as why:
        form.add_error(None, str(why))
        return _desk(request, found, form, told, day)
    jobs.send_soon(found.agency_id, list(request.desk.sendings().filter(update=sent).values_list("pk", flat=True)))
    said = _("On its way to %(client)s.") % {"client": found.name}
    return act.done(request, said, back=reverse("today"))


@seated
@require_POST
def preview(request: StaffRequest, account_id: UUID) -> HttpResponse:
    _account(request, account_id)
    its = request.GET.get("mark", "")
    subject, body = (request.POST.get(f"{name}{its}", "")[:20_000] for name in ("subject", "body"))
    return render(request, "web/updates/new.html#preview", {"letter": _letter(request, subject, body), "mark": its})


@seated
@require_GET
def snippets(request: StaffRequest) -> HttpResponse:
    """Loaded when somebody looks for one."""
    return render(request, "web/updates/snippets.html", {"snippets": request.desk.snippets()[:MOST_SNIPPETS]})


@seated
@require_GET
def show(request: StaffRequest, update_id: UUID) -> HttpResponse:
    with_names = request.desk.updates().select_related("account", "by", "agency")
    found: Update = get_object_or_404(with_names, pk=update_id)
    signed = signature(found.by, found.agency.name)
    papers = [letter(subject=text.subject, body=text.body, signed=signed) for text in found.texts]
    sent = request.desk.sendings().filter(update=found).select_related("contact")
    context = {"update": found, "papers": papers, "sendings": sent}
    return render(request, f"web/updates/show.html{'#letter' if act.is_fragment(request) else ''}", context)


def _account(request: StaffRequest, account_id: UUID) -> Account:
    return get_object_or_404(request.desk.accounts().with_us().select_related("calendar"), pk=account_id)


def _drafts(news: News) -> dict[str, str]:
    """The drafted letter in each language, as the form's fields are named."""
    known = {"facts": json.dumps(news.facts)}
    for place, language in enumerate(news.languages):
        draft, its = write(news, language=language), mark(place, language)
        known |= {f"subject{its}": draft.subject, f"body{its}": draft.body}
    return known


def _desk(request: StaffRequest, account: Account, form: LetterForm, told: list[Contact], day: date) -> HttpResponse:
    last = list(request.desk.updates().filter(account=account, day__lte=day)[: FORMER + 1])
    context = {
        "account": account,
        "form": form,
        "back": reverse("today"),
        "papers": [
            (text, _letter(request, text.subject.value() or "", text.body.value() or "")) for text in form.texts
        ],
        "told": told,
        "former": [former for former in last if former.day != day][:FORMER],
        "sent": any(former.day == day for former in last),
    }
    template = f"web/updates/new.html{'#desk' if act.is_fragment(request) else ''}"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _letter(request: StaffRequest, subject: str, body: str) -> Letter:
    return letter(subject=subject, body=body, signed=signature(request.person, request.agency.name))


def _address(account: Account) -> str:
    return reverse("account", args=[account.pk])
