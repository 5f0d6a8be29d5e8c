"""What a duty is, and the list of all of them; the round, the pages and the job description read one catalogue (§6)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import chain
from pkgutil import iter_modules
from typing import Any

from django.utils.functional import Promise

from keepstep import duties

Facts = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One rule of the job description.

    `about` is one of SUBJECTS, `part` one of RARE or empty. `rule` is a SELECT over the relations of
    `duties/relations.py`, one row for each thing due, with the columns of that subject and part. `evidence` is a
    condition on such a row `i` that says it is done: what has it is not asked for, and an open item that gets it closes
    by itself. Both may use %(day)s and %(at)s.
    `reason` and `act` put the row's facts into words.
    `announces` is a condition on an open item `i`: whoever it goes to is told of it at once; `is_urgent` says whether
    that may wait for the morning.
    """

    code: str
    title: Promise
    why: Promise
    cadence: Promise
    owner: Promise
    measure: Promise
    about: str = "account"
    part: str = ""
    rule: str
    evidence: str
    reason: Callable[[Facts], str]
    act: Callable[[Facts], str]
    announces: str = ""
    is_urgent: str = "false"
    weight: int = 50


PARTS = {"account": ("project", "ball", "milestone", "touchpoint"), "lead": (), "deal": ()}
SUBJECTS = tuple(PARTS)
"""What a duty may be about, and which parts of it; all are keys of an item, which is about one subject alone."""
RARE = ("invoice",)
"""Parts of which few duties know; a duty names its own as `part`."""
KEYS = tuple(f"{noun}_id" for noun in (*SUBJECTS, *chain.from_iterable(PARTS.values()), *RARE))
DETAILS = ("person_id", "since", "rung", "due", "facts")


def columns_of(subject: str) -> tuple[str, ...]:
    """The columns of a rule about this."""
    return (*(f"{noun}_id" for noun in (subject, *PARTS[subject])), *DETAILS)


COLUMNS = columns_of("account")


@cache
def catalogue() -> dict[str, Duty]:
    """All duties by code, the weightiest first."""
    files = [import_module(f"{duties.__name__}.{file.name}") for file in iter_modules(duties.__path__)]
    found = [file.DUTY for file in files if hasattr(file, "DUTY")]
    return {duty.code: duty for duty in sorted(found, key=lambda duty: (-duty.weight, duty.code))}
