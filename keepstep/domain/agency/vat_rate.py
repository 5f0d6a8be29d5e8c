"""Rates of VAT, as the law has them on a day: data of the agency, since laws change."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.agency.row import Row

USUAL: dict[str, tuple[tuple[str, date | None, date | None], ...]] = {
    "RU": (
        ("22", date(2026, 1, 1), None), ("20", None, date(2025, 12, 31)), ("10", None, None),
        ("7", date(2025, 1, 1), None), ("5", date(2025, 1, 1), None), ("0", None, None),
    ),
    "BY": (("20", None, None), ("10", None, None), ("0", None, None)),
    "KZ": (("16", date(2026, 1, 1), None), ("12", None, date(2025, 12, 31)), ("0", None, None)),
    "DE": (("19", None, None), ("7", None, None), ("0", None, None)),
    "AT": (("20", None, None), ("10", None, None), ("0", None, None)),
    "FR": (("20", None, None), ("10", None, None), ("5.5", None, None), ("0", None, None)),
    "GB": (("20", None, None), ("5", None, None), ("0", None, None)),
}  # fmt: skip
"""By country: per cent, since and until (its last day). Russia: Tax Code, article 164, with law 425-FZ."""
ELSEWHERE = (("20", None, None), ("0", None, None))


class VatRateQuerySet(models.QuerySet["VatRate"]):
    def on(self, day: date) -> "VatRateQuerySet":
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class VatRate(Row):
    """`until` is the last day of the rate; no beginning is "ever since"."""

    percent = models.DecimalField(max_digits=5, decimal_places=2)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects: ClassVar[VatRateQuerySet] = VatRateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "vat_rate"
        ordering = ("-percent", "since", "id")
        constraints = (
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lt=100), name="a_rate_is_a_part_of_the_price"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="a_rate_begins_before_it_ends"),
            models.UniqueConstraint(
                fields=["agency", "percent", "since"], name="a_rate_begins_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.percent.normalize():f} %"


def offered() -> VatRateQuerySet:
    """All rates, past and to come; an agency that never had any begins with those of its country."""
    if not VatRate.objects.exists():
        usual = USUAL.get(default_calendar().country, ELSEWHERE)
        VatRate.objects.bulk_create(
            [VatRate(percent=Decimal(percent), since=since, until=until) for percent, since, until in usual],
            ignore_conflicts=True,
        )
    return VatRate.objects.all()


class AlreadyThere(ValueError):
    """This rate, from this day on, is known."""


def add(*, percent: Decimal, since: date | None = None, until: date | None = None) -> VatRate:
    """Raises AlreadyThere."""
    made, is_new = VatRate.objects.get_or_create(percent=percent, since=since, defaults={"until": until})
    if not is_new:
        raise AlreadyThere
    return made


def end(rate: VatRate, *, until: date | None) -> None:
    """`until` is its last day; None lets it go on."""
    rate.until = until
    rate.save(update_fields=["until"])
