"""A lead's page: who it is, what they want, whom it resembles, what happened."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse

from keepstep.desk import Desk
from keepstep.domain.sales import assignment, duplicate, qualification
from keepstep.domain.sales.criterion import Criterion
from keepstep.domain.sales.duplicate import Duplicate
from keepstep.domain.sales.lead import WAITING, Lead, State
from keepstep.domain.sales.qualification import Answer, Assessment
from keepstep.domain.sales.touch import NAMES, Touch
from keepstep.web import own_fields
from keepstep.web.deals import letters
from keepstep.web.leads import words
from keepstep.web.leads.talk_form import TalkForm

MOST_RECORDS = 200


class Alike(NamedTuple):
    """Whom a lead resembles, as it is read; `merge` is where two leads become one."""

    name: str
    about: str
    by: str
    href: str
    what: str
    key: Any


def named(found: Iterable[Duplicate]) -> list[Alike]:
    return [
        Alike(
            name=one.name,
            about=one.about,
            by=words.shared(one),
            href=reverse("lead", args=[one.id]) if one.what == "lead" else reverse("account", args=[one.account_id]),
            what=one.what,
            key=one.id,
        )
        for one in found
    ]


MOST_LETTERS = 20


def of(lead: Lead, *, desk: Desk, at: datetime) -> dict[str, Any]:
    is_merged = lead.state == State.MERGED
    deal = desk.deals().filter(lead=lead).first() if lead.state == State.DEAL else None
    return {
        "lead": lead,
        "clock": words.clock(lead, desk.working_time, at),
        "origin": words.origin(lead),
        "own": own_fields.shown(lead.own, desk.lead_fields_ever),
        "assigned": assignment.latest(lead),
        "alike": [] if is_merged else named(duplicate.of(lead)),
        "answers": Answer.choices,
        "touches": _touches(lead),
        "records": words.told(lead.records.select_related("by")[:MOST_RECORDS]),
        "came": desk.incoming().filter(strangers__lead=lead)[:MOST_LETTERS],
        "letters": letters.lines(letters.newest(desk.sales_letters().of(lead, deal), at=at)),
        "waits": lead.responded_at is None and lead.state in WAITING,
        "merges": desk.merges().filter(kept=lead, undone_at=None).select_related("gone", "by"),
        "talk_form": TalkForm(lead=lead, now=at),
        "checklist": _checklist(lead, desk),
        "is_open": lead.state in (State.UNSORTED, State.TAKEN),
        "may_deal": lead.state in (State.UNSORTED, State.TAKEN, State.ATTACHED),
        "deal": deal,
    }


class Question(NamedTuple):
    """A criterion as it is asked of a lead, with what holds and who has said so."""

    criterion: Criterion
    answer: str
    said: Assessment | None


def _checklist(lead: Lead, desk: Desk) -> list[Question]:
    """What the agency asks now, and what was answered although it is asked no more."""
    known = qualification.known_of(lead)
    asked = [*desk.criteria(), *desk.criteria_ever().filter(pk__in=known).exclude(closed_at=None)]
    return [Question(one, said.answer if (said := known.get(one.pk)) else Answer.UNKNOWN, said) for one in asked]


def _touches(lead: Lead) -> list[tuple[str, str, str]]:
    """Each name with what the first and the last touch say of it."""
    first: Touch = lead.first_touch
    last: Touch = lead.last_touch
    return [(name, first.get(name, ""), last.get(name, "")) for name in NAMES if name in first or name in last]
