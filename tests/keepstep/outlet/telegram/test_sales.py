"""A lead that wrote to our bot is answered in that chat, at most once, and a deal is written to there (§5.7, §5.8)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.clients.contact import Channel
from keepstep.domain.sales import (
    deal,
    deal_word,
    lead_door,
    letter_fate,
    pipeline,
    proposal_link,
    sales_letter,
    stranger,
)
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.domain.talk.sending import CLAIM_LIFE
from keepstep.outlet import jobs
from keepstep.outlet.telegram import sales as carriage
from tests.cast import House
from tests.keepstep.domain.sales.leads import site
from tests.keepstep.domain.sales.proposals import published
from tests.keepstep.intake.telegram.bots import STRANGER, read, with_bot
from tests.keepstep.outlet.telegram.test_carriage import LONG, die
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bot(open_house: House, telegram: TelegramServer) -> TelegramBot:
    """Ben has asked our bot for a site, and Vera has the lead."""
    made = with_bot(open_house)
    with open_house.agency.entered():
        lead_door.open_to(Channel.TELEGRAM, site(open_house), by=open_house.oleg, at=open_house.at)
    telegram.write(STRANGER, "We need a site", name="Ben")
    read(made, at=open_house.at)
    with open_house.agency.entered():
        Lead.objects.update(person=open_house.vera, state="taken")
        lead_door.open_to(Channel.TELEGRAM, None, by=open_house.oleg, at=open_house.at)
    telegram.said.clear()
    return made


def write(house: House, to: Lead | Deal, *, body: str = "Hello, Ben! **When** shall we call?",
          proposal: Proposal | None = None) -> UUID:  # fmt: skip
    return sales_letter.send(
        to, channel=Channel.TELEGRAM, address=str(STRANGER), name="Ben", contact=None, subject="", body=body,
        language="en", by=house.vera, at=house.at, wait=timedelta(0), proposal=proposal,
    ).pk  # fmt: skip


def answer(house: House, *, body: str = "Hello, Ben! **When** shall we call?") -> UUID:
    with house.agency.entered():
        return write(house, Lead.objects.get(), body=body)


def send(house: House, key: UUID, *, after: timedelta = timedelta()) -> None:
    carriage.send(house.agency.pk, key, clock=lambda: house.at + after)


def history(house: House) -> list[tuple[str, str]]:
    with house.agency.entered():
        return list(Lead.objects.get().records.exclude(kind__in=("came", "given")).values_list("kind", "words"))


def test_the_answer_comes_to_the_chat_and_counts_and_the_reply_comes_to_the_lead(
    open_house: House, bot: TelegramBot, telegram: TelegramServer
) -> None:
    send(open_house, answer(open_house))
    (said,) = telegram.to(STRANGER)
    assert said.text == "Hello, Ben! When shall we call?\n\nVera, Lighthouse"
    with open_house.agency.entered():
        assert Lead.objects.get().responded_at == open_house.at
    telegram.write(STRANGER, "At ten", name="Ben")
    read(bot, at=open_house.at + timedelta(hours=1))
    assert history(open_house) == [("talked", "At ten"), ("talked", "Hello, Ben! **When** shall we call?")]
    with open_house.agency.entered():
        assert Notification.objects.get(kind=stranger.WRITES).person == open_house.vera


def test_a_worker_that_dies_never_says_a_part_twice(
    open_house: House, bot: TelegramBot, telegram: TelegramServer
) -> None:
    key = answer(open_house, body=LONG)
    die(open_house, telegram, key, "noted", outlet="sales")
    for hours in (1, 2):
        send(open_house, key, after=timedelta(hours=hours))
    texts = [one.text for one in telegram.to(STRANGER)]
    assert (len(texts), len(set(texts))) == (3, 3)
    assert [kind for kind, _words in history(open_house)] == ["talked"]


def test_of_a_part_that_nobody_knows_of_a_person_does_and_the_rest_goes_on(
    open_house: House, bot: TelegramBot, telegram: TelegramServer
) -> None:
    key, later = answer(open_house, body=LONG), open_house.at + 2 * CLAIM_LIFE
    die(open_house, telegram, key, "accepted", outlet="sales")
    send(open_house, key, after=2 * CLAIM_LIFE)
    assert len(telegram.to(STRANGER)) == 1
    with open_house.agency.entered():
        stuck = SalesLetter.objects.troubled(later).get()
        assert letter_fate.arrived(stuck, at=later)
    send(open_house, key, after=3 * CLAIM_LIFE)
    assert len(telegram.to(STRANGER)) == 3


def test_where_the_bot_is_shut_out_it_is_told(open_house: House, bot: TelegramBot, telegram: TelegramServer) -> None:
    telegram.blocked.add(STRANGER)
    send(open_house, answer(open_house))
    assert [kind for kind, _words in history(open_house)] == ["bounced"]
    with open_house.agency.entered():
        told = Notification.objects.get(kind=letter_fate.CAME_BACK)
        assert (told.person, told.facts["who"], Lead.objects.get().responded_at) == (open_house.vera, "Ben", None)


def test_a_proposal_goes_to_the_chat_of_the_lead_and_the_reply_to_the_deal(
    open_house: House, bot: TelegramBot, telegram: TelegramServer
) -> None:
    with open_house.agency.entered():
        facts: dict[str, Any] = {"person": open_house.vera, "title": "Shop", "currency": "EUR", "by": open_house.vera}
        made = deal.make_of(Lead.objects.get(), along=pipeline.offered(open_house.agency)[0], at=open_house.at, **facts)
        version = published(open_house, deal=made)
        write(open_house, made, body="Here it is.", proposal=version.proposal)
    jobs.sweep_telegram()
    (said,) = telegram.to(STRANGER)
    (link,) = said.links
    with open_house.agency.entered():
        assert proposal_link.find(link.rstrip("/").rsplit("/", 1)[1], at=open_house.at) is not None
    telegram.write(STRANGER, "Agreed", name="Ben")
    read(bot, at=open_house.at + timedelta(hours=1))
    with open_house.agency.entered():
        assert [one.words for one in made.records.filter(kind="wrote")] == ["Agreed"]
        assert Notification.objects.get(kind=deal_word.WRITES).facts["words"] == "Agreed"
