"""The escalation ladder: who is asked after how many days of stall (§5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import audience, wording
from keepstep.domain.agency.audience import Audience, Way
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.wording import Wording


class Ladder(Row):
    """A ladder in force from a day on; a running case keeps the ladder it started with."""

    since = models.DateField()
    by = Key(Person, null=True)

    class Meta:
        db_table = "ladder"
        ordering = ("-since",)
        constraints = (models.UniqueConstraint(fields=["agency", "since"], name="one_ladder_starts_on_a_day"),)

    def __str__(self) -> str:
        return f"ladder since {self.since}"


class Rung(Row):
    """Fires on the given day of the stall, and again every so many days if `repeat_every` is set.

    Only the last rung may come back: it counts on, so that its third time is a rung of its own. Without a `channel`
    it is climbed by the usual way. `words` are its templates by language, `{"en": {"subject": …, "body": …}}`; without
    them the default ones serve.
    """

    ladder = Key(Ladder, models.CASCADE, related_name="rungs")
    position = models.PositiveSmallIntegerField()
    after_days = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=10, choices=Audience)
    channel = models.CharField(max_length=7, choices=Way, blank=True, default="", db_default="")
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

    @property
    def way(self) -> Way:
        return Way(self.channel) if self.channel else audience.usual_way(self.audience)

    def wording(self, language: str) -> Wording:
        """The agency's own words in this language where it has written some, else the default ones."""
        own, default = self.words.get(language) or {}, wording.default(self.audience, language)
        return Wording(own.get("subject") or default.subject, own.get("body") or default.body)


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


def in_force(since: date, *, known: Sequence[Ladder] | None = None) -> Ladder:
    """The ladder of a case that began on this day; of a case older than every ladder, the first one."""
    ladders = known if known is not None else with_rungs()
    return next((ladder for ladder in ladders if ladder.since <= since), ladders[-1])


def with_rungs() -> list[Ladder]:
    """All ladders of the agency with their rungs, the newest first."""
    return list(Ladder.objects.order_by("-since").prefetch_related("rungs"))


def rung_of(ladder: Ladder, n: int) -> Rung:
    """What the n-th firing of a ladder is; beyond the last rung it is that one again."""
    rungs = list(ladder.rungs.all())
    return rungs[min(max(n, 1), len(rungs)) - 1]


def fires_next(ladder: Ladder, day: int) -> tuple[Rung, int] | None:
    """After this day of the stall: the next rung and the day on which it fires; None if nothing comes any more."""
    rungs = list(ladder.rungs.all())
    ahead = next(((rung, rung.after_days) for rung in rungs if rung.after_days > day), None)
    last = rungs[-1]
    if ahead or not last.repeat_every:
        return ahead
    times = (day - last.after_days) // last.repeat_every + 1
    return last, last.after_days + times * last.repeat_every


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A rung as it is to be; see Rung."""

    after_days: int
    audience: str
    channel: str = ""
    repeat_every: int | None = None
    words: dict[str, dict[str, str]] = field(default_factory=dict)


def plans_of(ladder: Ladder) -> list[Plan]:
    """A ladder as one would have to plan it."""
    return [
        Plan(
            after_days=rung.after_days, audience=rung.audience, channel=str(rung.way), repeat_every=rung.repeat_every,
            words=rung.words,
        )
        for rung in ladder.rungs.all()
    ]  # fmt: skip


class WrongLadder(Exception):
    """Nobody could climb it; `place` is the rung at fault, counted from 0, and `field` what of it."""

    def __init__(self, words: object, *, place: int = 0, field: str = "") -> None:
        super().__init__(words)
        self.place, self.field = place, field


def rewrite(plans: Sequence[Plan], *, today: date, by: Person | None = None) -> Ladder:
    """Another ladder for the stalls that begin after today; every running case keeps its own. Raises WrongLadder.

    Changed twice on a day, the later one counts: nothing has begun under the earlier one.
    """
    _check(plans)
    with transaction.atomic():
        ladder, _new = Ladder.objects.update_or_create(since=today + timedelta(days=1), defaults={"by": by})
        Rung.objects.filter(ladder=ladder).delete()
        Rung.objects.bulk_create(
            Rung(
                ladder=ladder,
                position=position,
                after_days=plan.after_days,
                audience=plan.audience,
                channel=plan.channel,
                repeat_every=plan.repeat_every,
                words=plan.words,
            )
            for position, plan in enumerate(plans, start=1)
        )
    return ladder


def _check(plans: Sequence[Plan]) -> None:
    if not plans:
        raise WrongLadder(_("A ladder needs at least one rung."))
    before = 0
    for place, plan in enumerate(plans):
        if plan.after_days <= before:
            raise WrongLadder(
                _("The days of the rungs rise from 1 on: each rung comes after the one above."),
                place=place,
                field="after_days",
            )
        before = plan.after_days
        if plan.repeat_every is not None and (place < len(plans) - 1 or plan.repeat_every < 1):
            raise WrongLadder(_("Only the last rung comes back."), place=place, field="repeat_every")
        if plan.audience == Audience.MANAGEMENT and plan.channel not in ("", Way.CALL):
            raise WrongLadder(_("Own management telephones: this rung is a call."), place=place, field="channel")
        for language, words in plan.words.items():
            for part, text in words.items():
                try:
                    wording.check(text)
                except wording.UnknownField as why:
                    raise WrongLadder(
                        _("There is no field %(name)s.") % {"name": why.name}, place=place, field=f"{part}_{language}"
                    ) from why
