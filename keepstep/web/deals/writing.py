"""Writing to a lead, or to whoever a deal is with: plain words, a proposal or a brief leave by one door."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from uuid_utils.compat import uuid7

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.wording import Wording
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import lead as leads
from keepstep.domain.sales import sales_letter
from keepstep.domain.sales.brief import Brief
from keepstep.domain.sales.brief_answer import AnsweredAlready
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.sales_letter import NotPublished, SalesLetter
from keepstep.domain.talk.message import AlreadySent
from keepstep.domain.talk.sending import UNDO_LIFE
from keepstep.outlet import jobs
from keepstep.outlet.deal_wording import of_nothing
from keepstep.web import act
from keepstep.web.deals.letter_form import LetterForm, Reader, name_of, readers
from keepstep.web.deals.views import address, deal_of, done, refused
from keepstep.web.letters.answers import RE
from keepstep.web.seat import StaffRequest, seated

LONGEST_SUBJECT = 200
Words = Callable[[Reader], Wording]
"""The draft for this reader, in their language."""


class Errand(NamedTuple):
    """What goes to a lead, or to whom of a deal. `language` is that of who is no contact; `said` stands in the sheet,
    as do the `note` and the way `beside` it."""

    about: Lead | Deal
    words: Words
    language: str
    title: str
    said: str
    back: str
    note: str = ""
    beside: tuple[str, str] | None = None
    proposal: Proposal | None = None
    brief: Brief | None = None


def answered(
    request: StaffRequest, errand: Errand, *, done: Callable[..., HttpResponse], refused: Callable[..., HttpResponse]
) -> HttpResponse:
    """The draft to look through; once it has a person's yes, what the page it was begun on says of it."""
    try:
        sent = _sheet_of(request, errand)
    except (AlreadySent, NotPublished, AnsweredAlready) as why:
        return refused(why)
    if isinstance(sent, HttpResponse):
        return sent
    said = gettext_lazy("On its way to %(name)s.") % {"name": sent.to}
    return done(said, undo=reverse("sales_letter_withdraw", args=[sent.pk]))


def _sheet_of(request: StaffRequest, errand: Errand) -> HttpResponse | SalesLetter:
    """The draft in its sheet, or the letter that waits to leave."""
    about, at = errand.about, timezone.now()
    known = readers(about, desk=request.desk, language=errand.language)
    unknown = Reader(name_of(about), "", errand.language)
    first = next(iter(known.values()), unknown)
    draft = errand.words(first)
    initial = {
        "draft": uuid7(),
        "to": next(iter(known), ""),
        "subject": draft.subject[:LONGEST_SUBJECT],
        "body": draft.body,
    }
    form = LetterForm(request.POST or None, known=known, unknown=unknown, initial=initial)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=errand.title, submit=_("Send"), back=errand.back, about=errand.said, note=errand.note,
            beside=errand.beside,
        )  # fmt: skip
    reader, said = form.reader, form.cleaned_data
    sent = sales_letter.send(
        about, channel=reader.channel, address=reader.address, name=reader.name, contact=reader.contact,
        language=reader.language, subject="" if reader.in_telegram else said["subject"], body=said["body"],
        draft=said["draft"], proposal=errand.proposal, brief=errand.brief, by=request.person, at=at,
    )  # fmt: skip
    if not known:
        _keep(reader.address, about, by=request.person, at=at)
    jobs.send_sales_letter_soon(sent, after=at + UNDO_LIFE)
    return sent


def _keep(address: str, about: Lead | Deal, *, by: Person, at: datetime) -> None:
    """Where none was known."""
    if isinstance(about, Lead):
        leads.amend(about, emails=[address], by=by, at=at)
    elif about.contact_id is None:
        deals.amend(about, email=address, by=by, at=at)


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    """Plain words; they answer the last letter that came about the deal."""
    found = deal_of(request, deal_id)
    subject = subject_of(found) or found.title
    language = found.contact.language if found.contact else request.agency.language
    errand = Errand(
        about=found, language=language,
        words=lambda reader: of_nothing(subject, greeted=reader.greeted, language=reader.language),
        title=_("A letter"), said=found.title, back=address(found),
    )  # fmt: skip
    return answered(request, errand, done=partial(done, request, found), refused=partial(refused, request, found))


def subject_of(about: Lead | Deal) -> str:
    """That of the last letter that came from them, with one "Re:" before it (RFC 5322 §3.6.5)."""
    heard = sales_letter.last_heard(about)
    bare = RE.sub("", heard.subject).strip() if heard else ""
    return f"Re: {bare}" if bare else ""
