"""Letters of a deal: a proposal, a brief or plain words go to whoever the deal is with, a client of ours or not yet, at
most once whatever crashes (§5.8).

The link that a letter brings is made when it leaves, of a key that is kept and the secret of the installation: nothing
in the database opens a proposal.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from keepstep.domain.agency import notification, parcel
from keepstep.domain.agency.parcel import CLAIM_LIFE, Parcel, ParcelQuerySet
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key
from keepstep.domain.clients.contact import Contact
from keepstep.domain.sales import brief as briefs
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import deal_record, proposal_link, proposal_version, talk
from keepstep.domain.sales.brief import Brief
from keepstep.domain.sales.brief_answer import AnsweredAlready
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_record import Kind
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.talk import touchpoint
from keepstep.domain.talk.message import AlreadySent
from keepstep.domain.talk.sending import UNDO_LIFE, TooLate
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from keepstep.domain.talk.update import NothingToSay

CAME_BACK = "deal_letter_back"
"""What whoever has a deal is told: a letter did not arrive."""
SECRET = 24
"""Bytes of a link's secret, as many as one has that is made by hand."""


class DealLetterQuerySet(ParcelQuerySet["DealLetter"]):
    def under_way(self) -> "DealLetterQuerySet":
        """Those that may still arrive."""
        return self.filter(delivered_at=None, failed_at=None, withdrawn_at=None)

    def standing(self) -> "DealLetterQuerySet":
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def troubled(self, at: datetime) -> "DealLetterQuerySet":
        """Those that need a person: refused for good, or handed over and nobody knows what became of them."""
        return self.filter(_in_trouble(at))

    def with_trouble(self, at: datetime) -> "DealLetterQuerySet":
        """Each with `is_troubled`."""
        return self.annotate(**{"is_troubled": Case(When(_in_trouble(at), then=Value(True)), default=Value(False))})


def _in_trouble(at: datetime) -> Q:
    doubtful = Q(handed_at__lt=Value(at) - CLAIM_LIFE) | Q(handed_at__isnull=False) & ~Q(fault="")
    return Q(delivered_at=None) & (Q(failed_at__isnull=False) | doubtful)


class DealLetter(Parcel):
    """It brings a link to a `proposal` or a `brief`, or plain words; `contact` is null for who is none of a client's.

    `key` is what its link's secret is made of. `touchpoint` is the touch of a client that it became; `is_troubled` is
    known `with_trouble`."""

    is_troubled: bool

    deal = Key(Deal, models.CASCADE, related_name="letters")
    proposal = Key(Proposal, models.CASCADE, null=True, related_name="letters")
    brief = Key(Brief, models.CASCADE, null=True, related_name="letters")
    contact = Key(Contact, models.SET_NULL, null=True)
    name = models.CharField(max_length=200, blank=True)
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField(max_length=20_000)
    language = models.CharField(max_length=2)
    key = models.UUIDField(default=uuid4)
    by = Key(Person, null=True)
    message_id = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    touchpoint = Key(Touchpoint, models.SET_NULL, null=True)

    objects: ClassVar[DealLetterQuerySet] = DealLetterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "deal_letter"
        ordering = ("-queued_at", "-id")
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(proposal=None) | Q(brief=None), name="a_letter_of_a_deal_brings_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(taken_at=None, handed_at=None, delivered_at=None),
                name="a_letter_of_a_deal_taken_back_was_never_taken",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["agency", "deal", "-queued_at"], name="deal_letter_of"),
            models.Index(Upper("address"), name="deal_letter_to"),
            models.Index(
                fields=["agency", "next_try_at"],
                condition=Q(delivered_at=None, failed_at=None, withdrawn_at=None),
                name="deal_letter_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.address} {self.message_id}"

    @property
    def to(self) -> str:
        return self.contact.name if self.contact else self.name or self.address

    @property
    def secret(self) -> str:
        """What its link ends in; empty for plain words."""
        return secret(self.key) if self.proposal_id or self.brief_id else ""


class NotPublished(Exception):
    """A link shows the newest published version."""

    def __init__(self) -> None:
        super().__init__(_("Publish the proposal first: a link shows the newest published version."))


def secret(key: UUID) -> str:
    made = hmac.new(settings.SECRET_KEY.encode(), b"deal letter:" + key.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made[:SECRET]).decode()


@transaction.atomic
def send(
    deal: Deal, *, address: str, name: str, contact: Contact | None, subject: str, body: str, language: str,
    by: Person | None, at: datetime, proposal: Proposal | None = None, brief: Brief | None = None,
    draft: UUID | None = None, wait: timedelta = UNDO_LIFE,
) -> DealLetter:  # fmt: skip
    """Write the letter, which waits as long as it may be taken back; the link that it brings opens from now on.

    Whatever is sent from one `draft` is written once. Raises NothingToSay, AlreadySent, NotPublished, AnsweredAlready.
    """
    if not body.strip():
        raise NothingToSay
    if proposal and proposal_version.newest_of(proposal) is None:
        raise NotPublished
    if brief and (brief.answered_at or brief.ended_at):
        raise AnsweredAlready
    made = DealLetter(
        id=draft or uuid7(), deal=deal, proposal=proposal, brief=brief, contact=contact, name=name, address=address,
        subject=" ".join(subject.split()), body=body.strip(), language=language, by=by, queued_at=at,
        next_try_at=at + wait, key=_key_of(brief),
    )  # fmt: skip
    made.message_id = parcel.message_id(made.id)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as why:
        raise AlreadySent from why
    if proposal:
        proposal_link.make(proposal, by=by, at=at, token=made.secret)
    if brief:
        briefs.make_link(brief, at=at, token=made.secret)
    return made


def _key_of(brief: Brief | None) -> UUID:
    """A brief has one link: while that of the last letter opens, the next letter brings it too."""
    former = DealLetter.objects.standing().filter(brief=brief).first() if brief else None
    return former.key if former and brief and brief.opens_by(former.secret) else uuid4()


@transaction.atomic
def withdraw(letter: DealLetter, *, at: datetime) -> None:
    """Its writer thought better of it in time; nobody has its link. Raises TooLate when a worker was quicker."""
    mine = DealLetter.objects.under_way().filter(pk=letter.pk, taken_at=None, handed_at=None)
    if mine.update(withdrawn_at=at) != 1:
        raise TooLate
    if letter.proposal:
        proposal_link.end(letter.secret, at=at)
    if letter.brief and not DealLetter.objects.standing().filter(brief=letter.brief, key=letter.key).exists():
        briefs.end_link(letter.brief, token=letter.secret)


BESIDE = (
    "agency", "by__login", "contact", "deal__person__login", "deal__account__calendar", "deal__lead", "proposal",
    "brief",
)  # fmt: skip
"""What a letter is put together from, read with it."""


def take(letter_id: UUID, *, at: datetime) -> DealLetter | None:
    """Claim it for this worker; None when another has it or it is over."""
    if not parcel.take(DealLetter.objects.filter(pk=letter_id), at=at):
        return None
    return DealLetter.objects.select_related(*BESIDE).get(pk=letter_id)


@transaction.atomic
def deliver(letter: DealLetter, *, at: datetime) -> bool:
    """The server has accepted it: it stands in the deal's history, it touches a client, and of a lead it may be the
    first response. False if that was known before, or that it came back."""
    mine = DealLetter.objects.filter(pk=letter.pk, delivered_at=None, failed_at=None)
    if mine.update(delivered_at=at, fault="") != 1:
        return False
    _write(letter, Kind.SENT, at=at)
    deal = letter.deal
    if deal.account:
        touch = touchpoint.record(
            deal.account, direction=Direction.OUT, form=Form.EMAIL, at=at, by=letter.by, contact=letter.contact,
            summary=letter.subject, day=deal.account.local_day(at),
        )  # fmt: skip
        DealLetter.objects.filter(pk=letter.pk).update(touchpoint=touch)
    if deal.lead:
        talk.log(deal.lead, form=Form.EMAIL, whose=talk.Whose.OURS, summary=letter.subject, by=letter.by, at=at)
    return True


@transaction.atomic
def refuse(letter: DealLetter, *, at: datetime, fault: str) -> None:
    """The server refused for good."""
    parcel.refuse(letter, at=at, fault=fault)
    _tell_that_it_came_back(letter, at=at, fault=fault)


def postpone(letter: DealLetter, *, at: datetime, fault: str) -> datetime | None:
    """The server refused for now; when its patience is at an end, it is told like any other refusal."""
    again = parcel.postpone(letter, at=at, fault=fault)
    if again is None:
        _tell_that_it_came_back(letter, at=at, fault=fault)
    return again


@transaction.atomic
def came_back(letter: DealLetter, *, at: datetime, fault: str) -> bool:
    """The server that had taken it says later that it did not arrive; False if that was known before."""
    handed = DealLetter.objects.filter(pk=letter.pk, handed_at__isnull=False, failed_at=None)
    if handed.update(delivered_at=None, failed_at=at, fault=fault[:500], touchpoint=None) != 1:
        return False
    if letter.touchpoint:
        touchpoint.take_back(letter.touchpoint, known_at=at)
    _tell_that_it_came_back(letter, at=at, fault=fault)
    return True


def again(letter: DealLetter, *, at: datetime) -> bool:
    """A person is sure that it has not arrived: once more; False if somebody was quicker."""
    fresh = {"taken_at": None, "handed_at": None, "failed_at": None, "attempts": 0, "next_try_at": at, "fault": ""}
    return DealLetter.objects.troubled(at).filter(pk=letter.pk).update(**fresh) == 1


def arrived(letter: DealLetter, *, at: datetime) -> bool:
    """A person knows that it came through; False if somebody was quicker."""
    if DealLetter.objects.troubled(at).filter(pk=letter.pk).update(failed_at=None) != 1:
        return False
    return deliver(letter, at=letter.handed_at or at)


def last_to(address: str) -> DealLetter | None:
    """The latest letter to this address about a deal that is open still."""
    to_them = DealLetter.objects.standing().filter(address__iexact=address, deal__state=deals.State.OPEN)
    return to_them.select_related("deal__account", "deal__person", "contact").first() if address else None


def _tell_that_it_came_back(letter: DealLetter, *, at: datetime, fault: str) -> None:
    """In the deal's history, and to whoever has the deal."""
    deal = letter.deal
    _write(letter, Kind.BOUNCED, at=at, words=fault[:500])
    facts = {"client": deal.whose, "deal": deal.title, "who": letter.to, "words": fault[:300]}
    key, address = f"{letter.pk} {at:%Y%m%d%H%M%S}", reverse("deal", args=[deal.pk])
    notification.tell(deal.person, kind=CAME_BACK, key=key, facts=facts, address=address, at=at, is_urgent=True)


def _write(letter: DealLetter, kind: Kind, *, at: datetime, words: str = "") -> None:
    deal_record.write(
        letter.deal, kind, by=letter.by, at=at, words=words, subject=letter.subject, name=letter.to,
        address=letter.address,
    )  # fmt: skip
