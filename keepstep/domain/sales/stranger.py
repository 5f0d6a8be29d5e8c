"""Strangers: somebody nobody knows writes a letter or in a chat, and becomes a lead; what they write next is a word of
the same lead, for as long as it is in work (§5.7)."""

from datetime import datetime
from typing import ClassVar, NamedTuple
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from keepstep.domain.agency import notification
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales import deal_word, sign, talk
from keepstep.domain.sales import lead as leads
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.lead import WAITING, Channel, Lead
from keepstep.domain.sales.source import Source
from keepstep.domain.talk.incoming import Fate, Incoming
from keepstep.domain.talk.touchpoint import Form

WRITES = "lead_writes"
"""What whoever has a lead is told: it has written again."""
LONGEST = 4000


class Stranger(Row):
    """By which letter or in which chat a lead has written."""

    lead = Key(Lead, models.CASCADE)
    letter = Key(Incoming, models.CASCADE, null=True, related_name="strangers")
    chat = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "stranger"
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(letter=None, chat__isnull=False) | Q(letter__isnull=False, chat=None),
                name="a_stranger_writes_a_letter_or_in_a_chat",
            ),
            models.UniqueConstraint(fields=["agency", "letter"], name="a_letter_is_of_one_lead"),
        )
        indexes = (
            models.Index(fields=["agency", "chat", "-at"], name="stranger_in_chat"),
            models.Index(fields=["agency", "lead"], name="stranger_of_lead"),
        )

    def __str__(self) -> str:
        return f"{self.lead_id}"


class Heard(NamedTuple):
    """`is_new`: nobody had known the lead before."""

    lead: Lead
    is_new: bool


class SortedAlready(Exception):
    """Somebody was quicker."""


@transaction.atomic
def write(letter: Incoming, *, source: Source, words: str, by: Person | None, at: datetime) -> Heard:
    """A letter that waits to be sorted, or is just being sorted, is a lead's. Raises SortedAlready."""
    open_ = Incoming.objects.filter(pk=letter.pk, fate__in=(Fate.UNSORTED, Fate.WAITING))
    if open_.update(fate=Fate.LEAD, sorted_by=by, handled_at=at) != 1:
        raise SortedAlready
    letter.fate = Fate.LEAD
    _one_at_a_time(letter.agency_id)
    known = _who_writes_from(letter.sender)
    if known:
        hear(known, letter, words=words)
        return Heard(known, is_new=False)
    made = leads.arrive(
        source=source, channel=Channel.EMAIL, at=letter.came_at, by=by, name=letter.sender_name,
        emails=[letter.sender] if letter.sender else [], message=_text(letter, words)[:LONGEST],
    )  # fmt: skip
    Stranger.objects.create(lead=made, letter=letter, at=letter.came_at)
    return Heard(made, is_new=True)


@transaction.atomic
def hear(lead: Lead, letter: Incoming, *, words: str) -> None:
    """A lead that we have written to answers, from whichever address."""
    _writes_again(lead, form=Form.EMAIL, words=_text(letter, words), at=letter.came_at)
    Stranger.objects.create(lead=lead, letter=letter, at=letter.came_at)


@transaction.atomic
def chat(number: int, *, agency: Agency, name: str, words: str, source: Source | None, at: datetime) -> Heard | None:
    """A message in a private chat with our bot. `name` is what the messenger calls them. Without a `source` who is new
    becomes no lead."""
    if source is None and _in_chat(number) is None:
        return None
    _one_at_a_time(agency.pk)
    known = _in_chat(number)
    deal = Deal.objects.filter(lead=known).select_related("account", "person").first() if known else None
    if known and deal:
        kept = talk.log(known, form=Form.MESSAGE, whose=talk.Whose.THEIRS, summary=words[:LONGEST], by=None, at=at)
        deal_word.hear_in_chat(deal, name=known.title, words=words, key=str(kept.pk), at=at)
    elif known:
        _writes_again(known, form=Form.MESSAGE, words=words, at=at)
    if known or source is None:
        return Heard(known, is_new=False) if known else None
    made = leads.arrive(source=source, channel=Channel.TELEGRAM, at=at, name=name, message=words[:LONGEST])
    Stranger.objects.create(lead=made, chat=number, at=at)
    return Heard(made, is_new=True)


def chat_of(lead: Lead) -> int | None:
    """In which chat a lead can be written to."""
    said = Stranger.objects.filter(lead=lead, chat__isnull=False).order_by("-at")
    return said.values_list("chat", flat=True).first()


def _in_chat(number: int) -> Lead | None:
    said = Stranger.objects.filter(chat=number, lead__state__in=WAITING).select_related("lead__source", "lead__person")
    last = said.order_by("-at").first()
    return last.lead if last else None


def _text(letter: Incoming, words: str) -> str:
    return "\n".join(part for part in (letter.subject, words) if part)


def _who_writes_from(address: str) -> Lead | None:
    """The latest lead in work that bears this address."""
    bearing = Lead.objects.bearing(sign.Kind.EMAIL, sign.normalised(address)) if address else Lead.objects.none()
    return bearing.filter(state__in=WAITING).select_related("source", "person").order_by("came_at").last()


def _one_at_a_time(agency_id: UUID) -> None:
    """Two words of the same moment are of one lead."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency_id)


def _writes_again(lead: Lead, *, form: str, words: str, at: datetime) -> None:
    kept = talk.log(lead, form=form, whose=talk.Whose.THEIRS, summary=words[:LONGEST], by=None, at=at)
    if lead.person_id:
        facts = {"lead": lead.title, "source": lead.source.name, "words": words[:200]}
        address = reverse("lead", args=[lead.pk])
        notification.tell(lead.person, kind=WRITES, key=str(kept.pk), facts=facts, address=address, at=at)
