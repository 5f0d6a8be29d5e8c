"""Write, preview and send the day's update of a client; read one that was sent."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.clients.account import Account
from keepstep.domain.talk import update
from keepstep.domain.talk.update import AlreadyToldToday, NobodyToTell, NothingToSay, Update
from keepstep.formulas.working_time import WorkingTime
from keepstep.outlet import jobs
from keepstep.outlet.letter import Letter, letter, signature
from keepstep.round.draft import compose
from keepstep.web import act
from keepstep.web.days import key_of
from keepstep.web.seat import StaffRequest, seated

FORMER = 3
MOST_KEYS = 200


class LetterForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16}), strip=True,
        error_messages={"required": NothingToSay().args[0]},
    )  # fmt: skip
    facts = forms.JSONField(widget=forms.HiddenInput, required=False)

    def clean_facts(self) -> dict[str, Any]:
        """What the draft spoke of, as far as it is of the right form."""
        said = self.cleaned_data["facts"]
        facts = said if isinstance(said, dict) else {}
        return {
            "steps": _keys(facts.get("steps")),
            "balls": _keys(facts.get("balls")),
            "quiet": facts.get("quiet") is True,
        }


def _keys(said: Any) -> list[str]:
    """At most as many keys as a draft has lines; whatever is no key is left out."""
    return [str(key) for word in (said if isinstance(said, list) else [])[:MOST_KEYS] if (key := key_of(str(word)))]


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = _account(request, account_id)
    at = timezone.now()
    time = request.desk.time_of(found)
    day = time.local_day(at)
    form = LetterForm(request.POST) if request.method == "POST" else LetterForm(initial=_draft(found, time, at))
    if request.method == "GET" or not form.is_valid():
        return _desk(request, found, form, day)
    try:
        told = update.send(found, day=day, by=request.person, at=at, **form.cleaned_data)
    except AlreadyToldToday as why:
        return act.refused(request, why, back=_address(found))
    except NobodyToTell as why:
        form.add_error(None, str(why))
        return _desk(request, found, form, day)
    jobs.send_soon(found.agency_id, list(request.desk.sendings().filter(update=told).values_list("pk", flat=True)))
    said = _("On its way to %(client)s.") % {"client": found.name}
    return act.done(request, said, back=reverse("today"))


@seated
@require_POST
def preview(request: StaffRequest, account_id: UUID) -> HttpResponse:
    _account(request, account_id)
    words = _letter(request, request.POST.get("subject", ""), request.POST.get("body", "")[:20_000])
    return render(request, "web/updates/new.html#preview", {"letter": words})


@seated
@require_GET
def show(request: StaffRequest, update_id: UUID) -> HttpResponse:
    with_names = request.desk.updates().select_related("account", "by", "agency")
    found: Update = get_object_or_404(with_names, pk=update_id)
    words = letter(subject=found.subject, body=found.body, signed=signature(found.by, found.agency.name))
    sent = request.desk.sendings().filter(update=found).select_related("contact")
    context = {"update": found, "letter": words, "sendings": sent}
    return render(request, f"web/updates/show.html{'#letter' if act.is_fragment(request) else ''}", context)


def _account(request: StaffRequest, account_id: UUID) -> Account:
    return get_object_or_404(request.desk.accounts().with_us().select_related("calendar"), pk=account_id)


def _draft(account: Account, time: WorkingTime, at: datetime) -> dict[str, Any]:
    made = compose(account, day=time.local_day(at), at=at, zone=time.zone)
    return {"subject": made.subject, "body": made.body, "facts": json.dumps(made.facts)}


def _desk(request: StaffRequest, account: Account, form: LetterForm, day: date) -> HttpResponse:
    subject, body = (form[name].value() or "" for name in ("subject", "body"))
    last = list(request.desk.updates().filter(account=account, day__lte=day)[: FORMER + 1])
    context = {
        "account": account,
        "form": form,
        "back": reverse("today"),
        "letter": _letter(request, subject, body),
        "told": request.desk.contacts().told_daily().filter(account=account),
        "former": [former for former in last if former.day != day][:FORMER],
        "sent": any(former.day == day for former in last),
    }
    template = f"web/updates/new.html{'#desk' if act.is_fragment(request) else ''}"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _letter(request: StaffRequest, subject: str, body: str) -> Letter:
    return letter(subject=subject, body=body, signed=signature(request.person, request.agency.name))


def _address(account: Account) -> str:
    return reverse("account", args=[account.pk])
