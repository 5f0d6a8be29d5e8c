"""How clients' answers come in: the mailbox that is read, and the address for a mail provider."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.agency import mail_hook, mailbox
from keepstep.domain.agency.mail_hook import MailHook
from keepstep.intake.mail import reading
from keepstep.web import act
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed


class RepliesForm(forms.Form):
    replies = forms.EmailField(
        label=_("Address for answers"), required=False,
        help_text=_("Whose letters the provider hands over, also those to name+anything@… Empty: as it was without."),
    )  # fmt: skip


@managed
@never_cache
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    return _page(request)


@managed
@require_POST
def hook_new(request: StaffRequest) -> HttpResponse:
    mail_hook.open_one(by=request.person, at=timezone.now())
    return _done(request, _("The address is open."))


@managed
@require_http_methods(["GET", "POST"])
def hook(request: StaffRequest) -> HttpResponse:
    found = _hook()
    form = RepliesForm(request.POST or None, initial={"replies": found.replies})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("Address for answers"), submit=_("Save"), back=reverse("mail_settings"))
    mail_hook.amend(found, replies=form.cleaned_data["replies"])
    return _done(request, _("Saved."))


@managed
@require_http_methods(["GET", "POST"])
def hook_secret(request: StaffRequest) -> HttpResponse:
    found = _hook()
    if request.method == "GET":
        note = _("The former secret is void at once: until the provider has the new one, no letter comes in by it.")
        return _asked(request, title=_("A new secret"), submit=_("Make a new secret"), note=note)
    mail_hook.turn_secret(found)
    return _done(request, _("The secret is new: give it to the provider."))


@managed
@require_http_methods(["GET", "POST"])
def hook_close(request: StaffRequest) -> HttpResponse:
    found = _hook()
    if request.method == "GET":
        note = _("The address answers no more. The letters that came by it stay.")
        return _asked(request, title=_("Close the address"), submit=_("Close the address"), note=note)
    mail_hook.close(found)
    return _done(request, _("Closed: no letter comes in by this address any more."))


def _hook() -> MailHook:
    found = mail_hook.of_agency()
    if found is None:
        raise Http404
    return found


def _asked(request: StaffRequest, **words: act.Words) -> HttpResponse:
    """A question whose only answer is its button."""
    return act.sheet(request, forms.Form(), back=reverse("mail_settings"), **words)


def _done(request: StaffRequest, said: act.Words) -> HttpResponse:
    return act.done(request, said, back=reverse("mail_settings"), show=lambda: _page(request))


def _page(request: StaffRequest) -> HttpResponse:
    box, found = mailbox.configured(), mail_hook.of_agency()
    is_ours = box is not None and mailbox.owner() == request.agency.pk
    context = {
        "box": box if is_ours else None,
        "reading": reading.newest() if is_ours else None,
        "replies": mailbox.address_of(request.agency.pk),
        "hook": found,
        "address": settings.SITE_URL + reverse("mail_hook", args=[found.address]) if found else "",
    }
    return render(request, f"web/settings/mail.html{'#page' if act.is_fragment(request) else ''}", context)
