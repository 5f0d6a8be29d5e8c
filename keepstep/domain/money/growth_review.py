"""Growth reviews: once a quarter results, goals and growth in step are talked over with the client (§6)."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account


class GrowthReviewQuerySet(models.QuerySet["GrowthReview"]):
    def standing(self) -> "GrowthReviewQuerySet":
        return self.filter(withdrawn_at=None)


class GrowthReview(Row):
    """`quarter` is the first day of the one that was reviewed; `said` what was agreed on, `plan` what is next."""

    account = Key(Account, models.CASCADE)
    quarter = models.DateField()
    said = models.TextField(max_length=4000)
    plan = models.TextField(max_length=4000, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[GrowthReviewQuerySet] = GrowthReviewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "quarter_review"  # the duty takes the other name within a round
        ordering = ("-quarter", "-at")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "account", "quarter"], condition=Q(withdrawn_at=None),
                name="a_quarter_of_a_client_is_reviewed_once",
            ),
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10]), name="a_review_is_of_a_quarter"
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.account_id} {self.quarter}"


class ReviewedAlready(Exception):
    def __init__(self) -> None:
        super().__init__(_("This quarter was reviewed with the client already."))


def quarter_before(day: date) -> date:
    """The first day of the last whole quarter."""
    number = day.year * 4 + (day.month - 1) // 3 - 1
    return date(number // 4, number % 4 * 3 + 1, 1)


def end_of(quarter: date) -> date:
    """The first day after it."""
    return date(quarter.year + quarter.month // 10, (quarter.month + 2) % 12 + 1, 1)


def record(account: Account, *, quarter: date, said: str, plan: str, by: Person | None, at: datetime) -> GrowthReview:
    """It was talked over. Raises ReviewedAlready."""
    made = GrowthReview(account=account, quarter=quarter, said=said, plan=plan, by=by, at=at)
    if GrowthReview.objects.standing().filter(account=account, quarter=quarter).exists():
        raise ReviewedAlready
    made.save(force_insert=True)
    return made


def withdraw(review: GrowthReview, *, at: datetime) -> bool:
    """It was a slip of the hand."""
    return GrowthReview.objects.standing().filter(pk=review.pk).update(withdrawn_at=at) == 1
