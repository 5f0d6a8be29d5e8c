"""Writing to whoever a deal is with: a proposal, a brief or plain words leave by one door, and may be taken back."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from uuid_utils.compat import uuid7

from keepstep.domain.agency.wording import Wording
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import deal_letter
from keepstep.domain.sales.brief import Brief
from keepstep.domain.sales.brief_answer import AnsweredAlready
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_letter import DealLetter, NotPublished
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.talk.message import AlreadySent
from keepstep.domain.talk.sending import UNDO_LIFE, TooLate
from keepstep.outlet import jobs
from keepstep.outlet.deal_wording import of_nothing
from keepstep.web import act
from keepstep.web.deals.letter_form import LetterForm, Reader, readers
from keepstep.web.deals.views import address, deal_of, done, refused
from keepstep.web.letters.answers import RE
from keepstep.web.seat import StaffRequest, seated

LONGEST_SUBJECT = 200
Words = Callable[[Reader], Wording]
"""The draft for this reader, in their language."""


class Errand(NamedTuple):
    """What goes to whom of a deal. `language` is that of who is no contact; `about` stands in the sheet."""

    deal: Deal
    words: Words
    language: str
    title: str
    about: str
    back: str
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
    return done(said, undo=reverse("deal_letter_withdraw", args=[sent.pk]))


def _sheet_of(request: StaffRequest, errand: Errand) -> HttpResponse | DealLetter:
    """The draft in its sheet, or the letter that waits to leave."""
    deal, at = errand.deal, timezone.now()
    known = readers(deal, desk=request.desk, language=errand.language)
    unknown = Reader(deal.name, "", errand.language)
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
        return act.sheet(request, form, title=errand.title, submit=_("Send"), back=errand.back, about=errand.about)
    reader, said = form.reader, form.cleaned_data
    sent = deal_letter.send(
        deal, address=reader.address, name=reader.name, contact=reader.contact, language=reader.language,
        subject=said["subject"], body=said["body"], draft=said["draft"], proposal=errand.proposal, brief=errand.brief,
        by=request.person, at=at,
    )  # fmt: skip
    if not known and not deal.email and deal.contact_id is None:
        deals.amend(deal, email=reader.address, by=request.person, at=at)
    jobs.send_deal_letter_soon(sent, after=at + UNDO_LIFE)
    return sent


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    """Plain words; they answer the last letter that came about the deal."""
    found = deal_of(request, deal_id)
    heard = found.words.select_related("letter").first()
    theirs = RE.sub("", heard.letter.subject).strip() if heard else ""
    subject = f"Re: {theirs}" if theirs else found.title
    language = found.contact.language if found.contact else request.agency.language
    errand = Errand(
        deal=found, language=language,
        words=lambda reader: of_nothing(subject, greeted=reader.greeted, language=reader.language),
        title=_("A letter"), about=found.title, back=address(found),
    )  # fmt: skip
    return answered(request, errand, done=partial(done, request, found), refused=partial(refused, request, found))


@seated
@require_POST
def withdraw(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    known = _letter(request, letter_id)
    back = _back(known)
    try:
        deal_letter.withdraw(known, at=timezone.now())
    except TooLate as why:
        return act.refused(request, why, back=back)
    return act.done(request, _("Taken back: nothing was sent."), back=back)


@seated
@require_POST
def again(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    known = _letter(request, letter_id)
    if deal_letter.again(known, at=timezone.now()):
        jobs.send_deal_letter_soon(known)
    return act.done(request, _("On its way once more."), back=_back(known))


@seated
@require_POST
def arrived(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    known = _letter(request, letter_id)
    deal_letter.arrived(known, at=timezone.now())
    return act.done(request, _("Good: it counts as delivered."), back=_back(known))


def _letter(request: StaffRequest, letter_id: UUID) -> DealLetter:
    with_names = request.desk.deal_letters().select_related(
        "deal__account", "deal__lead", "deal__person", "contact", "proposal", "brief", "touchpoint"
    )
    return get_object_or_404(with_names, pk=letter_id)


def _back(known: DealLetter) -> str:
    """The page it was written from."""
    if known.proposal_id:
        return reverse("proposal", args=[known.proposal_id])
    return reverse("brief", args=[known.brief_id]) if known.brief_id else reverse("deal", args=[known.deal_id])
