"""Sending a letter to a lead, or of a deal, at most once: plain words, or a proposal or a brief by its link (§5.8)."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import formataddr
from uuid import UUID

from keepstep.domain.agency import parcel
from keepstep.domain.sales import letter_fate, sales_letter
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.domain.talk import thread
from keepstep.outlet import carriage, sales_words
from keepstep.outlet.carriage import Clock, Goods
from keepstep.outlet.letter import THREAD, dressed, letter, reply_to, sender, signature
from keepstep.outlet.paper import Paper
from keepstep.round import run


def send(agency_id: UUID, letter_id: UUID, *, clock: Clock) -> None:
    """Send it if nobody else does; whatever the server says is kept with the letter."""
    for _stage in stages(agency_id, letter_id, clock=clock):
        pass


def stages(agency_id: UUID, letter_id: UUID, *, clock: Clock) -> Iterator[str]:
    """The same, stopping after each stage, so that a test can die there."""
    return carriage.stages(LETTER, agency_id, letter_id, clock=clock)


def message(known: SalesLetter) -> Paper:
    """The letter with its stable Message-ID and its link, in the thread of the lead or the deal."""
    signed = signature(known.by, known.agency.name)
    body = sales_words.body(known, signed=signed)
    words = letter(subject=known.subject, body=body, signed=signed, language=known.language)
    made = Paper(
        subject=words.subject,
        body=words.text,
        from_email=sender(signed),
        to=[formataddr((known.to if known.to != known.address else "", known.address))],
        reply_to=reply_to(known, reads=known.by or known.reads),
        headers={"Message-ID": known.message_id, "Content-Language": known.language, **_thread(known)},
    )
    made.attach_alternative(dressed(words, known.language), "text/html")
    return made


def _thread(known: SalesLetter) -> dict[str, str]:
    """RFC 5322 §3.6.4: the last letter that came from them, else the last of ours that arrived at the same address."""
    heard = sales_letter.last_heard(known.about)
    if heard and (named := thread.headers(heard)):
        return named
    former = SalesLetter.objects.of(*sales_letter.both(known.about))
    former = former.filter(address=known.address, delivered_at__isnull=False)
    ours = list(former.exclude(pk=known.pk).order_by("-delivered_at").values_list("message_id", flat=True)[:THREAD])
    return {"In-Reply-To": ours[0], "References": " ".join(reversed(ours))} if ours else {}


def _deliver(taken: SalesLetter, *, at: datetime) -> None:
    letter_fate.deliver(taken, at=at)
    run.look_again_after(taken, at=at)


LETTER = Goods(
    take=letter_fate.take, message=message, hand_over=parcel.hand_over, deliver=_deliver,
    postpone=letter_fate.postpone, refuse=letter_fate.refuse, doubt=parcel.doubt,
)  # fmt: skip
