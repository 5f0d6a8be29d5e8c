"""The desk of the day's update: written from the draft, previewed, kept or sent."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk import unsent, update
from keepstep.domain.talk.enclosure import NotAtHand
from keepstep.domain.talk.unsent import Unsent
from keepstep.domain.talk.update import AlreadyToldToday, NobodyToTell, Update
from keepstep.outlet import jobs
from keepstep.round import introduction
from keepstep.round.draft import write
from keepstep.round.news import News, gather, languages
from keepstep.round.results import Result
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.updates import desk
from keepstep.web.updates.enclosing import Enclosing
from keepstep.web.updates.letter_form import LetterForm, mark

MOST_SNIPPETS, FORMER = 100, 4


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found, at = _account(request, account_id), timezone.now()
    day = request.desk.time_of(found).local_day(at)
    if request.method == "GET":
        return _drafted(request, found, day, at)
    told = list(request.desk.contacts().told_daily().filter(account=found))
    form, chosen = LetterForm(request.POST, languages=languages(found, told), at=at), Enclosing(request, found)
    chosen.take()
    if not form.is_valid() or chosen.faults:
        return _again(request, found, form, chosen, told, day)
    try:
        if "keep" in request.POST:
            return _kept(request, found, form, chosen, day, at)
        return _sent(request, form, _send(request, found, form, chosen, told, day, at))
    except AlreadyToldToday as why:
        return act.refused(request, why, back=reverse("account", args=[found.pk]))
    except (NobodyToTell, NotAtHand) as why:
        form.add_error(None, str(why))
        return _again(request, found, form, chosen, told, day)


def _kept(
    request: StaffRequest, account: Account, form: LetterForm, chosen: Enclosing, day: date, at: datetime
) -> HttpResponse:
    unsent.keep(
        account, day=day, texts=form.said(), facts=form.cleaned_data["facts"], by=request.person, at=at,
        enclosed=chosen.files,
    )  # fmt: skip
    return act.done(request, _("Kept: it stands here when you come back."), back=reverse("today"))


def _send(
    request: StaffRequest,
    account: Account,
    form: LetterForm,
    chosen: Enclosing,
    told: list[Contact],
    day: date,
    at: datetime,
) -> Update:
    (language, first), *others = form.said().items()
    sent = update.send(
        account, day=day, by=request.person, at=at, language=language, subject=first.subject, body=first.body,
        others=dict(others), facts=form.cleaned_data["facts"], contacts=told, wait=form.wait, enclosed=chosen.files,
    )  # fmt: skip
    waiting = request.desk.sendings().filter(update=sent).values_list("pk", flat=True)
    jobs.send_soon(account.agency_id, list(waiting), after=at + form.wait)
    return sent


def _sent(request: StaffRequest, form: LetterForm, sent: Update) -> HttpResponse:
    names = {"client": sent.account.name, "at": f"{form.cleaned_data['leaves'] or form.at:%H:%M}"}
    said = _("It goes to %(client)s at %(at)s.") if form.cleaned_data["leaves"] else _("On its way to %(client)s.")
    return act.done(request, said % names, back=reverse("today"), undo=reverse("update_withdraw", args=[sent.pk]))


@seated
@require_POST
def preview(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found, its = _account(request, account_id), request.GET.get("mark", "")
    subject, body = (request.POST.get(f"{name}{its}", "")[:20_000] for name in ("subject", "body"))
    language = its.removeprefix("_") or found.language
    words = desk.written(request, subject, body, Enclosing(request, found).files, language)
    return render(request, "web/updates/new.html#preview", {
        "letter": words, "mark": its, "without_subject": f"subject{its}" not in request.POST
    })  # fmt: skip


@seated
@require_GET
def snippets(request: StaffRequest) -> HttpResponse:
    """Loaded when somebody looks for one."""
    return render(request, "web/updates/snippets.html", {"snippets": request.desk.snippets()[:MOST_SNIPPETS]})


def _account(request: StaffRequest, account_id: UUID) -> Account:
    return get_object_or_404(request.desk.accounts().with_us().select_related("calendar"), pk=account_id)


def _drafted(request: StaffRequest, account: Account, day: date, at: datetime) -> HttpResponse:
    """What somebody has kept, else the introduction after a handover, else what the facts say."""
    news = gather(account, day=day, at=at, zone=request.desk.time_of(account).zone)
    kept = unsent.of(account, day=day)
    form = LetterForm(initial=_first(news, kept), languages=news.languages, at=at)
    chosen = Enclosing(request, account)
    chosen.files = list(kept.enclosures.all()) if kept else []
    return _desk(request, account, form, chosen, news.told, day, kept, measured=news.measured)


def _first(news: News, kept: Unsent | None) -> dict[str, str]:
    """The letter in each language, as the form's fields are named."""
    known = {"facts": json.dumps(kept.facts if kept else news.facts)}
    new = None if kept else introduction.due(news.account)
    for place, language in enumerate(news.languages):
        drafted = introduction.write(new, news, language=language) if new else write(news, language=language)
        text, its = (kept and kept.in_language(language)) or drafted, mark(place, language)
        known |= {f"subject{its}": text.subject, f"body{its}": text.body}
    return known


def _again(
    request: StaffRequest, account: Account, form: LetterForm, chosen: Enclosing, told: list[Contact], day: date
) -> HttpResponse:
    """The letter as it was sent, with what is wrong."""
    return _desk(request, account, form, chosen, told, day, None)


def _desk(
    request: StaffRequest,
    account: Account,
    form: LetterForm,
    chosen: Enclosing,
    told: list[Contact],
    day: date,
    kept: Unsent | None,
    measured: Sequence[Result] = (),
) -> HttpResponse:
    former = list(request.desk.updates().of_the_day().filter(account=account)[:FORMER])
    return desk.shown(
        request, account, form, chosen, title=_("Today's update"), told=told, back=reverse("today"),
        former=[one for one in former if one.day != day][: FORMER - 1],
        sent=next((one for one in former if one.day == day), None), kept=kept, measured=measured,
    )  # fmt: skip
