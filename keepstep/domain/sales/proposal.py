"""Proposals: what a deal is to be made of and at what price, in versions, of which the newest counts (§5.8)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db import models
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Subquery, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.deal import Deal


class State(models.TextChoices):
    """Where a proposal stands on a day: derived, never stored."""

    DRAFT = "draft", pgettext_lazy("proposal", "draft")
    SENT = "sent", pgettext_lazy("proposal", "published")
    OPENED = "opened", pgettext_lazy("proposal", "opened by the client")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
    DECLINED = "declined", pgettext_lazy("proposal", "declined")
    EXPIRED = "expired", pgettext_lazy("proposal", "expired")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def with_standing(self, day: date) -> "ProposalQuerySet":
        """Each with `newest` (the key of the version that counts), `drafted` (of the one being written), `title`,
        `total`, `currency`, `valid_until` of the latest, `seen_at` and `times` of the client's looks, and `state`."""
        of_it = _versions()
        published = of_it.filter(published_at__isnull=False)
        facts = {
            "newest": Subquery(published.values("pk")[:1]),
            "drafted": Subquery(of_it.filter(published_at=None).values("pk")[:1]),
            "number": Subquery(published.values("number")[:1]),
            "title": Subquery(of_it.values("title")[:1]),
            "total": Subquery(of_it.values("total")[:1]),
            "currency": Subquery(of_it.values("currency")[:1]),
            "valid_until": Subquery(published.values("valid_until")[:1]),
            "published_at": Subquery(published.values("published_at")[:1]),
        }
        newest = self.annotate(**facts)
        of_all = _views().filter(version__proposal=OuterRef("pk")).order_by()
        looks = of_all.values("version__proposal")
        looked = {
            "seen_at": Subquery(looks.annotate(first=Min("at")).values("first")),
            "times": Subquery(looks.annotate(n=Count("pk")).values("n")),
            "is_accepted": Exists(_decisions("accepted").filter(of=OuterRef("pk"))),
            "is_declined": Exists(_decisions("declined").filter(version=OuterRef("newest"))),
            "is_opened": Exists(_views().filter(version=OuterRef("newest"))),
        }
        state = Case(
            When(newest=None, then=Value(State.DRAFT)),
            When(is_accepted=True, then=Value(State.ACCEPTED)),
            When(is_declined=True, then=Value(State.DECLINED)),
            When(valid_until__lt=day, then=Value(State.EXPIRED)),
            When(is_opened=True, then=Value(State.OPENED)),
            default=Value(State.SENT),
            output_field=models.CharField(),
        )
        stands: Any = newest.annotate(**looked).annotate(**{"state": state})
        return cast(ProposalQuerySet, stands)

    def waiting(self, day: date) -> "ProposalQuerySet":
        """Those that wait for the client's answer on this day, the first to end first."""
        waits = {"state__in": (State.SENT, State.OPENED)}
        return self.with_standing(day).filter(**waits).order_by(F("valid_until"), "pk")

    def in_state(self, state: str) -> "ProposalQuerySet":
        """Of those `with_standing`."""
        return self.filter(**{"state": state})


def _versions() -> "models.QuerySet[Any]":
    from keepstep.domain.sales.proposal_version import ProposalVersion  # a version belongs to a proposal

    return ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by("-number")


def _views() -> "models.QuerySet[Any]":
    from keepstep.domain.sales.proposal_link import ProposalView  # a view is of a version of a proposal

    return ProposalView.objects.all()


def _decisions(kind: str) -> "models.QuerySet[Any]":
    from keepstep.domain.sales.decision import Decision  # a decision is about a version of a proposal

    return Decision.objects.standing().filter(kind=kind)


class Proposal(Row):
    """What it says stands in its versions; what stands without a field is known `with_standing`."""

    newest: UUID | None
    drafted: UUID | None
    number: int | None
    title: str
    total: Decimal
    currency: str
    valid_until: date | None
    published_at: datetime | None
    seen_at: datetime | None
    times: int | None
    state: str

    deal = Key(Deal, models.CASCADE, related_name="proposals")
    by = Key(Person, null=True)
    at = models.DateTimeField()

    objects: ClassVar[ProposalQuerySet] = ProposalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "proposal"
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=["agency", "-at", "-id"], name="proposal_by_day"),
            models.Index(fields=["agency", "deal", "-at", "-id"], name="proposal_of_deal"),
        )

    def __str__(self) -> str:
        return f"{self.pk} of {self.deal_id}"


class AlreadyAccepted(Exception):
    """The client has said yes: what they said it to stays."""

    def __init__(self) -> None:
        super().__init__(_("This proposal is accepted: for anything else, write another one."))


def lock(proposal: Proposal) -> Proposal:
    """As it stands now, and nobody else publishes or decides meanwhile."""
    return Proposal.objects.select_for_update(of=("self",)).select_related("deal").get(pk=proposal.pk)


def refuse_if_accepted(proposal: Proposal) -> None:
    """Raises AlreadyAccepted."""
    if _decisions("accepted").filter(of=proposal).exists():
        raise AlreadyAccepted
