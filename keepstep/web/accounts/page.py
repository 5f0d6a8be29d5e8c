"""Everything a client's page shows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.desk import Desk
from keepstep.domain.clients.account import Account, State
from keepstep.domain.delivery.ledger import Ledger, ledgers
from keepstep.domain.delivery.movement import movements
from keepstep.domain.delivery.project import Project
from keepstep.domain.talk.due_day import DueDay
from keepstep.formulas.health import band
from keepstep.formulas.order import WINDOW
from keepstep.formulas.working_time import WorkingTime
from keepstep.web import words
from keepstep.web.accounts import ledger
from keepstep.web.accounts.forms import on_days, open_states
from keepstep.web.accounts.net import way
from keepstep.web.accounts.timeline import entries
from keepstep.web.accounts.touchpoint_form import TouchpointForm
from keepstep.web.days import day_count, silent_days
from keepstep.web.pauses.rests import rests


def of(account: Account, *, desk: Desk, at: datetime) -> dict[str, Any]:
    time = desk.time_of(account)
    states = list(desk.account_states().filter(account=account).select_related("by", "because"))
    open_devices = desk.devices().open(at).filter(contact=OuterRef("pk"))
    contacts = desk.contacts().filter(account=account).annotate(
        has_bot=Exists(desk.bots()), has_devices=Exists(open_devices),
        seen_at=Subquery(open_devices.order_by("-seen_at").values("seen_at")[:1])
    )  # fmt: skip
    people = sorted(contacts, key=lambda person: (person.left_at is not None, person.name))
    projects = list(desk.projects().filter(account=account).select_related("producer").order_by("-closed_at", "name"))
    pauses = list(desk.pauses().filter(account=account))
    known = ledgers(projects, states=states, time=time, at=at, pauses=pauses)
    events, older = entries(account, desk=desk, at=at)
    score: int | None = vars(account).get("health")
    return {
        "health": score,
        "health_band": "" if score is None else band(score).value,
        "account": account,
        "state": states[0],
        "states": states,
        "open_states": open_states(State(states[0].state), by=desk.person),
        "rests": rests([pause for pause in pauses if not pause.project_id], zone=time.zone, at=at),
        "silence": words.silence(silent_days(account.heard_at, time, at)),
        "cadence": _cadence(account),
        "net": way(account, desk=desk),
        "people": people,
        "payers": list(desk.payers().filter(account=account).order_by("closed_at", "name")),
        "projects": _projects(projects, known, time, desk=desk, at=at),
        **_order(account, time, desk=desk, at=at),
        "ledger": ledger.of(account, known.values(), time=time),
        "events": events,
        "told": next(
            (one.id for one in events if one.is_update and time.local_day(one.at) == time.local_day(at)), None
        ),
        "older": older,
        "touchpoint_form": TouchpointForm(contacts=contacts.present(), account=account, now=at).offering(
            one for one in people if one.left_at is None
        ),
        "may_assign": desk.person.manages_the_agency,
    }


def _cadence(account: Account) -> str:
    if account.cadence:
        return on_days(account.cadence)
    usual: list[int] = vars(account).get("usual_days") or []
    return _("%(days)s (as the agency)") % {"days": on_days(usual)} if usual else on_days(usual)


def _projects(
    projects: list[Project], known: dict[UUID, Ledger], time: WorkingTime, *, desk: Desk, at: datetime
) -> list[dict[str, Any]]:
    """The projects, those that are open first, each with its movement and what of its delay is ours."""
    days = day_count(time, time.local_day(at))
    moved = movements(
        [one.pk for one in projects], days=days, zone=str(time.zone), patience=desk.agency.stall_after, at=at
    )
    return [
        {
            "project": one,
            "movement": moved[one.pk],
            "stall": words.stall(moved[one.pk].stall),
            "rest": words.rest(moved[one.pk].until, time.zone) if moved[one.pk].rests else "",
            "hands": words.hands(moved[one.pk].hands),
            "tone": words.colour(moved[one.pk].hands),
            "exposure": known[one.pk].exposure,
        }
        for one in projects
    ]


def _order(account: Account, time: WorkingTime, *, desk: Desk, at: datetime) -> dict[str, Any]:
    """§5.2: the last 20 due days as squares, the oldest first; today stands beside them until it is kept."""
    today = time.local_day(at)
    last = desk.due_days().filter(account=account, day__lte=today).order_by("-day")[: WINDOW + 1]
    squares = [_square(day, is_today=day.day == today) for day in last]
    counted = [square["tone"] for square in squares if square["tone"] != "open"][:WINDOW]
    shown = squares[: WINDOW + ("open" in [square["tone"] for square in squares])]
    return {"order": shown[::-1], "kept": counted.count("kept"), "due": len(counted)}


def _square(day: DueDay, *, is_today: bool) -> dict[str, str]:
    tone = "kept" if day.kept_at else "open" if is_today else "missed"
    said = {"kept": _("kept"), "open": _("not yet"), "missed": _("missed")}[tone]
    return {"tone": tone, "words": f"{date_format(day.day, 'D j E')}: {said}"}
