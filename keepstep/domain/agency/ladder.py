"""The escalation ladder: who is asked after how many days of stall (§5.3)."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.row import Key, Row


class Audience(models.TextChoices):
    """Whom a rung speaks to; which person that is depends on whose ball it is."""

    HOLDER = "holder", _("whoever holds the ball")
    TEAM = "team", _("their team")
    DECIDER = "decider", _("their decision maker")
    MANAGEMENT = "management", _("own management telephones the client")


class Ladder(Row):
    """A ladder in force from a day on; a running case keeps the ladder it started with."""

    since = models.DateField()

    class Meta:
        db_table = "ladder"
        ordering = ("-since",)
        constraints = (models.UniqueConstraint(fields=["agency", "since"], name="one_ladder_starts_on_a_day"),)

    def __str__(self) -> str:
        return f"ladder since {self.since}"


class Rung(Row):
    """Fires on the given day of the stall, and again every so many days if `repeat_every` is set.

    `words` are its templates by language, `{"en": {"subject": …, "body": …}}`; without them the default ones serve.
    """

    ladder = Key(Ladder, models.CASCADE, related_name="rungs")
    position = models.PositiveSmallIntegerField()
    after_days = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=10, choices=Audience)
    repeat_every = models.PositiveSmallIntegerField(null=True)
    words = models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))

    class Meta:
        db_table = "rung"
        ordering = ("position",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "ladder", "position"], name="a_ladder_has_one_rung_a_position"),
        )

    def __str__(self) -> str:
        return f"{self.after_days} → {self.audience}"


DEFAULT = (
    (1, Audience.HOLDER, None),
    (2, Audience.TEAM, None),
    (3, Audience.DECIDER, None),
    (5, Audience.MANAGEMENT, 5),
)


def set_up(*, since: date) -> Ladder:
    """The default ladder of §5.3 for the agency the session is in."""
    ladder = Ladder.objects.create(since=since)
    Rung.objects.bulk_create(
        Rung(ladder=ladder, position=position, after_days=days, audience=audience, repeat_every=repeat)
        for position, (days, audience, repeat) in enumerate(DEFAULT, start=1)
    )
    return ladder
