"""Pushes: who is to be asked on a rung, in which words, and what asking leaves behind (§5.3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.domain.agency import wording
from keepstep.domain.agency.audience import THERE, Audience
from keepstep.domain.agency.ladder import Rung
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.contact import Contact, Part
from keepstep.domain.delivery import notice
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.notice import How, Notice
from keepstep.domain.delivery.project import Project
from keepstep.domain.talk import touchpoint
from keepstep.domain.talk.touchpoint import Direction, Form
from keepstep.formulas.working_time import WorkingTime

UNSAID = Wording("", "")
MARKS = re.compile(r"[*`~]|(?<!\w)_|_(?!\w)|\](?=\()")
TALKS = {How.CALL: Form.CALL, How.MEETING: Form.MEETING}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a push speaks of; `days` of the stall, or of waiting where nothing stalls yet."""

    project: Project
    ball: Ball | None
    days: int
    sender: Person
    milestone: Milestone | None
    time: WorkingTime


def whom(held: Ball | None, contacts: Sequence[Contact], *, audience: str) -> Contact | None:
    """Of the people present at the client, the one this rung speaks to; nobody where a third party holds the ball."""
    if held is not None and held.side == Side.THIRD and audience != Audience.MANAGEMENT:
        return None
    asked = held.asked if held is not None else None
    holder = next((one for one in contacts if one.pk == asked), None)
    deciders = [one for one in contacts if one.part == Part.DECISION_MAKER]
    team = [one for one in contacts if one.part == Part.PROJECT]
    others = [one for one in contacts if one.part not in (Part.PROJECT, Part.DECISION_MAKER)]
    there = THERE[Audience(audience)]
    if there == Audience.DECIDER:
        return _first(deciders, team, others)
    if there == Audience.TEAM:
        return _first(*([one for one in part if one != holder] for part in (team, others, deciders))) or holder
    return holder or _first(team, deciders, others)


def _first(*parts: Sequence[Contact]) -> Contact | None:
    """The first who can be reached, else the first."""
    known = [one for part in parts for one in part]
    return next((one for one in known if one.is_reachable or one.phone), next(iter(known), None))


def how(rung: Rung, contact: Contact | None) -> How:
    """The rung's own way; whoever has a telephone alone is telephoned."""
    way = How(rung.way)
    return How.CALL if way == How.EMAIL and contact and contact.phone and not contact.is_reachable else way


def words(facts: Facts, *, rung: Rung, contact: Contact | None, language: str = "") -> Wording:
    """The drafted subject and text of this rung, in the contact's language unless another is asked for."""
    language = language or (contact.language if contact else facts.project.account.language)
    template = rung.wording(language)
    with translation.override(language):
        known = _known(facts, contact)
    subject = " ".join(wording.fill(template.subject, known).split())[:200]
    return Wording(subject, wording.fill(template.body, {name: _literal(fact) for name, fact in known.items()}))


def _literal(fact: str) -> str:
    """Other people's words stay as they are where the text is read as Markdown."""
    return MARKS.sub(r"\\\g<0>", fact)


def _known(facts: Facts, contact: Contact | None) -> dict[str, str]:
    """Each field of the templates in the language that is active."""
    held = facts.ball
    since = facts.time.local_day(held.since) if held else None
    named = contact.greeted if contact else (held.third_party if held else "")
    return {
        "name": named or facts.project.account.name,
        "awaited": held.awaited if held else _("the next step"),
        "since": date_format(since, "j E") if since else _("the last step"),
        "days": ngettext("%(n)s working day", "%(n)s working days", facts.days) % {"n": facts.days},
        "project": facts.project.name,
        "agency": facts.sender.agency.name,
        "sender": facts.sender.name,
        "due": _promised(facts.milestone) if facts.milestone else "",
    }


def _promised(milestone: Milestone) -> str:
    words = {"title": milestone.title, "date": date_format(milestone.due, "j E")}
    return _("“%(title)s” (%(date)s)") % words


def call(
    project: Project,
    held: Ball | None,
    *,
    by: Person,
    at: datetime,
    outcome: str,
    contact: Contact | None,
    rung: int | None = None,
    said: Wording = UNSAID,
) -> None:
    """Own management has telephoned; where nothing is awaited of anybody, the talk is known by its project."""
    if held:
        give(held, way=How.CALL, by=by, at=at, rung=rung, contact=contact, said=said, outcome=outcome)
    else:
        touchpoint.record(
            project.account, direction=Direction.OUT, form=Form.CALL, at=at, by=by, contact=contact, project=project,
            summary=outcome,
        )  # fmt: skip


def give(
    held: Ball,
    *,
    way: str,
    by: Person,
    at: datetime,
    said_at: datetime | None = None,
    rung: int | None = None,
    contact: Contact | None = None,
    said: Wording = UNSAID,
    outcome: str = "",
) -> Notice:
    """The holder of the ball has been asked. A talk with the client is also a word the client has heard from us."""
    with transaction.atomic():
        given = notice.give(
            held, how=way, by=by, at=at, said_at=said_at, rung=rung, contact=contact, subject=said.subject,
            words=said.body, outcome=outcome,
        )  # fmt: skip
        if way in TALKS and (held.side == Side.CLIENT or contact is not None):
            touchpoint.record(
                held.project.account, direction=Direction.OUT, form=TALKS[How(way)], at=at, said_at=said_at, by=by,
                contact=contact, summary=outcome or held.awaited,
            )  # fmt: skip
    return given
