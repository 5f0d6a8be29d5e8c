"""What is written to us about a deal: an answer to a letter that brought a proposal or a brief (§5.8)."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.urls import reverse

from keepstep.domain.agency import notification
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales import deal_record
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.domain.talk.incoming import Incoming

WRITES = "deal_writes"
"""What whoever has a deal is told: they have answered."""
LONGEST = 4000


class DealWord(Row):
    """By which letter it came, and which of ours it answers. A client's is a touchpoint beside."""

    deal = Key(Deal, models.CASCADE, related_name="words")
    letter = Key(Incoming, models.CASCADE, related_name="deal_words")
    answers = Key(SalesLetter, models.CASCADE, null=True, related_name="answers")
    at = models.DateTimeField()

    class Meta:
        db_table = "deal_word"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "letter"], name="a_letter_is_about_one_deal"),
        )
        indexes = (models.Index(fields=["agency", "deal", "-at"], name="deal_word_of"),)

    def __str__(self) -> str:
        return f"{self.deal_id}"


def hear_in_chat(deal: Deal, *, name: str, words: str, key: str, at: datetime) -> None:
    """The same of a word in a chat with our bot; `key` is that of the word."""
    deal_record.write(
        deal, deal_record.Kind.WROTE, by=None, at=at, words=words[:LONGEST], name=name, subject="Telegram"
    )
    _tell(deal, who=name, words=words, key=key, at=at)


def hear(deal: Deal, letter: Incoming, *, answers: SalesLetter, words: str, at: datetime) -> None:
    """They have answered: it stands in the deal's history, and whoever has the deal is told at once."""
    who = letter.sender_name or letter.sender
    made = DealWord.objects.create(deal=deal, letter=letter, answers=answers, at=letter.came_at)
    deal_record.write(
        deal, deal_record.Kind.WROTE, by=None, at=letter.came_at, words=words[:LONGEST], name=who,
        subject=letter.subject, letter=str(letter.pk),
    )  # fmt: skip
    _tell(deal, who=who, words=words, key=str(made.pk), at=at)


def _tell(deal: Deal, *, who: str, words: str, key: str, at: datetime) -> None:
    facts = {"client": deal.whose, "deal": deal.title, "who": who, "words": words[:300]}
    address = reverse("deal", args=[deal.pk])
    notification.tell(deal.person, kind=WRITES, key=key, facts=facts, address=address, at=at, is_urgent=True)
