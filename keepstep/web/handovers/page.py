"""A handover's page: what is gathered and what is missing, its clocks, whose turn it is, what followed."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.desk import Desk
from keepstep.domain.sales import handover_clock, handover_turn
from keepstep.domain.sales.deal import DealClosed
from keepstep.domain.sales.deal_record import Kind
from keepstep.domain.sales.gate import GateShut
from keepstep.domain.sales.handover import Handover, State
from keepstep.web.deals import words as deal_words
from keepstep.web.handovers import words
from keepstep.web.handovers.words import Gathered

MOST_RECORDS = 100
MOST_ROWS = 100


def of(handover: Handover, *, desk: Desk, at: datetime) -> dict[str, Any]:
    deal, me = handover.deal, desk.person
    promises = list(handover.promises.standing().select_related("by")[:MOST_ROWS])
    people = list(handover.people.standing().select_related("contact")[:MOST_ROWS])
    lines = list(handover.lines.standing().select_related("service")[:MOST_ROWS])
    evidence = list(desk.evidence().standing().filter(deal=deal)[:MOST_ROWS])
    is_theirs = handover.manager_id == me.pk
    records = list(handover.records.select_related("by", "person")[:MOST_RECORDS])
    return {
        "one": handover,
        "deal": deal,
        "sees_deal": desk.sells or deal.person_id == me.pk,
        "shut": _shut(handover),
        "clocks": [words.clock(leg) for leg in handover_clock.legs(handover, desk.working_time, now=at)],
        "gathered": _gathered(handover, promises, people, lines, evidence),
        "promises": promises,
        "people": people,
        "lines": [(line, deal_words.figure(line.amount, line.service.currency)) for line in lines],
        "totals": _totals(lines) if len(lines) > 1 else [],
        "files": [one for one in evidence if one.digest],
        "said": list(deal.records.filter(kind=Kind.NOTED).select_related("by")[:MOST_RECORDS]),
        "notes": [one for one in evidence if one.note],
        "records": words.told(records),
        "questions": _questions(handover, records),
        "can_assign": me.manages_the_agency and not handover.is_over,
        "can_offer": handover.state in (State.PREPARED, State.RETURNED),
        "can_accept": is_theirs and handover.state == State.OFFERED,
        "is_theirs": is_theirs,
    }


def _totals(lines: list[Any]) -> list[str]:
    """Different currencies are not summed together."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.service.currency] += line.amount
    return [deal_words.figure(total, currency) for currency, total in sorted(sums.items())]


def _shut(handover: Handover) -> str:
    """What has to happen before anything is handed over."""
    if handover.is_over:
        return ""
    try:
        handover_turn.check_gates(handover.deal)
    except (GateShut, DealClosed) as why:
        return str(why)
    return ""


def _questions(handover: Handover, records: list[Any]) -> str:
    """Those that wait for an answer."""
    if handover.state != State.RETURNED:
        return ""
    return next((one.words for one in records if one.kind == "returned"), "")


def _gathered(
    handover: Handover, promises: list[Any], people: list[Any], lines: list[Any], evidence: list[Any]
) -> list[Gathered]:
    """What nobody could begin without, then what makes a good beginning."""
    reachable = [one for one in people if one.email or (one.contact and one.contact.email)]
    decider = next((one.name for one in people if one.decides), "")
    files = [one for one in evidence if one.digest]
    manager = handover.manager.name if handover.manager else ""
    return [
        _brief(handover.brief.strip()),
        Gathered(
            _("Somebody to write to"), bool(reachable), True, _many(len(reachable), PEOPLE) or _("Add an e-mail.")
        ),
        Gathered(_("First project"), bool(handover.project.strip()), True, handover.project or _("Name it.")),
        Gathered(_("Account manager"), bool(manager), True, manager or _("A head assigns one.")),
        Gathered(_("Decision maker"), bool(decider), False, decider or _("Who says yes in the end?")),
        Gathered(
            _("Promises"), bool(promises), False, _many(len(promises), PROMISES) or _("Was nothing promised at all?")
        ),
        Gathered(
            _("Documents"),
            bool(files),
            False,
            _many(len(files), FILES) or _("The contract lies with the deal’s gates."),
        ),
        Gathered(_("First month’s plan"), bool(lines), False, _many(len(lines), LINES) or _("What is bought in it?")),
    ]


def _brief(said: str) -> Gathered:
    return Gathered(_("What the client wants"), bool(said), True, "" if said else _("Write what they asked for."))


PEOPLE, PROMISES, FILES, LINES = "people", "promises", "files", "lines"


def _many(n: int, what: str) -> str:
    if not n:
        return ""
    said = {
        PEOPLE: ngettext("%(n)s person", "%(n)s people", n),
        PROMISES: ngettext("%(n)s promise", "%(n)s promises", n),
        FILES: ngettext("%(n)s file", "%(n)s files", n),
        LINES: ngettext("%(n)s service", "%(n)s services", n),
    }
    return said[what] % {"n": n}
