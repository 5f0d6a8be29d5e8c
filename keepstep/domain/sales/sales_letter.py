"""Letters to those who are to become clients: a lead is answered, and whoever a deal is with gets a proposal, a brief
or plain words, at most once whatever crashes (§5.7, §5.8).

The link that a letter brings is made when it leaves, of a key that is kept and the secret of the installation: nothing
in the database opens a proposal.
"""

import base64
import hashlib
import hmac
import textwrap
from contextlib import suppress
from datetime import datetime, timedelta
from typing import ClassVar, cast
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from keepstep.domain.agency import parcel
from keepstep.domain.agency.parcel import CLAIM_LIFE, Parcel, ParcelQuerySet
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key
from keepstep.domain.clients.contact import Channel, Contact
from keepstep.domain.sales import brief as briefs
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import proposal_link, proposal_version, sorting
from keepstep.domain.sales.brief import Brief
from keepstep.domain.sales.brief_answer import AnsweredAlready
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.lead import WAITING, Lead, State
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.sorting import SortedAlready
from keepstep.domain.talk.incoming import Incoming
from keepstep.domain.talk.message import AlreadySent
from keepstep.domain.talk.sending import UNDO_LIFE, TooLate
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import NothingToSay

WHOSE = ("lead__person", "lead__account", "lead__merged_into", "deal__account", "deal__person", "contact")
"""Whose a letter is, read with it."""
SECRET = 24
"""Bytes of a link's secret, as many as one has that is made by hand."""


class SalesLetterQuerySet(ParcelQuerySet["SalesLetter"]):
    def under_way(self) -> "SalesLetterQuerySet":
        """Those that may still arrive."""
        return self.filter(delivered_at=None, failed_at=None, withdrawn_at=None, settled_at=None)

    def standing(self) -> "SalesLetterQuerySet":
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def of(self, lead: Lead | UUID | OuterRef | None, deal: Deal | UUID | OuterRef | None) -> "SalesLetterQuerySet":
        """To a lead and about the deal that it became: those are the same people."""
        return self.filter(Q(lead=lead, lead__isnull=False) | Q(deal=deal, deal__isnull=False))

    def troubled(self, at: datetime) -> "SalesLetterQuerySet":
        """Those that need a person: refused for good, or handed over and nobody knows what became of them."""
        return self.filter(_in_trouble(at))

    def with_trouble(self, at: datetime) -> "SalesLetterQuerySet":
        """Each with `is_troubled`."""
        return self.annotate(**{"is_troubled": Case(When(_in_trouble(at), then=Value(True)), default=Value(False))})

    def not_made_up_for(self) -> "SalesLetterQuerySet":
        """Those after which no other letter to the same lead, or about the same deal, has got through."""
        later = SalesLetter.objects.filter(delivered_at__isnull=False, queued_at__gt=OuterRef("queued_at"))
        to_lead, of_deal = later.filter(lead=OuterRef("lead")), later.filter(deal=OuterRef("deal"))
        return self.exclude(Exists(to_lead.order_by())).exclude(Exists(of_deal.order_by()))


def _in_trouble(at: datetime) -> Q:
    doubtful = Q(handed_at__lt=Value(at) - CLAIM_LIFE) | Q(handed_at__isnull=False) & ~Q(fault="")
    return Q(delivered_at=None, settled_at=None) & (Q(failed_at__isnull=False) | doubtful)


class SalesLetter(Parcel):
    """It answers a `lead` with plain words, or is about a `deal` and may bring a link to a `proposal` or a `brief`;
    `contact` is null for who is none of a client's.

    `address` is where it goes: an e-mail address, or the number of a chat in Telegram, where it has no subject.

    `key` is what its link's secret is made of. `touchpoint` is the touch of a client that it became; `settled_why` the
    reason for which a person has left it at that it did not arrive; `is_troubled` is known `with_trouble`."""

    is_troubled: bool

    lead = Key(Lead, models.CASCADE, null=True, related_name="letters")
    deal = Key(Deal, models.CASCADE, null=True, related_name="letters")
    proposal = Key(Proposal, models.CASCADE, null=True, related_name="letters")
    brief = Key(Brief, models.CASCADE, null=True, related_name="letters")
    contact = Key(Contact, models.SET_NULL, null=True)
    name = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL, db_default=Channel.EMAIL)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(max_length=20_000)
    language = models.CharField(max_length=2)
    key = models.UUIDField(default=uuid4)
    by = Key(Person, null=True)
    message_id = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = Key(Person, null=True)
    settled_why = models.CharField(max_length=500, blank=True, default="", db_default="")
    touchpoint = Key(Touchpoint, models.SET_NULL, null=True)

    objects: ClassVar[SalesLetterQuerySet] = SalesLetterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "sales_letter"
        ordering = ("-queued_at", "-id")
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(lead=None, deal__isnull=False) | Q(lead__isnull=False, deal=None),
                name="a_letter_is_to_a_lead_or_about_a_deal",
            ),
            models.CheckConstraint(
                condition=Q(proposal=None, brief=None) | Q(deal__isnull=False), name="a_lead_is_sent_plain_words"
            ),
            models.CheckConstraint(
                condition=Q(proposal=None) | Q(brief=None), name="a_letter_of_a_deal_brings_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(taken_at=None, handed_at=None, delivered_at=None),
                name="a_letter_taken_back_was_never_taken",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["agency", "deal", "-queued_at"], name="sales_letter_of"),
            models.Index(fields=["agency", "lead", "-queued_at"], name="sales_letter_to_lead"),
            models.Index(Upper("address"), name="sales_letter_to"),
            models.Index(
                fields=["agency", "next_try_at"],
                condition=Q(delivered_at=None, failed_at=None, withdrawn_at=None),
                name="sales_letter_waiting",
            ),
            models.Index(
                fields=["agency", "by"],
                condition=Q(delivered_at=None, withdrawn_at=None, settled_at=None),
                name="sales_letter_by",
            ),
        )

    def __str__(self) -> str:
        return f"{self.address} {self.message_id}"

    @property
    def in_telegram(self) -> bool:
        return bool(self.channel == Channel.TELEGRAM)

    @property
    def whither(self) -> str:
        """The address as a person reads it."""
        return str(Channel.TELEGRAM.label) if self.in_telegram else str(self.address)

    @property
    def to(self) -> str:
        return self.contact.name if self.contact else self.name or self.whither

    @property
    def called(self) -> str:
        """What a list calls it: its subject, or how it begins."""
        return self.subject or textwrap.shorten(self.body, 80, placeholder="…")

    @property
    def about(self) -> Lead | Deal:
        """Whose it is; of a lead that was merged, the one that stays."""
        if self.deal:
            return cast(Deal, self.deal)
        return _that_stays(self.lead)

    @property
    def reads(self) -> Person | None:
        """Who of us reads what becomes of it: whoever has the lead or the deal, else whoever wrote."""
        person: Person | None = self.about.person or self.by
        return person

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
    to: Lead | Deal, *, address: str, name: str, contact: Contact | None, subject: str, body: str, language: str,
    by: Person | None, at: datetime, proposal: Proposal | None = None, brief: Brief | None = None,
    draft: UUID | None = None, wait: timedelta = UNDO_LIFE, channel: Channel = Channel.EMAIL,
) -> SalesLetter:  # fmt: skip
    """Write the letter, which waits as long as it may be taken back; the link that it brings opens from now on. Whoever
    writes to a lead that nobody has takes it: there must be somebody who hears what it answers.

    Whatever is sent from one `draft` is written once. Raises NothingToSay, AlreadySent, NotPublished, AnsweredAlready.
    """
    if not body.strip():
        raise NothingToSay
    if proposal and proposal_version.newest_of(proposal) is None:
        raise NotPublished
    if brief and (brief.answered_at or brief.ended_at):
        raise AnsweredAlready
    made = SalesLetter(
        id=draft or uuid7(), lead=to if isinstance(to, Lead) else None, deal=to if isinstance(to, Deal) else None,
        proposal=proposal, brief=brief, contact=contact, name=name, channel=channel, address=address,
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
    if isinstance(to, Lead) and by and to.state == State.UNSORTED and to.person_id is None:
        with suppress(SortedAlready):
            sorting.take(to, by=by, at=at)
    return made


def _key_of(brief: Brief | None) -> UUID:
    """A brief has one link: while that of the last letter opens, the next letter brings it too."""
    former = SalesLetter.objects.standing().filter(brief=brief).first() if brief else None
    return former.key if former and brief and brief.opens_by(former.secret) else uuid4()


@transaction.atomic
def withdraw(letter: SalesLetter, *, at: datetime) -> None:
    """Its writer thought better of it in time; nobody has its link. Raises TooLate when a worker was quicker."""
    mine = SalesLetter.objects.under_way().filter(pk=letter.pk, taken_at=None, handed_at=None)
    if mine.update(withdrawn_at=at) != 1:
        raise TooLate
    if letter.proposal:
        proposal_link.end(letter.secret, at=at)
    if letter.brief and not SalesLetter.objects.standing().filter(brief=letter.brief, key=letter.key).exists():
        briefs.end_link(letter.brief, token=letter.secret)


def last_to(address: str) -> SalesLetter | None:
    """The latest letter to this address of which something may still come."""
    alive = Q(deal__state=deals.State.OPEN) | Q(lead__state__in=WAITING)
    to_them = SalesLetter.objects.standing().filter(alive, address__iexact=address)
    return to_them.select_related(*WHOSE).first() if address else None


def last_heard(about: Lead | Deal) -> Incoming | None:
    """The last letter that came from them, before it was a deal or after."""
    lead, deal = both(about)
    as_lead = Incoming.objects.filter(strangers__lead=lead).first() if lead else None
    as_deal = Incoming.objects.filter(deal_words__deal=deal).first() if deal else None
    return max(filter(None, (as_lead, as_deal)), key=lambda one: one.came_at, default=None)


def both(about: Lead | Deal) -> tuple[Lead | None, Deal | None]:
    """A deal with the lead that it was, or a lead with the deal that it has become."""
    if isinstance(about, Deal):
        return about.lead, about
    became = about.state == State.DEAL
    return about, Deal.objects.filter(lead=about).select_related("account", "person").first() if became else None


def lead_of(letter: SalesLetter) -> Lead | None:
    """The lead it went to, as a deal too."""
    about = letter.about
    return about if isinstance(about, Lead) else about.lead and _that_stays(about.lead)


def _that_stays(lead: Lead) -> Lead:
    return _that_stays(lead.merged_into) if lead.merged_into else lead
