"""On which devices one is let in; each can be ended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from keepstep.domain.clients import device
from keepstep.portal.page import page
from keepstep.portal.seat import ClientRequest, seated


@seated
@require_GET
def index(request: ClientRequest) -> HttpResponse:
    found = request.desk.devices().open(timezone.now())
    chat = request.desk.chats().first()
    facts = {"devices": found, "here": request.device.pk, "chat": chat, "bot": None if chat else request.desk.bot}
    return page(request, "portal/devices/index.html", facts)


@seated
@require_POST
def end(request: ClientRequest, device_id: UUID) -> HttpResponse:
    known = get_object_or_404(request.desk.devices(), pk=device_id)
    device.end(known, by=None, at=timezone.now())
    messages.success(request, _("%(device)s is signed out.") % {"device": known.name})
    return redirect("portal_devices")
