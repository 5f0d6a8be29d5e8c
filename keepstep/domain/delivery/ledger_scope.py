"""Which projects and which days the ledger's figures are of, as the beginning of a statement (§5.3).

A working day of the period is a bit. What somebody held, what a notice covers and what was a pause are strings of bits,
so that the classes of a project's days are a few operations on words instead of a row a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min

from keepstep.domain.delivery.calendar_bits import parameters
from keepstep.domain.delivery.project import Project, ProjectQuerySet

NOBODY = UUID(int=0)
"""The manager of clients that have none."""


@dataclass(frozen=True)
class Portfolio:
    """The projects asked for: all of the agency, narrowed by whatever is given."""

    projects: Sequence[UUID] | None = None
    accounts: Sequence[UUID] | None = None
    manager: UUID | None = None

    def found(self) -> ProjectQuerySet:
        projects = Project.objects.all()
        if self.projects is not None:
            projects = projects.filter(pk__in=self.projects)
        if self.accounts is not None:
            projects = projects.filter(account__in=self.accounts)
        if self.manager is None:
            return projects
        return projects.filter(account__manager=None if self.manager == NOBODY else self.manager)


@dataclass(frozen=True)
class Period:
    """Both days included; without the first from the openings on, and never beyond the present."""

    first: date | None = None
    last: date | None = None


ALWAYS = Period()

# scope: the projects, each with its days, which are those of the period from its opening to its closing.
SCOPE = """
with calendar as materialized (
    select id, dates::date[], midnights::timestamptz[], decided::timestamptz[], period::varbit,
           opens::timestamptz[], shuts::timestamptz[], before::float8[], begins, ends
    from unnest(
        %(calendars)s::uuid[], %(dates)s::text[], %(midnights)s::text[], %(decided)s::text[], %(periods)s::text[],
        %(opens)s::text[], %(shuts)s::text[], %(before)s::text[], %(begins)s::timestamptz[], %(ends)s::timestamptz[]
    ) as c (id, dates, midnights, decided, period, opens, shuts, before, begins, ends)
),
bits as materialized (select %(ones)s::varbit as ones, ~ %(ones)s::varbit as none),
scope as materialized (
    select p.id as project_id, p.account_id, p.opened_at, coalesce(a.manager_id, %(nobody)s::uuid) as manager_id,
           c.id as calendar_id, greatest(c.begins, p.opened_at) as began, c.ends,
           c.period & (ones >> width_bucket(p.opened_at, c.decided))
           & coalesce(~ (ones >> width_bucket(p.closed_at, c.midnights)), ones) as days,
           coalesce(ones >> width_bucket(p.closed_at, c.decided), none) as over
    from project p
    join account a on a.id = p.account_id
    left join calendar c on c.id = coalesce(a.calendar_id, %(default)s::uuid)
    cross join bits
    where p.opened_at <= least(%(ends_all)s, %(at)s) and (p.closed_at is null or p.closed_at >= %(begins_all)s)
      and (%(projects)s::uuid[] is null or p.id = any (%(projects)s::uuid[]))
      and (%(accounts)s::uuid[] is null or p.account_id = any (%(accounts)s::uuid[]))
      and (%(manager)s::uuid is null or coalesce(a.manager_id, %(nobody)s::uuid) = %(manager)s::uuid)
)
"""


def asked(portfolio: Portfolio, period: Period, *, at: datetime) -> dict[str, Any] | None:
    """What such a statement is told; None where no project was ever opened."""
    opened = portfolio.found().order_by().aggregate(first=Min("opened_at"))["first"]
    if opened is None:
        return None
    return parameters(first=period.first, last=period.last, opened=opened, at=at) | {
        "at": at,
        "nobody": NOBODY,
        "projects": None if portfolio.projects is None else list(portfolio.projects),
        "accounts": None if portfolio.accounts is None else list(portfolio.accounts),
        "manager": portfolio.manager,
    }
