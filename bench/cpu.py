"""CPU time as the kernel counts it: of the web server's workers and of the database's sessions."""

import os
from pathlib import Path

from django.db import connections

from keepstep.postgres.provision import OWNER

TICK = os.sysconf("SC_CLK_TCK")
Times = dict[int, float]


def of_children(pid: int) -> Times:
    """Seconds by process: this one and all below it."""
    found, waiting = {}, [pid]
    while waiting:
        one = waiting.pop()
        found[one] = _seconds(one)
        waiting += [
            int(child)
            for task in Path(f"/proc/{one}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    return found


def of_sessions() -> Times:
    """Seconds by process of the database's sessions of the application."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "select pid from pg_stat_activity where datname = current_database() and usename = 'keepstep_app'"
        )
        return {pid: _seconds(pid) for (pid,) in cursor.fetchall()}


def spent(before: Times, after: Times) -> float:
    """A process that is new has begun at nothing."""
    return sum(seconds - before.get(pid, 0) for pid, seconds in after.items())


def _seconds(pid: int) -> float:
    """`man 5 proc`: user and system time are the 14th and 15th field; the name before may hold spaces."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK
