"""Sending a letter of a deal at most once: a proposal or a brief by its link, or plain words (§5.8)."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import formataddr
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from keepstep.domain.agency import parcel
from keepstep.domain.sales import deal_letter
from keepstep.domain.sales.deal_letter import DealLetter
from keepstep.outlet import carriage
from keepstep.outlet.carriage import Clock, Goods
from keepstep.outlet.letter import THREAD, Letter, dressed, letter, reply_to, sender, signature
from keepstep.outlet.paper import Paper
from keepstep.round import run


def send(agency_id: UUID, letter_id: UUID, *, clock: Clock) -> None:
    """Send it if nobody else does; whatever the server says is kept with the letter."""
    for _stage in stages(agency_id, letter_id, clock=clock):
        pass


def stages(agency_id: UUID, letter_id: UUID, *, clock: Clock) -> Iterator[str]:
    """The same, stopping after each stage, so that a test can die there."""
    return carriage.stages(LETTER, agency_id, letter_id, clock=clock)


def message(known: DealLetter) -> Paper:
    """The letter with its stable Message-ID and its link, in the thread of the deal."""
    signed = signature(known.by, known.agency.name)
    words = words_of(known, signed=signed)
    made = Paper(
        subject=words.subject,
        body=words.text,
        from_email=sender(signed),
        to=[formataddr((known.to if known.to != known.address else "", known.address))],
        reply_to=reply_to(known, reads=known.by or known.deal.person),
        headers={"Message-ID": known.message_id, "Content-Language": known.language, **_thread(known)},
    )
    made.attach_alternative(dressed(words, known.language), "text/html")
    return made


def words_of(known: DealLetter, *, signed: str) -> Letter:
    """What they read: our words, and the link beneath."""
    body = known.body.rstrip().removesuffix(signed).rstrip()
    if known.secret:
        with translation.override(known.language):
            body += f"\n\n[{_label(known)}]({_address(known)})"
    return letter(subject=known.subject, body=body, signed=signed, language=known.language)


def _label(known: DealLetter) -> str:
    return _("Open the proposal") if known.proposal_id else _("Answer the questions")


def _address(known: DealLetter) -> str:
    name = "client_proposal" if known.proposal_id else "client_brief"
    return str(settings.SITE_URL + reverse(name, args=[known.secret]))


def _thread(known: DealLetter) -> dict[str, str]:
    """RFC 5322 §3.6.4: the last answer to a letter of the deal, else the last that arrived at the same address."""
    heard = known.deal.words.exclude(letter__message_id="").order_by("-at").values_list("letter__message_id", flat=True)
    former = DealLetter.objects.filter(deal=known.deal_id, address=known.address, delivered_at__isnull=False)
    ours = list(former.exclude(pk=known.pk).order_by("-delivered_at").values_list("message_id", flat=True)[:THREAD])
    answered = heard.first() or (ours[0] if ours else "")
    if not answered:
        return {}
    names = dict.fromkeys([*reversed(ours), answered])
    return {"In-Reply-To": answered, "References": " ".join(names)}


def _deliver(taken: DealLetter, *, at: datetime) -> None:
    deal_letter.deliver(taken, at=at)
    run.look_again_at_deal(taken.deal, at=at)
    if taken.deal.account_id:
        run.look_again(taken.deal.account_id, at=at)


LETTER = Goods(
    take=deal_letter.take, message=message, hand_over=parcel.hand_over, deliver=_deliver,
    postpone=deal_letter.postpone, refuse=deal_letter.refuse, doubt=parcel.doubt,
)  # fmt: skip
