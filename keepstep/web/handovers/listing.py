"""The list of handovers: at most 50 a page, each with its clocks; and what is typical of the last months."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F
from django.utils.http import urlencode
from django.utils.translation import pgettext_lazy

from keepstep.desk import Desk
from keepstep.domain.sales import handover_clock
from keepstep.domain.sales.handover import Handover, State
from keepstep.formulas.handover_clock import typical
from keepstep.postgres.keyset import before
from keepstep.web.addresses import address
from keepstep.web.days import key_of, moment_of
from keepstep.web.handovers import words
from keepstep.web.handovers.words import Clock

PAGE = 50
LOOK_BACK = timedelta(days=90)
MOST = 500
OPEN, DONE = "open", "accepted"
TABS = ((OPEN, pgettext_lazy("handovers", "under way")), (DONE, pgettext_lazy("handovers", "accepted")))


class Row(NamedTuple):
    href: str
    client: str
    deal: str
    seller: str
    manager: str
    state: str
    tone: str
    clocks: list[Clock]


def page(desk: Desk, *, state: str, after: str, at: datetime) -> tuple[list[Row], str]:
    """The newest first, and the key of the next page, empty at the end."""
    found = desk.handovers().accepted() if state == DONE else desk.handovers().under_way()
    said, _tilde, key = after.partition("~")
    moment = moment_of(said)
    if moment and moment.tzinfo and (last := key_of(key)):
        found = found.filter(before((F("begun_at"), moment), (F("pk"), last)))
    known = handover_clock.with_moments(found).select_related("deal__person", "deal__account", "manager")
    rows = list(known.order_by("-begun_at", "-pk")[: PAGE + 1])
    cursor = f"{rows[PAGE - 1].begun_at.isoformat()}~{rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    return [_row(one, desk, at) for one in rows[:PAGE]], cursor


def _row(one: Handover, desk: Desk, at: datetime) -> Row:
    legs = handover_clock.legs(one, desk.working_time, now=at)
    return Row(
        href=address("handover", one.pk),
        client=str(one),
        deal=one.deal.title,
        seller=one.deal.person.name,
        manager=one.manager.name if one.manager else "",
        state=str(State(one.state).label),
        tone="red" if one.state == State.RETURNED else "amber" if one.state == State.OFFERED else "",
        clocks=[words.clock(leg) for leg in legs],
    )


def usual(desk: Desk, *, at: datetime) -> list[Clock]:
    """The medians of what was accepted in the last ninety days."""
    lately = desk.handovers().accepted().filter(accepted_at__gt=at - LOOK_BACK)
    known = handover_clock.with_moments(lately).order_by("-accepted_at")[:MOST]
    return [
        words.typical(one) for one in typical(handover_clock.legs(each, desk.working_time, now=at) for each in known)
    ]


def query(state: str, **more: str) -> str:
    return urlencode({"state": state, **more})
