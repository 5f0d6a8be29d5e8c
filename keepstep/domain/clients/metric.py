"""Metrics: numbers of a client's own business that we work for, such as orders or the cost of a lead (§4)."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account


class Better(models.TextChoices):
    UP = "up", _("the more the better")
    DOWN = "down", _("the less the better")


class Rhythm(models.TextChoices):
    MONTHLY = "month", _("a number a month")
    DAILY = "day", _("a number a day")


class MetricQuerySet(models.QuerySet["Metric"]):
    def kept(self) -> "MetricQuerySet":
        return self.filter(closed_at=None)

    def sizes(self) -> "MetricQuerySet":
        """Those by which the clients' own growth is measured."""
        return self.kept().filter(size_at__isnull=False)


class Metric(Row):
    """`size_at` is since when it stands for the client's own size (§5.6); a month's size is the sum of its readings."""

    account = Key(Account, models.CASCADE, related_name="metrics")
    name = models.CharField(max_length=100)
    unit = models.CharField(max_length=20, blank=True)
    better = models.CharField(max_length=4, choices=Better, default=Better.UP)
    rhythm = models.CharField(max_length=5, choices=Rhythm, default=Rhythm.MONTHLY)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    size_at = models.DateTimeField(null=True)
    size_by = Key(Person, null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = Key(Person, null=True)

    objects: ClassVar[MetricQuerySet] = MetricQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "metric"
        ordering = ("at", "id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                F("agency"), F("account"), Lower("name"), condition=Q(closed_at=None),
                name="a_metric_of_a_client_has_a_name_of_its_own",
            ),
            models.UniqueConstraint(
                fields=["agency", "account"], condition=Q(size_at__isnull=False, closed_at=None),
                name="one_metric_is_the_size_of_a_client",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_size(self) -> bool:
        return self.size_at is not None

    def period(self, day: date) -> date:
        """The day a reading of that day stands under: of a monthly metric the first of its month."""
        return day.replace(day=1) if self.rhythm == Rhythm.MONTHLY else day

    def reaches(self, value: object, target: object) -> bool:
        at_least: bool = value >= target if self.better == Better.UP else value <= target  # type: ignore[operator]
        return at_least


class NameTaken(Exception):
    """The client has such a metric."""

    def __init__(self) -> None:
        super().__init__(_("This client has a metric of this name already."))


def keep(
    account: Account, *, name: str, by: Person | None, at: datetime, unit: str = "", better: str = Better.UP,
    rhythm: str = Rhythm.MONTHLY,
) -> Metric:  # fmt: skip
    """From now on this number is followed. Raises NameTaken."""
    _check_name(account, name)
    return Metric.objects.create(account=account, name=name, unit=unit, better=better, rhythm=rhythm, by=by, at=at)


def amend(metric: Metric, *, name: str, unit: str) -> None:
    """What it means never changes: read more often, or better the other way, it is another one. Raises NameTaken."""
    if name.lower() != metric.name.lower():
        _check_name(metric.account, name)
    metric.name, metric.unit = name, unit
    metric.save(update_fields=["name", "unit"])


def take_as_size(metric: Metric, *, by: Person | None, at: datetime) -> None:
    """The client's own growth is measured by this one from now on, and by no other."""
    Metric.objects.sizes().filter(account=metric.account_id).exclude(pk=metric.pk).update(size_at=None, size_by=None)
    Metric.objects.kept().filter(pk=metric.pk, size_at=None).update(size_at=at, size_by=by)


def close(metric: Metric, *, by: Person | None, at: datetime) -> bool:
    """It is followed no more; what was read stays. False if it was closed before."""
    return Metric.objects.kept().filter(pk=metric.pk).update(closed_at=at, closed_by=by) == 1


def reopen(metric: Metric) -> bool:
    """False where another one has taken its name, or its place as the size."""
    others = Metric.objects.kept().filter(account=metric.account_id)
    taken = others.filter(Q(name__iexact=metric.name) | (Q(size_at__isnull=False) if metric.size_at else Q(pk=None)))
    return not taken.exists() and Metric.objects.filter(pk=metric.pk).update(closed_at=None, closed_by=None) == 1


def _check_name(account: Account, name: str) -> None:
    if Metric.objects.kept().filter(account=account, name__iexact=name).exists():
        raise NameTaken
