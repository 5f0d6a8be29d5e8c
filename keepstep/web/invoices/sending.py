"""Sending an invoice to the client: a letter with its PDF, by the same door as all letters."""

from typing import Any
from uuid import UUID

from django.db.models import Case, Value, When
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from uuid_utils.compat import uuid7

from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact, ContactQuerySet, Part
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.talk import enclosure, message
from keepstep.domain.talk.message import AlreadySent, Kind, Unreachable
from keepstep.domain.talk.sending import UNDO_LIFE
from keepstep.formulas.amount import in_figures
from keepstep.outlet import jobs
from keepstep.outlet.invoice import paper, reminder
from keepstep.outlet.invoice.reminder import RUNGS
from keepstep.outlet.pdf.invoice import name_of, pdf
from keepstep.web import act
from keepstep.web.invoices.forms import SendForm
from keepstep.web.invoices.seen import invoice_of, of_money
from keepstep.web.invoices.views import address, done, refused
from keepstep.web.seat import StaffRequest


class NotIssued(Exception):
    def __init__(self) -> None:
        super().__init__(_("Only an issued invoice goes to the client."))


class NobodyThere(Exception):
    def __init__(self) -> None:
        super().__init__(_("Nobody at the client has an e-mail address."))


@of_money
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    found = invoice_of(request, invoice_id)
    contacts = whoever_pays(request, found.account)
    first = contacts.first()
    if found.issued_at is None or found.cancelled_at or first is None:
        return refused(request, found, NobodyThere() if first is None else NotIssued())
    rung = _rung(request)
    form = SendForm(request.POST or None, contacts=contacts, initial=_words(found, first, rung=rung))
    if request.method == "GET" or not form.is_valid():
        about = _("The invoice goes along as a PDF.")
        title = _("Remind of invoice %(number)s") if rung else _("Send invoice %(number)s")
        title %= {"number": found.number}
        return act.sheet(request, form, title=title, submit=_("Send"), back=address(found), about=about)
    at = timezone.now()
    drawn = paper.of(found, day=request.desk.working_time.local_day(at))
    file = enclosure.add(
        found.account, name=name_of(drawn), content=pdf(drawn, agency_id=found.agency_id), beside=[], by=request.person,
        at=at,
    )  # fmt: skip
    try:
        sent = message.send(
            **form.cleaned_data, kind=Kind.REMINDER if rung else Kind.INVOICE, rung=rung, invoice=found,
            enclosed=[file], by=request.person, at=at,
        )  # fmt: skip
    except (AlreadySent, Unreachable) as why:
        return refused(request, found, why)
    waiting = request.desk.sendings().filter(letter=sent).values_list("pk", flat=True)
    jobs.send_soon(request.agency.pk, waiting, after=at + UNDO_LIFE)
    said = gettext_lazy("On its way to %(name)s.") % {"name": sent.contact}
    return done(request, found, said, undo=reverse("answer_withdraw", args=[sent.pk]))


def whoever_pays(request: StaffRequest, account: Account) -> ContactQuerySet:
    """Whoever keeps their books first, then whoever decides."""
    by_part = Case(
        When(part=Part.ACCOUNTANT, then=Value(0)), When(part=Part.DECISION_MAKER, then=Value(1)), default=Value(2)
    )
    people = request.desk.contacts().present().filter(account=account).exclude(email="")
    return people.order_by(by_part, "name", "pk")


def _rung(request: StaffRequest) -> int | None:
    """On which rung of reminders it is sent; None is the invoice itself."""
    said = request.GET.get("rung", "")
    return int(said) if said in {str(rung) for rung in RUNGS} else None


def _words(found: Invoice, contact: Contact, *, rung: int | None) -> dict[str, Any]:
    """A letter in the contact's language; the person who sends it changes it as they like."""
    with translation.override(contact.language):
        said = {
            "name": contact.greeted,
            "number": found.number,
            "sum": in_figures(found.owed, found.currency, language=contact.language, exact=True),
            "day": date_format(found.due, "j E Y") if found.due else "",
        }
        subject, body = reminder.words(rung) if rung else _first_words()
        return {"draft": uuid7(), "contact": contact, "subject": subject % said, "body": body % said}


def _first_words() -> tuple[str, str]:
    return _("Invoice %(number)s"), _(
        "Dear %(name)s,\n\nhere is invoice %(number)s for %(sum)s, to be paid by %(day)s. The requisites and a "
        "code for your bank’s application are in it.\n\nIf anything in it is not right, please write to me."
    )
