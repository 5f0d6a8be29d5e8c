"""Telegram, as the contact links it for themselves and ends it again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keepstep.domain.clients import contact_chat
from keepstep.portal.page import page
from keepstep.portal.seat import ClientRequest, seated


@seated
@require_POST
def link(request: ClientRequest) -> HttpResponse:
    """A page with the link: a form may lead nowhere but to ourselves."""
    bot = request.desk.bot
    if bot is None:
        raise Http404
    address = bot.link(contact_chat.ask(request.desk.contact, at=timezone.now()))
    return page(request, "portal/chat/link.html", {"bot": bot, "link": address})


@seated
@require_POST
def end(request: ClientRequest) -> HttpResponse:
    for one in request.desk.chats().select_related("contact"):
        contact_chat.end(one, at=timezone.now())
    messages.success(request, _("Nothing comes to Telegram any more."))
    return redirect("portal_devices")
