"""Questions a client asks about a proposal, and our answers, which stand beside it (§5.8)."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Q

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.contact import Contact
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import deal_record, proposal_news
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.proposal_news import ASKED
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.domain.talk import touchpoint
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint


class ProposalQuestion(Row):
    """Of a client of ours it is a touchpoint too, which waits for its answer like every word of theirs."""

    version = Key(ProposalVersion, models.CASCADE, related_name="questions")
    name = models.CharField(max_length=200)
    words = models.CharField(max_length=4000)
    at = models.DateTimeField()
    touchpoint = Key(Touchpoint, models.SET_NULL, null=True)
    answer = models.CharField(max_length=4000, blank=True)
    answered_by = Key(Person, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "proposal_question"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="an_answer_has_its_moment",
            ),
        )
        indexes = (models.Index(fields=["agency", "version", "at"], name="proposal_question_of"),)

    def __str__(self) -> str:
        return self.words[:60]


@transaction.atomic
def ask(
    version: ProposalVersion, *, name: str, words: str, at: datetime, contact: Contact | None = None
) -> tuple[ProposalQuestion, bool]:  # fmt: skip
    """The client asks, this contact if it is known which; whether it is news: the same words twice are once."""
    deal = deals.lock(version.proposal.deal)
    known = ProposalQuestion.objects.filter(version=version, words=words, answered_at=None).first()
    if known:
        return known, False
    heard = None
    if deal.account:
        heard = touchpoint.record(
            deal.account, direction=Direction.IN, form=Form.MESSAGE, contact=contact or deal.contact,
            summary=words[:4000], at=at,
        )  # fmt: skip
    made = ProposalQuestion.objects.create(version=version, name=name, words=words, at=at, touchpoint=heard)
    deal_record.write(
        deal, deal_record.Kind.ASKED, by=None, at=at, words=words, title=version.title, number=version.number, name=name
    )
    proposal_news.tell(deal, version, kind=ASKED, key=made.pk, who=name, words=words, at=at)
    return made, True


def of(proposal: Proposal) -> "models.QuerySet[ProposalQuestion]":
    """All that was asked about any of its versions, in order."""
    return ProposalQuestion.objects.filter(version__proposal=proposal)


@transaction.atomic
def answer(question: ProposalQuestion, *, words: str, by: Person, at: datetime) -> None:
    """The client reads it beside the proposal; answered again, the last words count."""
    known = ProposalQuestion.objects.select_for_update(of=("self",)).select_related("touchpoint").get(pk=question.pk)
    known.answer, known.answered_by, known.answered_at = words, by, at
    known.save(update_fields=["answer", "answered_by", "answered_at"])
    if known.touchpoint:
        touchpoint.settle(known.touchpoint, by=by, at=at)
