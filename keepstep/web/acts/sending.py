"""Sending an act to the client: a letter with its paper, by the same door as all letters."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from uuid_utils.compat import uuid7

from keepstep.domain.clients.contact import Contact
from keepstep.domain.money import act_mark
from keepstep.domain.money.act import Act, State
from keepstep.domain.money.act_mark import NotSo, Turn
from keepstep.domain.talk import enclosure, message
from keepstep.domain.talk.message import AlreadySent, Kind, Unreachable
from keepstep.domain.talk.sending import UNDO_LIFE
from keepstep.outlet import jobs
from keepstep.outlet.agreement import act as paper
from keepstep.outlet.pdf.agreement import name_of
from keepstep.web import act
from keepstep.web.acts.views import act_of, address, done, kept, refused
from keepstep.web.invoices.forms import SendForm
from keepstep.web.invoices.seen import of_money
from keepstep.web.invoices.sending import NobodyThere, whoever_pays
from keepstep.web.seat import StaffRequest


@of_money
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, act_id: UUID) -> HttpResponse:
    found, at = act_of(request, act_id), timezone.now()
    contacts = whoever_pays(request, found.account)
    first = contacts.first()
    if first is None or found.state not in (State.MADE, State.SENT):
        return refused(request, found, NobodyThere() if first is None else NotSo(found.state))
    form = SendForm(request.POST or None, contacts=contacts, initial=_words(found, first))
    if request.method == "GET" or not form.is_valid():
        about, title = _("The act goes along as a PDF."), _("Send act %(number)s") % {"number": found.number}
        return act.sheet(request, form, title=title, submit=_("Send"), back=address(found), about=about)
    file = enclosure.add(
        found.account, name=name_of(paper.title(found)), content=kept(found), beside=[], by=request.person, at=at
    )
    try:
        sent = message.send(**form.cleaned_data, kind=Kind.ACT, act=found, enclosed=[file], by=request.person, at=at)
    except (AlreadySent, Unreachable) as why:
        return refused(request, found, why)
    if found.state == State.MADE:
        day = request.desk.working_time.local_day(at)
        act_mark.mark(found, Turn.SENT, day=day, note=sent.contact.name, by=request.person, at=at)
    waiting = request.desk.sendings().filter(letter=sent).values_list("pk", flat=True)
    jobs.send_soon(request.agency.pk, waiting, after=at + UNDO_LIFE)
    said = gettext_lazy("On its way to %(name)s.") % {"name": sent.contact}
    return done(request, found, said, undo=reverse("answer_withdraw", args=[sent.pk]))


def _words(found: Act, contact: Contact) -> dict[str, Any]:
    """A letter in the contact's language; the person who sends it changes it as they like."""
    with translation.override(contact.language):
        said = {"name": contact.greeted, "number": found.number, "invoice": found.invoice.number}
        subject = _("Act %(number)s") % said
        body = _(
            "Dear %(name)s,\n\nhere is act %(number)s for invoice %(invoice)s. Please look through it, sign it and "
            "send it back to us.\n\nIf anything in it is not right, please write to me."
        )
        return {"draft": uuid7(), "contact": contact, "subject": subject, "body": body % said}
