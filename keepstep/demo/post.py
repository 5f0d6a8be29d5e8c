"""The post of the demo: updates and pushes are really taken, handed over and delivered, at their time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from uuid_utils.compat import uuid7

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.talk import correction, message, sending, update
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.message import Kind
from keepstep.domain.talk.sending import Sending, SendingQuerySet
from keepstep.domain.talk.update import Update
from keepstep.round import safety_net
from keepstep.round.draft import Draft, compose, write
from keepstep.round.news import gather_all

UNDERWAY = timedelta(seconds=20)


@dataclass(frozen=True)
class Word:
    """A client whom a manager tells at that moment how things stand."""

    account: Account
    by: Person
    at: datetime


def tell_all(words: Sequence[Word], *, day: date, drafted: datetime, zone: ZoneInfo) -> list[Update]:
    """The day's updates to these clients, as they were drafted together; each goes at its own moment."""
    accounts = [word.account for word in words]
    news = gather_all(accounts, day=day, at=drafted, zones={account.calendar_id: zone for account in accounts})
    return [
        _send(word.account, write(told, language=word.account.language), day=day, by=word.by, at=word.at)
        for word, told in zip(words, news, strict=True)
    ]


def tell(account: Account, *, by: Person, at: datetime, line: str = "", enclosed: Sequence[Enclosure] = ()) -> Update:
    """The drafted update goes to the client as it stands, maybe with a line about what goes with it."""
    day = account.local_day(at)
    return _send(account, compose(account, day=day, at=at), day=day, by=by, at=at, line=line, enclosed=enclosed)


def _send(
    account: Account, draft: Draft, *, day: date, by: Person, at: datetime, line: str = "",
    enclosed: Sequence[Enclosure] = (),
) -> Update:  # fmt: skip
    told = update.send(
        account,
        day=day,
        subject=draft.subject,
        body=f"{draft.body}\n\n{line}".strip(),
        by=by,
        at=at,
        language=draft.language,
        facts=draft.facts,
        enclosed=enclosed,
    )
    _deliver(told, at=at)
    return told


def let_go(agency: Agency, *, at: datetime) -> None:
    """What nobody has sent by this hour goes by itself, where that is wanted."""
    safety_net.spread(agency.pk, at=at)
    for told in Update.objects.filter(by_itself=True, written_at=at):
        _deliver(told, at=at)


def correct(told: Update, *, subject: str, body: str, by: Person, at: datetime, enclosed: Sequence[Enclosure]) -> None:
    """A letter that puts the update right, to whoever has got it."""
    _deliver(
        correction.send(
            told, draft=uuid7(), language=told.language, subject=subject, body=body, by=by, at=at, enclosed=enclosed
        ),
        at=at,
    )


def _deliver(told: Update, *, at: datetime) -> None:
    for taken in _taken(Sending.objects.filter(update=told), at=at):
        taken.update = told  # The same update, with the account as we know it: see Story.welcome.
        sending.deliver(taken, at=at + UNDERWAY)


def push(contact: Contact, *, said: Wording, ball: Ball, rung: int, by: Person, at: datetime) -> None:
    """The drafted push goes to the contact as it stands."""
    sent = message.send(
        contact, kind=Kind.PUSH, subject=said.subject, body=said.body, ball=ball, rung=rung, by=by, at=at,
        wait=timedelta(0),
    )  # fmt: skip
    sent.account = ball.project.account
    for taken in _taken(Sending.objects.filter(letter=sent), at=at):
        taken.letter = sent
        sending.deliver(taken, at=at + UNDERWAY)


def _taken(waiting: SendingQuerySet, *, at: datetime) -> Iterator[Sending]:
    """Each of them once the server has it."""
    for key in list(waiting.values_list("pk", flat=True)):
        taken = sending.take(key, at=at)
        if taken and sending.hand_over(taken, at=at):
            yield taken
