"""Pauses: by agreement nothing is demanded of anybody, and the clocks stand still (§5.3)."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.project import Project


class PauseQuerySet(models.QuerySet["Pause"]):
    def lasting(self, at: datetime) -> "PauseQuerySet":
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)

    def of(self, project: Project) -> "PauseQuerySet":
        """The project's own, and those of its whole account."""
        return self.filter(Q(project=project) | Q(project=None), account=project.account_id)


class Pause(Row):
    """Of one project, or without one of all the account's. `said_at` is when it was entered: it may begin earlier."""

    account = Key(Account, models.CASCADE, related_name="pauses")
    project = Key(Project, models.CASCADE, null=True, blank=True, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
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
    """Both sides agree that the work rests. Raises EndsBeforeItBegins."""
    if until is not None and until <= since:
        raise EndsBeforeItBegins
    return Pause.objects.create(
        account=account,
        project=project,
        since=since,
        until=until,
        agreed_with=agreed_with,
        reason=reason,
        by=by,
        said_at=at,
    )


def resume(pause: Pause, *, at: datetime) -> bool:
    """The work goes on from now; False if the pause had ended already. One that has not begun yet never takes place."""
    if at <= pause.since:
        return Pause.objects.filter(pk=pause.pk, since__gte=at).delete()[0] == 1
    return Pause.objects.lasting(at).filter(pk=pause.pk).update(until=at) == 1
