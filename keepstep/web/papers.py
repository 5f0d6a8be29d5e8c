"""A list of numbered papers, contracts or acts: by where they stand, the newest first, page by page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from keepstep.postgres.keyset import before
from keepstep.web import act
from keepstep.web.days import key_of, moment_of
from keepstep.web.seat import StaffRequest

PAGE = 50
ALL = "all"
Words = str | Promise
Tabs = Sequence[tuple[str, Words]]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A paper by its number and day, with whom, and about what; `badge` stands beside its number."""

    address: str
    number: str
    day: date
    badge: Words = ""
    whose: str
    whose_address: str = ""
    about: str
    about_address: str
    tone: str
    words: Words
    total: Decimal | None
    currency: str
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class Kind:
    """The words of the list; `up` and `empty_act` are an address with its words."""

    title: Words
    heads: tuple[Words, Words, Words]
    up: tuple[str, Words]
    tabs: Tabs
    empty: tuple[Words, Words]
    empty_act: tuple[str, Words]


def listed(
    request: StaffRequest, kind: Kind, *, in_state: Callable[[str], QuerySet[Any]], row: Callable[[Any], Row]
) -> HttpResponse:
    """`in_state` answers the papers of a tab; an address that names none shows all of them."""
    asked = request.GET.get("state", "")
    state = asked if asked in {value for value, _said in kind.tabs} else ALL
    after = request.GET.get("after", "")[:100].replace("\0", "")
    rows, following = _page(in_state(state), after)
    context = {
        "kind": kind,
        "rows": [row(one) for one in rows],
        "state": state,
        "next": f"?state={state}&after={following}" if following else "",
        "first": f"?state={state}" if after else "",
    }
    return render(request, f"web/components/papers.html{'#page' if act.is_fragment(request) else ''}", context)


def _page(found: QuerySet[Any], after: str) -> tuple[list[Any], str]:
    """At most 50 of them and the key of the next page, empty at the end."""
    moment, _tilde, key = after.partition("~")
    at, last = moment_of(moment), key_of(key)
    if at and at.tzinfo and last:
        found = found.filter(before((F("at"), at), (F("pk"), last)))
    rows = list(found.order_by("-at", "-pk")[: PAGE + 1])
    following = rows[PAGE - 1] if len(rows) > PAGE else None
    said = f"{following.at.isoformat()}~{following.pk}".replace("+", "%2B") if following else ""
    return rows[:PAGE], said
