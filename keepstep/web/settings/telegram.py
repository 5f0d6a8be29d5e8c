"""The agency's bot in Telegram: entered by its token, seen by its name, taken away again."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.agency import telegram_bot
from keepstep.domain.agency.telegram_bot import TakenElsewhere, TelegramBot
from keepstep.domain.clients import contact_chat
from keepstep.telegram import bot_api
from keepstep.web import act
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed


class TokenForm(forms.Form):
    token = forms.RegexField(
        r"^\s*\d{3,20}:[A-Za-z0-9_-]{20,100}\s*$",
        label=_("Token"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("As @BotFather tells it: a number, a colon and letters. It is kept sealed and never shown again."),
        error_messages={"invalid": _("This is no token: copy the whole line, with the number before the colon.")},
    )


@managed
@never_cache
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    return _page(request)


@managed
@require_http_methods(["GET", "POST"])
def enter(request: StaffRequest) -> HttpResponse:
    form, former = TokenForm(request.POST or None), telegram_bot.of_agency()
    if form.is_valid():
        token = form.cleaned_data["token"].strip()
        try:
            with bot_api.opened(token) as api:
                known = api.me()
            bot = contact_chat.work_with(known, token=token, by=request.person, at=timezone.now())
            return _done(request, _("%(bot)s is ours from now on.") % {"bot": bot})
        except bot_api.TokenRefused:
            form.add_error("token", _("Telegram does not know this token: ask @BotFather for the present one."))
        except bot_api.Fault as fault:
            form.add_error("token", _("Telegram could not be asked (%(why)s). Try again.") % {"why": fault})
        except TakenElsewhere as why:
            form.add_error("token", str(why))
    note = _("Write /newbot to @BotFather in Telegram and give the bot your agency's name: clients see it.")
    if former:
        note = _("A new token of %(bot)s changes nothing else. With another bot everybody has to link anew.")
    return act.sheet(
        request, form, title=_("The bot's token"), submit=_("Save"), back=reverse("telegram_settings"),
        note=note % {"bot": former},
    )  # fmt: skip


@managed
@require_http_methods(["GET", "POST"])
def remove(request: StaffRequest) -> HttpResponse:
    bot = _bot()
    if request.method == "GET":
        note = _(
            "The token is forgotten, and nobody is written to in Telegram any more: updates go by e-mail, where there"
            " is an address. What was said stays. With a new token everybody has to link anew."
        )
        return act.sheet(
            request, forms.Form(), title=_("Take %(bot)s away") % {"bot": bot}, submit=_("Take it away"),
            back=reverse("telegram_settings"), note=note,
        )  # fmt: skip
    contact_chat.part_with(bot, at=timezone.now())
    return _done(request, _("The bot is taken away."))


@managed
@require_http_methods(["GET", "POST"])
def calls(request: StaffRequest) -> HttpResponse:
    """Whether Telegram calls us with each event, or we ask for them."""
    bot, back = _bot(), reverse("telegram_settings")
    address = settings.SITE_URL + reverse("telegram_hook", args=[bot.address])
    if request.method == "GET":
        note = _("From then on a worker asks Telegram what the bot was told, as before.") if bot.is_called else _(
            "Telegram then calls %(address)s with each event at once; it has to be reachable from outside, by https."
        )  # fmt: skip
        return act.sheet(
            request, forms.Form(), title=_("We ask Telegram") if bot.is_called else _("Telegram calls us"),
            submit=_("Change"), back=back, note=note % {"address": address},
        )  # fmt: skip
    try:
        with bot_api.opened(bot.token.reveal()) as api:
            if bot.is_called:
                api.call_nobody()
            else:
                api.call_us(address, secret=bot.secret)
    except bot_api.Fault as why:
        return act.refused(request, _("Telegram did not do it: %(why)s") % {"why": why}, back=back)
    telegram_bot.be_called(bot, is_called=not bot.is_called)
    return _done(request, _("We ask Telegram now.") if bot.is_called else _("Telegram calls us now."))


def _bot() -> TelegramBot:
    found = telegram_bot.of_agency()
    if found is None:
        raise Http404
    return found


def _done(request: StaffRequest, said: act.Words) -> HttpResponse:
    return act.done(request, said, back=reverse("telegram_settings"), show=lambda: _page(request))


def _page(request: StaffRequest) -> HttpResponse:
    context = {
        "bot": telegram_bot.of_agency(),
        "contacts": request.desk.contact_chats().open().count(),
        "people": request.desk.colleagues_chats().open().count(),
    }
    return render(request, f"web/settings/telegram.html{'#page' if act.is_fragment(request) else ''}", context)
