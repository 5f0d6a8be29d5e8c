"""Rounds that were run: which day, when, and how much they found."""

from django.db import models

from keepstep.domain.agency.row import Row


class Round(Row):
    day = models.DateField()
    ran_at = models.DateTimeField()
    found = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "round"
        ordering = ("-day",)
        constraints = (models.UniqueConstraint(fields=["agency", "day"], name="a_day_has_one_round"),)

    def __str__(self) -> str:
        return f"{self.day}"
