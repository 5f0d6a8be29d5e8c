"""Pauses: by agreement nothing is demanded of anybody, and the clocks stand still (§5.3)."""

from datetime import date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.project import Project

TICK = timedelta(microseconds=1)


class PauseQuerySet(models.QuerySet["Pause"]):
    def lasting(self, at: datetime) -> "PauseQuerySet":
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)

    def overlapping(self, since: datetime, until: datetime | None) -> "PauseQuerySet":
        begun = self.filter(Q(until=None) | Q(until__gt=since))
        return begun.filter(since__lt=until) if until else begun

    def ahead(self, at: datetime) -> "PauseQuerySet":
        return self.filter(since__gt=at)

    def about(self, account: Account, project: Project | None) -> "PauseQuerySet":
        """Whatever lets this project rest; without one, the pauses of the whole account."""
        return self.of(project) if project else self.filter(account=account, project=None)

    def of(self, project: Project) -> "PauseQuerySet":
        """The project's own, and those of its whole account."""
        return self.filter(Q(project=project) | Q(project=None), account=project.account_id)


class Pause(Row):
    """Of one project, or without one of all the account's. `said_at` is when it was entered: it may begin earlier.

    `until` is when it ends or ended; `agreed_until` when it was to end, where the work went on sooner.
    """

    account = Key(Account, models.CASCADE, related_name="pauses")
    project = Key(Project, models.CASCADE, null=True, blank=True, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    agreed_until = models.DateTimeField(null=True)
    resumed_by = Key(Person, null=True)
    agreed_with = models.CharField(_("agreed with"), max_length=200)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = Key(Person, null=True)
    said_at = models.DateTimeField()

    objects: ClassVar[PauseQuerySet] = PauseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "pause"
        ordering = ("-since", "-id")
        indexes = (models.Index(fields=["agency", "account", "since"], name="pause_of_account"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("since")), name="a_pause_ends_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return f"{self.since} – {self.until or ''}"

    def lasts(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


class Overlaps(Exception):
    """The work rests already at that time."""

    def __init__(self, pause: Pause) -> None:
        words = _("The work rests then already, as agreed with %(who)s.")
        super().__init__(words % {"who": pause.agreed_with})
        self.pause = pause


class EndsBeforeItBegins(Exception):
    """The last day of a pause lies before its first."""

    def __init__(self) -> None:
        super().__init__(_("A pause ends after it has begun."))


def agree(
    account: Account,
    *,
    since: datetime,
    agreed_with: str,
    by: Person | None,
    at: datetime,
    project: Project | None = None,
    until: datetime | None = None,
    reason: str = "",
) -> Pause:
    """Both sides agree that the work rests. Raises EndsBeforeItBegins, Overlaps."""
    if until is not None and until <= since:
        raise EndsBeforeItBegins
    Account.objects.select_for_update().get(pk=account.pk)
    if former := Pause.objects.about(account, project).overlapping(since, until).first():
        raise Overlaps(former)
    return Pause.objects.create(
        account=account,
        project=project,
        since=since,
        until=until,
        agreed_until=until,
        agreed_with=agreed_with,
        reason=reason,
        by=by,
        said_at=at,
    )


def resume(pause: Pause, *, by: Person | None, at: datetime) -> bool:
    """The work goes on from now; False if it does already."""
    return Pause.objects.lasting(at).filter(pk=pause.pk).update(until=at, resumed_by=by) == 1


def call_off(pause: Pause, *, at: datetime) -> bool:
    """It will not take place; False if it has begun."""
    return Pause.objects.ahead(at).filter(pk=pause.pk).delete()[0] == 1


def withdraw(pause: Pause, *, at: datetime) -> None:
    """It was a slip of the hand: nothing was agreed. Raises TooLate."""
    if Pause.objects.filter(pk=pause.pk, said_at__gt=at - UNDO_LIFE, resumed_by=None).delete()[0] != 1:
        raise TooLate


def rest_again(pause: Pause, *, at: datetime) -> None:
    """It was a slip of the hand: the work rests as agreed. Raises TooLate."""
    fresh = Pause.objects.filter(pk=pause.pk, resumed_by__isnull=False, until__gt=at - UNDO_LIFE)
    if fresh.update(until=F("agreed_until"), resumed_by=None) != 1:
        raise TooLate


def last_day(until: datetime, zone: ZoneInfo) -> date:
    """The last day that rested, wholly or in part: what rests through Sunday ends as Monday begins."""
    return (until - TICK).astimezone(zone).date()


def last_day_of(until: str, zone: str) -> str:
    """SQL: the same day of a column."""
    return f"(({until} - interval '1 microsecond') at time zone {zone})::date"


def rests(which: str) -> str:
    """SQL: of the projects `p` of which this holds, whether each rests at this moment and until when, and the last day
    of its pauses that have ended."""
    return f"""
        select p.id as project_id, max({last_day_of("r.until", "%(zone)s")}) filter (where r.until <= %(at)s) as woke,
               bool_or(r.until is null or r.until > %(at)s) as lasts,
               nullif(max(coalesce(r.until, 'infinity')), 'infinity') as until
        from pause r
        join project p on p.account_id = r.account_id and (r.project_id = p.id or r.project_id is null)
        where {which} and r.since <= %(at)s
        group by p.id
    """
