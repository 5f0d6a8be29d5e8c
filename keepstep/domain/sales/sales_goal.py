"""Goals of salespeople: how many deals, and for how much, are to be won in a month; the last word stands (§5.8)."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row


class SalesGoalQuerySet(models.QuerySet["SalesGoal"]):
    def standing(self) -> "SalesGoalQuerySet":
        return self.filter(replaced_at=None)


class SalesGoal(Row):
    """`month` is its first day; `count` or `amount` may be left open, both together take the goal away."""

    person = Key(Person)
    month = models.DateField()
    count = models.PositiveSmallIntegerField(_("deals"), null=True)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)
    by = Key(Person)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects: ClassVar[SalesGoalQuerySet] = SalesGoalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "sales_goal"
        ordering = ("at", "id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "person", "month"], condition=Q(replaced_at=None),
                name="one_word_about_a_sales_goal_stands",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="a_sales_goal_is_of_a_month"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="a_sales_goal_is_above_nought"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person_id} {self.month:%Y-%m}"


class NotTheirsToSet(Exception):
    def __init__(self) -> None:
        super().__init__(_("Only a head sets goals."))


@transaction.atomic
def agree(
    person: Person, *, month: date, count: int | None, amount: Decimal | None, currency: str, by: Person, at: datetime
) -> SalesGoal:
    """What was agreed before is kept, and counts no more. Raises NotTheirsToSet."""
    if not by.manages_the_agency:
        raise NotTheirsToSet
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    SalesGoal.objects.standing().filter(person=person, month=month).update(replaced_at=at)
    return SalesGoal.objects.create(
        person=person, month=month, count=count, amount=amount, currency=currency, by=by, at=at
    )
