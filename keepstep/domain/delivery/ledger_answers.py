"""The balls behind a reaction time: which a side passed in the period, and how long it had each (§5.3)."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from keepstep.domain.delivery.ledger_scope import ALWAYS, SCOPE, Period, Portfolio, asked

# Of each ball passed in the period, and since the opening of its project, the working time it took. The calendars' long
# arrays are looked at as the rows come by, and never carried on.
ANSWERED = """
select b.id, b.project_id, b.account_id, b.manager_id, b.side, b.since, b.passed_at,
       coalesce(b.before[upto] - greatest(date_part('epoch', b.shuts[upto] - b.passed_at), 0), 0)
       - coalesce(b.before[since_n] - greatest(date_part('epoch', b.shuts[since_n] - b.since), 0), 0) as seconds
from (
    select b.id, s.project_id, s.account_id, s.manager_id, b.side, b.since, b.passed_at, c.before, c.shuts,
           width_bucket(b.since, c.opens) as since_n, width_bucket(b.passed_at, c.opens) as upto
    from ball b
    join {scope} s on s.project_id = b.project_id
    left join calendar c on c.id = s.calendar_id
    where b.passed_at >= %(begins_all)s and b.passed_at < %(ends_all)s and b.passed_at <= %(at)s
      and b.passed_at >= s.began and b.passed_at < s.ends
    offset 0
) b
"""
STATEMENT = f"""
{SCOPE}
select id, project_id, since, passed_at, seconds
from ({ANSWERED.format(scope="scope")}) answered
where side = %(side)s
order by seconds desc, passed_at desc, id
limit %(limit)s offset %(offset)s
"""


class Answered(NamedTuple):
    ball: UUID
    project: UUID
    since: datetime
    passed_at: datetime
    took: timedelta


def answers(
    portfolio: Portfolio, *, side: str, at: datetime, period: Period = ALWAYS, limit: int, offset: int = 0
) -> list[Answered]:
    """Those that took the longest first."""
    known = asked(portfolio, period, at=at)
    if known is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, known | {"side": side, "limit": limit, "offset": offset})
        rows = cursor.fetchall()
    return [Answered(ball, of, since, passed, timedelta(seconds=took)) for ball, of, since, passed, took in rows]
