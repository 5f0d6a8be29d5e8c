"""What one wants to know and by which way, and the hours in which nothing comes."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency import monday_sheet, person, preference, telegram_chat
from keepstep.domain.agency.preference import USUAL, Choice, Mail
from keepstep.domain.agency.telegram_chat import CODE_LIFE, PersonChat
from keepstep.round.telling import kinds
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated

QUIET = ("quiet_from", "quiet_to", "zone", "urgent_wakes")
CLOCK = {"type": "time", "class": "form-control"}


class TellingForm(forms.Form):
    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs=CLOCK, format="%H:%M")
    )
    quiet_to = forms.TimeField(label=_("until"), required=False, widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"))
    zone = forms.ChoiceField(
        label=_("By the clock of"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    urgent_wakes = forms.BooleanField(
        label=_("What is urgent may come in quiet hours"), required=False,
        help_text=_("A client asks for a call, or own management has to telephone one."),
    )  # fmt: skip

    monday = forms.BooleanField(
        label=_("The company on one sheet, on Monday mornings"), required=False,
        help_text=_("A PDF with Monday’s letter, for whoever manages the agency."),
    )  # fmt: skip

    def __init__(self, *args: Any, in_telegram: bool = False, is_head: bool = False, **options: Any) -> None:
        """`in_telegram`: this person has a chat, so there is a column for it. `is_head`: the company's sheet is for
        them."""
        super().__init__(*args, **options)
        if not is_head:
            del self.fields["monday"]
        self.in_telegram = in_telegram
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        known = [("", _("the agency")), *((one, one) for one in zones)]
        self.fields["zone"].choices = known  # type: ignore[attr-defined]
        self.kinds = kinds()
        for kind in self.kinds:
            self.fields[f"in_app_{kind}"] = forms.BooleanField(required=False)
            self.fields[f"mail_{kind}"] = forms.ChoiceField(choices=Mail)
            if in_telegram:
                self.fields[f"in_telegram_{kind}"] = forms.BooleanField(required=False)

    @property
    def rows(self) -> list[tuple[str, BoundField, BoundField, BoundField | None]]:
        return [
            (
                title, self[f"in_app_{kind}"], self[f"mail_{kind}"],
                self[f"in_telegram_{kind}"] if self.in_telegram else None,
            )
            for kind, title in self.kinds.items()
        ]  # fmt: skip

    @property
    def hours(self) -> list[BoundField]:
        return [self[name] for name in ("quiet_from", "quiet_to", "zone")]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        begins, ends = facts.get("quiet_from"), facts.get("quiet_to")
        if self.errors:
            return facts
        if (begins is None) != (ends is None):
            self.add_error("quiet_to" if ends is None else "quiet_from", _("Say when they begin and when they end."))
        elif begins is not None and begins == ends:
            self.add_error("quiet_to", _("They begin and end at the same time: leave both empty for none."))
        return facts

    @property
    def wanted(self) -> dict[str, Choice]:
        facts = self.cleaned_data
        there = {kind: facts.get(f"in_telegram_{kind}", self.initial[f"in_telegram_{kind}"]) for kind in self.kinds}
        return {kind: Choice(facts[f"in_app_{kind}"], facts[f"mail_{kind}"], there[kind]) for kind in self.kinds}


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest) -> HttpResponse:
    me, chosen = request.person, preference.choices(request.person)
    known: dict[str, Any] = {name: getattr(me, name) for name in QUIET}
    if me.manages_the_agency:
        known["monday"] = monday_sheet.is_wanted(me)
    for kind in kinds():
        one = chosen.get(kind, USUAL)
        known |= {f"in_app_{kind}": one.in_app, f"mail_{kind}": one.mail, f"in_telegram_{kind}": one.in_telegram}
    bot = request.desk.bot
    chat = request.desk.own_chats().linked().first() if bot else None
    form = TellingForm(request.POST or None, initial=known, in_telegram=chat is not None, is_head=me.manages_the_agency)
    if request.method == "POST" and form.is_valid():
        person.amend(me, **{name: form.cleaned_data[name] for name in QUIET})
        preference.choose(me, form.wanted)
        if me.manages_the_agency:
            monday_sheet.choose(me, is_on=form.cleaned_data["monday"], at=timezone.now())
        return act.done(request, _("Saved."), back=request.path, show=lambda: redirect(request.path))
    context = {"form": form, "chat": chat, "bot": None if chat else bot}
    return render(request, "web/settings/telling.html", context, status=422 if form.is_bound else 200)


@seated
@never_cache
@require_http_methods(["GET", "POST"])
def chat_link(request: StaffRequest) -> HttpResponse:
    """A link by which one's own chat is linked; it is shown once."""
    bot, back = request.desk.bot, reverse("telling")
    if bot is None:
        raise Http404
    if request.method == "GET":
        note = _("Open the link where you read Telegram and press Start. It works once, within a week.")
        return act.sheet(request, forms.Form(), title="Telegram", submit=_("Make a link"), back=back, note=note)
    at = timezone.now()
    code = telegram_chat.ask(PersonChat, at=at, person=request.person)
    context = {"contact": request.person, "link": bot.link(code), "until": at + CODE_LIFE, "back": back}
    return render(request, f"web/accounts/chat.html{'#link' if act.is_fragment(request) else ''}", context)


@seated
@require_POST
def chat_end(request: StaffRequest) -> HttpResponse:
    telegram_chat.end(request.desk.own_chats(), at=timezone.now())
    return act.done(request, _("Nothing comes to Telegram any more."), back=reverse("telling"))
