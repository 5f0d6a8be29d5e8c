"""A contact's chat in Telegram: a link that is theirs alone, shown once or mailed; and the end of it."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from keepstep.domain.agency.telegram_chat import CODE_LIFE
from keepstep.domain.clients import contact_chat
from keepstep.domain.clients.contact import Contact
from keepstep.outlet import jobs
from keepstep.web import act
from keepstep.web.accounts.views import account_of, address, done
from keepstep.web.seat import StaffRequest, seated


class LinkForm(forms.Form):
    is_mailed = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: object, contact: Contact, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["is_mailed"].label = _("Send it to %(address)s") % {"address": contact.email}
        if not contact.email:
            del self.fields["is_mailed"]


@seated
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    known, bot = _contact(request, contact_id), request.desk.bot
    found = account_of(request, known.account_id)
    if bot is None:
        raise Http404
    form, at = LinkForm(request.POST or None, contact=known), timezone.now()
    if request.method == "GET":
        note = _(
            "%(name)s opens the link and presses Start: from then on updates go to Telegram, and what is answered there"
            " comes to you. It works once, within a week."
        )
        return act.sheet(
            request, form, title="Telegram", submit=_("Make a link"), back=address(found), about=known.name,
            note=note % {"name": known.name},
        )  # fmt: skip
    if form.is_valid() and form.cleaned_data.get("is_mailed"):
        jobs.send_chat_link.defer(agency_id=str(request.agency.pk), contact_id=str(known.pk))
        return done(request, found, _("The link is on its way to %(name)s.") % {"name": known.name})
    context = {
        "contact": known,
        "link": bot.link(contact_chat.ask(known, at=at)),
        "until": at + CODE_LIFE,
        "back": address(found),
    }
    return render(request, f"web/accounts/chat.html{'#link' if act.is_fragment(request) else ''}", context)


@seated
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    known = _contact(request, contact_id)
    found = account_of(request, known.account_id)
    if request.method == "GET":
        note = _("Nothing goes to %(name)s in Telegram any more; a new link has to be made for it.")
        return act.sheet(
            request, forms.Form(), title="Telegram", submit=_("End the link"), back=address(found), about=known.name,
            note=note % {"name": known.name},
        )  # fmt: skip
    for one in request.desk.contact_chats().linked().filter(contact=known).select_related("contact"):
        contact_chat.end(one, at=timezone.now())
    return done(request, found, _("%(name)s is not written to in Telegram any more.") % {"name": known.name})


def _contact(request: StaffRequest, contact_id: UUID) -> Contact:
    found: Contact = get_object_or_404(request.desk.contacts().present(), pk=contact_id)
    return found
