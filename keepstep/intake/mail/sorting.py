"""Sorting: a letter that was kept becomes a client's word, a bounce, a machine's word, or waits for a person."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from keepstep.domain.agency import store
from keepstep.domain.agency.person import Person
from keepstep.domain.clients import contact as contacts
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.project import Project
from keepstep.domain.sales import deal_word, lead_door, letter_fate, sales_letter, stranger
from keepstep.domain.sales.lead import Channel, Lead
from keepstep.domain.sales.sales_letter import WHOSE, SalesLetter, SalesLetterQuerySet
from keepstep.domain.sales.source import Source
from keepstep.domain.talk import answer, attachment, thread, touchpoint
from keepstep.domain.talk.came_back import came_back
from keepstep.domain.talk.file_kind import Refusal
from keepstep.domain.talk.incoming import BIGGEST, Fate, Incoming
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from keepstep.intake.mail.body import Enclosure
from keepstep.intake.mail.mail import Mail, read
from keepstep.postgres import tenancy
from keepstep.round import run

PATIENCE = timedelta(minutes=2)
AT_ONCE = 500
SMALL_PICTURE = 20_000
SUMMARY = 4000

logger = logging.getLogger(__name__)


class SortedAlready(Exception):
    """Somebody was quicker, or the letter was never unsorted."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has sorted this letter already."))


class AnsweredAlready(Exception):
    """What was made of the letter has gone on living."""

    def __init__(self) -> None:
        super().__init__(_("It was answered in the meantime: it stays where it is."))


def sort(letter_id: UUID, *, at: datetime) -> str:
    """Handle a letter that waits, once, in the agency the session is in; answers what it was found to be."""
    with transaction.atomic():
        letter = Incoming.objects.select_for_update().filter(pk=letter_id, fate=Fate.WAITING).first()
        if letter is None:
            return ""
        mail = read(store.read(letter.digest, agency_id=letter.agency_id))
        answered = thread.answered(Sending.objects.all(), addresses=mail.to, ids=mail.answers)
        if mail.bounce:
            fate = _bounced(letter, mail, at=at)
        elif mail.is_automatic:
            fate = Fate.AUTOMATIC
        elif Person.objects.present().filter(login__email__iexact=mail.sender).exists():
            fate = Fate.OURS
        else:
            fate = _of_a_client(letter, mail, answered, at=at)
        letter.fate, letter.handled_at = fate, at
        letter.sending = letter.sending or answered
        letter.save(update_fields=["fate", "handled_at", "sending", "account", "contact", "touchpoint"])
        if letter.account_id:
            run.look_again(letter.account_id, at=at)
    return fate


def sweep(*, at: datetime) -> int:
    """Sort, in every agency, what has waited too long: its job was lost or failed. Answers how many letters."""
    with tenancy.every_agency():
        forgotten = Incoming.objects.filter(fate=Fate.WAITING, came_at__lt=at - PATIENCE)
        waiting = list(forgotten.order_by("came_at").values_list("agency_id", "id")[:AT_ONCE])
    return sum(_try(agency_id, letter_id, at) for agency_id, letter_id in waiting)


def _try(agency_id: UUID, letter_id: UUID, at: datetime) -> bool:
    """One letter that cannot be sorted must not hold up the others."""
    try:
        with tenancy.entered(agency_id):
            return bool(sort(letter_id, at=at))
    except Exception:
        logger.exception("letter %s of agency %s was not sorted", letter_id, agency_id)
        return False


def _bounced(letter: Incoming, mail: Mail, *, at: datetime) -> Fate:
    """Our letter that came back has failed, visibly; of a delay the servers themselves take care."""
    bounce = mail.bounce
    if bounce is None:
        return Fate.BOUNCE
    ids, fault = (*mail.answers, *reversed(bounce.ids)), bounce.reason or bounce.recipient
    letter.sending = thread.answered(Sending.objects.all(), addresses=mail.to, ids=ids)
    if letter.sending:
        letter.account_id, letter.contact_id = letter.sending.said.account_id, letter.sending.contact_id
        if bounce.is_final:
            came_back(letter.sending, at=at, fault=fault)
        return Fate.BOUNCE
    offered = thread.answered(_sales_letters(), addresses=mail.to, ids=ids)
    if offered:
        letter.account_id, letter.contact_id = offered.about.account_id, offered.contact_id
        if bounce.is_final and letter_fate.came_back(offered, at=at, fault=fault):
            run.look_again_after(offered, at=at)
    return Fate.BOUNCE


def _of_a_client(letter: Incoming, mail: Mail, answered: Sending | None, *, at: datetime) -> Fate:
    offered = None if answered else thread.answered(_sales_letters(), addresses=mail.to, ids=mail.answers)
    account, contact = _whose(mail, answered, offered)
    if account is None:
        offered = offered or sales_letter.last_to(mail.sender)
        return _answers_us(letter, mail, offered, at=at) if offered else _of_a_stranger(letter, mail, at=at)
    project = answered.said.project if answered and answered.letter_id else None
    word = _become_word(letter, mail, account, contact, project=project)
    if answered and answered.update:
        answer.link(word, update=answered.update, at=letter.came_at)
    if offered:
        _answers_us(letter, mail, offered, at=at)
    return Fate.WORD


def _sales_letters() -> SalesLetterQuerySet:
    return SalesLetter.objects.select_related(*WHOSE, "touchpoint")


def _answers_us(letter: Incoming, mail: Mail, ours: SalesLetter, *, at: datetime) -> Fate:
    """Whom we have written to has answered: it stands in the history of the lead, or of the deal that it is by now."""
    lead, deal = sales_letter.both(ours.about)
    if deal:
        deal_word.hear(deal, letter, answers=ours, words=mail.words or mail.subject, at=at)
        run.look_again_at_deal(deal, at=at)
        return Fate.DEAL
    if lead:
        stranger.hear(lead, letter, words=mail.words)
        run.look_again_at(lead, at=at)
    return Fate.LEAD


def _of_a_stranger(letter: Incoming, mail: Mail, *, at: datetime) -> Fate:
    """Where letters of strangers become leads by themselves; whoever is known somewhere is no stranger."""
    source = lead_door.leads_to(Channel.EMAIL)
    if source is None or not mail.sender or Contact.objects.filter(email__iexact=mail.sender).exists():
        return Fate.UNSORTED
    _become_lead(letter, mail, source=source, by=None, at=at)
    return Fate.LEAD


def _become_lead(letter: Incoming, mail: Mail, *, source: Source, by: Person | None, at: datetime) -> Lead:
    heard = stranger.write(letter, source=source, words=mail.words, by=by, at=at)
    run.look_again_at(heard.lead, at=at)
    return heard.lead


def _whose(
    mail: Mail, answered: Sending | None, offered: SalesLetter | None
) -> tuple[Account | None, Contact | None]:  # fmt: skip
    """The client, by the letter of ours that is answered, else by the sender if that is nobody else's."""
    known = list(Contact.objects.filter(email__iexact=mail.sender).select_related("account")) if mail.sender else []
    ours = answered or offered
    account = answered.said.account if answered else offered.about.account if offered else None
    if ours and account:
        of_account = [one for one in known if one.account_id == account.pk]
        is_same = ours.address.lower() == mail.sender
        return account, next(iter(sorted(of_account, key=_gone)), ours.contact if is_same else None)
    known = [one for one in known if one.left_at is None] or known
    if len({one.account_id for one in known}) == 1:
        return known[0].account, known[0]
    return _as_sorted_before(mail) if not known else (None, None)


def _gone(contact: Contact) -> bool:
    return contact.left_at is not None


def _as_sorted_before(mail: Mail) -> tuple[Account | None, Contact | None]:
    """Where a person has put the last letter from this address."""
    former = Incoming.objects.filter(sender=mail.sender, sorted_by__isnull=False, fate=Fate.WORD, account__isnull=False)
    last = former.select_related("account", "contact").order_by("-came_at").first() if mail.sender else None
    return (last.account, last.contact) if last else (None, None)


def _become_word(
    letter: Incoming, mail: Mail, account: Account, contact: Contact | None, *, project: Project | None
) -> Touchpoint:
    """The client's word, at the time it came in, with its files."""
    touch = touchpoint.record(
        account,
        direction=Direction.IN,
        form=Form.EMAIL,
        at=letter.came_at,
        contact=contact,
        project=project,
        summary=(mail.words or mail.subject)[:SUMMARY],
    )
    files = [(one.name, one.content) for one in mail.enclosures if not _is_decoration(one)]
    is_cut = letter.size > BIGGEST
    attachment.attach(touch, files, refusal=Refusal.TOO_BIG if is_cut else "")
    letter.account, letter.contact, letter.touchpoint = account, contact, touch
    return touch


def _is_decoration(one: Enclosure) -> bool:
    """The logo of a signature: a small picture that the page draws."""
    return one.is_drawn and len(one.content) < SMALL_PICTURE


@transaction.atomic
def attach(
    letter: Incoming, *, account: Account, contact: Contact | None, newcomer: str = "", by: Person, at: datetime
) -> Touchpoint:
    """A person knows whose word it is; a `newcomer` becomes a contact by this name. Raises SortedAlready."""
    unsorted = Incoming.objects.unsorted().filter(pk=letter.pk)
    if unsorted.update(fate=Fate.WORD, sorted_by=by, handled_at=at) != 1:
        raise SortedAlready
    if contact is None and newcomer:
        contact = contacts.introduce(account, name=newcomer, email=letter.sender, gets_updates=False)
        letter.made_contact = True
    mail = read(store.read(letter.digest, agency_id=letter.agency_id))
    touch = _become_word(letter, mail, account, contact, project=None)
    letter.save(update_fields=["account", "contact", "touchpoint", "made_contact"])
    run.look_again(account.pk, at=at)
    return touch


@transaction.atomic
def make_lead(letter: Incoming, *, source: Source, by: Person, at: datetime) -> Lead:
    """A person sees that somebody has shown interest. Raises SortedAlready."""
    mail = read(store.read(letter.digest, agency_id=letter.agency_id))
    try:
        return _become_lead(letter, mail, source=source, by=by, at=at)
    except stranger.SortedAlready as why:
        raise SortedAlready from why


@transaction.atomic
def detach(letter: Incoming, *, at: datetime) -> None:
    """A slip of the hand: the letter is unsorted again. Raises AnsweredAlready, SortedAlready."""
    held = Incoming.objects.select_for_update().get(pk=letter.pk)
    if held.fate != Fate.WORD or held.sorted_by_id is None:
        raise SortedAlready
    account_id, contact = held.account_id, held.contact
    word, was_made = held.touchpoint, held.made_contact
    held.fate, held.sorted_by, held.account, held.contact, held.touchpoint = Fate.UNSORTED, None, None, None, None
    held.made_contact = False
    held.save(update_fields=["fate", "sorted_by", "account", "contact", "touchpoint", "made_contact"])
    if word is None or not touchpoint.forget(word):
        raise AnsweredAlready
    if contact and was_made:
        contacts.depart(contact, at=at)
    if account_id:
        run.look_again(account_id, at=at)
