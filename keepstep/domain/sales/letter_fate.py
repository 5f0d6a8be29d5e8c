"""What becomes of a letter to a lead, or of a deal: the server takes it, refuses it, or says later that it came back;
or a person knows (§5.7, §5.8)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from keepstep.domain.agency import notification, parcel, part
from keepstep.domain.agency.person import Person
from keepstep.domain.sales import deal_record, lead_record, talk
from keepstep.domain.sales.sales_letter import WHOSE, SalesLetter, lead_of
from keepstep.domain.talk import touchpoint
from keepstep.domain.talk.touchpoint import Direction, Form

CAME_BACK = "deal_letter_back"
"""What whoever has a lead or a deal is told: a letter did not arrive."""
BESIDE = (
    *WHOSE, "agency", "by__login", "lead__person__login", "deal__person__login", "deal__account__calendar", "proposal",
    "brief",
)  # fmt: skip
"""What a letter is put together from, read with it."""


def take(letter_id: UUID, *, at: datetime) -> SalesLetter | None:
    """Claim it for this worker; None when another has it or it is over."""
    if not parcel.take(SalesLetter.objects.filter(pk=letter_id), at=at):
        return None
    return SalesLetter.objects.select_related(*BESIDE).get(pk=letter_id)


@transaction.atomic
def deliver(letter: SalesLetter, *, at: datetime) -> bool:
    """The server has accepted it: it stands in the history, it touches a client, and to a lead it may be the first
    response. False if that was known before, or that it came back."""
    mine = SalesLetter.objects.filter(pk=letter.pk, delivered_at=None, failed_at=None)
    if mine.update(delivered_at=at, fault="") != 1:
        return False
    deal, lead = letter.deal, lead_of(letter)
    if deal:
        deal_record.write(deal, deal_record.Kind.SENT, by=letter.by, at=at, **_said_of(letter))
    if deal and deal.account:
        touch = touchpoint.record(
            deal.account, direction=Direction.OUT, form=Form.TELEGRAM if letter.in_telegram else Form.EMAIL, at=at,
            by=letter.by, contact=letter.contact, summary=letter.called, day=deal.account.local_day(at),
        )  # fmt: skip
        SalesLetter.objects.filter(pk=letter.pk).update(touchpoint=touch)
    if lead:
        talk.log(
            lead, form=Form.MESSAGE if letter.in_telegram else Form.EMAIL, whose=talk.Whose.OURS, by=letter.by, at=at,
            summary=letter.called, letter=str(letter.pk),
        )  # fmt: skip
    return True


@transaction.atomic
def refuse(letter: SalesLetter, *, at: datetime, fault: str) -> None:
    """The server refused for good."""
    parcel.refuse(letter, at=at, fault=fault)
    _tell_that_it_came_back(letter, at=at, fault=fault)


def postpone(letter: SalesLetter, *, at: datetime, fault: str) -> datetime | None:
    """The server refused for now; when its patience is at an end, it is told like any other refusal."""
    again = parcel.postpone(letter, at=at, fault=fault)
    if again is None:
        _tell_that_it_came_back(letter, at=at, fault=fault)
    return again


@transaction.atomic
def came_back(letter: SalesLetter, *, at: datetime, fault: str) -> bool:
    """The server that had taken it says later that it did not arrive, so that it has touched and answered nobody; False
    if that was known before."""
    handed = SalesLetter.objects.filter(pk=letter.pk, handed_at__isnull=False, failed_at=None)
    if handed.update(delivered_at=None, failed_at=at, fault=fault[:500], touchpoint=None) != 1:
        return False
    if letter.touchpoint:
        touchpoint.take_back(letter.touchpoint, known_at=at)
    if (lead := lead_of(letter)) and letter.delivered_at:
        talk.unsay(lead, letter=str(letter.pk), said_at=letter.delivered_at)
    _tell_that_it_came_back(letter, at=at, fault=fault)
    return True


def again(letter: SalesLetter, *, at: datetime) -> bool:
    """A person is sure that it has not arrived: once more; False if somebody was quicker."""
    fresh = {"taken_at": None, "handed_at": None, "failed_at": None, "attempts": 0, "next_try_at": at, "fault": ""}
    return SalesLetter.objects.troubled(at).filter(pk=letter.pk).update(**fresh) == 1


def arrived(letter: SalesLetter, *, at: datetime) -> bool:
    """A person knows that it came through; False if somebody was quicker. Of one in parts that goes for the part that
    was under way: what is left of it goes on."""
    doubtful = part.under_way(letter, letter.parts.all())
    if doubtful.exists():
        return again(letter, at=at) and doubtful.update(arrived_at=at) == 1
    if SalesLetter.objects.troubled(at).filter(pk=letter.pk).update(failed_at=None) != 1:
        return False
    return deliver(letter, at=letter.handed_at or at)


def give_up(letter: SalesLetter, *, reason: str, by: Person, at: datetime) -> bool:
    """A person leaves it at that, and says why; False if somebody was quicker."""
    facts = {"settled_at": at, "settled_by": by, "settled_why": reason}
    return SalesLetter.objects.troubled(at).filter(pk=letter.pk).update(**facts) == 1


def _tell_that_it_came_back(letter: SalesLetter, *, at: datetime, fault: str) -> None:
    """In the history of the lead or the deal, and to whoever has it."""
    said: dict[str, Any] = {"by": letter.by, "at": at, "words": fault[:500], **_said_of(letter)}
    facts = {"who": letter.to, "words": fault[:300]}
    if letter.deal:
        deal_record.write(letter.deal, deal_record.Kind.BOUNCED, **said)
        facts |= {"client": letter.deal.whose, "deal": letter.deal.title}
        address = reverse("deal", args=[letter.deal_id])
    else:
        lead_record.write(letter.lead, lead_record.Kind.BOUNCED, **said)
        facts |= {"client": letter.lead.title}
        address = reverse("lead", args=[letter.lead_id])
    key = f"{letter.pk} {at:%Y%m%d%H%M%S}"
    if letter.reads:
        notification.tell(letter.reads, kind=CAME_BACK, key=key, facts=facts, address=address, at=at, is_urgent=True)


def _said_of(letter: SalesLetter) -> dict[str, Any]:
    return {"subject": letter.called, "name": letter.to, "address": letter.whither}
