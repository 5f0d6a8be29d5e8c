"""Translation: an event that waits becomes steps of its connection's project, once."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import translation as languages
from django.utils.translation import gettext as _

from keepstep.domain.delivery import step
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Step
from keepstep.domain.talk.update import Update
from keepstep.intake.connection import Connection
from keepstep.intake.event import Event
from keepstep.intake.fact import Fact, OddPayload
from keepstep.intake.letter import Sender
from keepstep.intake.senders import SENDERS
from keepstep.postgres import tenancy
from keepstep.round import run

# Senders repeat a delivery for some days; what is told later is news on the day it comes.
LATE = timedelta(days=3)
PATIENCE = timedelta(minutes=2)
AT_ONCE = 1000

logger = logging.getLogger(__name__)


def translate(event_id: UUID, *, at: datetime) -> int:
    """Handle an event that waits, once; answers how many steps it added. What is odd about it is kept in words."""
    with transaction.atomic():
        event = Event.objects.select_related("connection__project__account", "agency").filter(pk=event_id).first()
        if event is None:
            return 0
        # One event of a connection at a time: a push and its merge must see one another.
        Connection.objects.select_for_update().get(pk=event.connection_id)
        if Event.objects.filter(pk=event_id, handled_at=None).update(handled_at=at) != 1:
            return 0
        event.steps, event.fault = _handle(event)
        event.save(update_fields=["steps", "fault"])
        if event.steps:
            run.look_again(event.connection.project.account_id, at=at)
    return event.steps


def sweep(*, at: datetime) -> int:
    """Translate, in every agency, what has waited too long: its job was lost or failed. Answers how many events."""
    with tenancy.every_agency():
        forgotten = Event.objects.filter(handled_at=None, received_at__lt=at - PATIENCE)
        waiting = list(forgotten.order_by("received_at").values_list("agency_id", "id")[:AT_ONCE])
    return sum(_try(agency_id, event_id, at) for agency_id, event_id in waiting)


def _try(agency_id: UUID, event_id: UUID, at: datetime) -> bool:
    """One event that cannot be translated must not hold up the others."""
    try:
        with tenancy.entered(agency_id):
            translate(event_id, at=at)
    except Exception:
        logger.exception("event %s of agency %s was not translated", event_id, agency_id)
        return False
    return True


def _handle(event: Event) -> tuple[int, str]:
    """How many steps the event added, and what is wrong with it."""
    project, sender = event.connection.project, SENDERS[event.connection.system]
    with languages.override(event.agency.language):
        if project.closed_at:
            return 0, _("The project is closed: nothing was counted.")
        try:
            tips = _tips(event, sender)
            with languages.override(project.account.language):
                facts = sender.facts(event.name, event.payload, tips=tips)
        except OddPayload as odd:
            return 0, str(odd)[:500]
    return record(project, facts, source=event.connection.system, received_at=event.received_at), ""


def _tips(event: Event, sender: Sender) -> set[str]:
    """Those commits of a push with which merges that we were told of arrived."""
    pushed = sender.commits(event.name, event.payload)
    if not pushed:
        return set()
    of_these = Q()
    for place in sender.TIPS:
        of_these |= Q(**{f"payload__{place}__in": pushed})
    merges = Event.objects.filter(of_these, connection=event.connection_id, name=sender.MERGE).filter(
        received_at__range=(event.received_at - LATE, event.received_at + LATE)
    )
    return {tip for payload in merges.values_list("payload", flat=True) for tip in _read_tips(sender, payload)}


def _read_tips(sender: Sender, payload: dict[str, object]) -> tuple[str, ...]:
    """A merge that is odd is a fault of its own event, not of the push."""
    try:
        return sender.tips(payload)
    except OddPayload:
        return ()


def record(project: Project, facts: Iterable[Fact], *, source: str, received_at: datetime) -> int:
    """Steps of the project from facts that are not counted yet; answers how many."""
    facts = list(facts)
    counted = _counted(project, facts)
    recorded = 0
    for fact in facts:
        if counted.isdisjoint((fact.key, *fact.also)):
            made = step.record(
                project,
                title=fact.title,
                at=_news_at(project, fact, received_at),
                kind=fact.kind,
                author=fact.author,
                source=source,
                key=fact.key,
                url=fact.url,
            )
            recorded += made is not None
    return recorded


def _counted(project: Project, facts: list[Fact]) -> set[str]:
    keys = [key for fact in facts for key in (fact.key, *fact.also)]
    return set(Step.objects.filter(project=project, key__in=keys).values_list("key", flat=True))


def _news_at(project: Project, fact: Fact, received_at: datetime) -> datetime:
    """When it happened; but what the last update could not speak of any more is news when it comes."""
    if fact.at is None or not received_at - LATE <= fact.at <= received_at:
        return received_at
    told = Update.objects.of_the_day().filter(account=project.account_id, written_at__range=(fact.at, received_at))
    return received_at if told.exists() else fact.at
